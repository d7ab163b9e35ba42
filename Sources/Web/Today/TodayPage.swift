import Domain
import FastCGI
import Store
import Template

/// Oggi: what is to be done, and how what was sent fares. Every number of it was counted by the worker.
struct TodayPage: Sendable {
    static let address = "/oggi"
    private let template: CompiledTemplate<TodayView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("today", TodayView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let days = Self.days(until: .now())
        let tallies = try exchange.store.tallies(since: days[0])
        let view = TodayView(
            exchange, days, tallies, cares: try exchange.store.cares(on: days.last!), directory: try exchange.directory(),
            toFollow: try exchange.headerNotices().toFollow, drafts: exchange.person.role.maySend ? try exchange.drafts() : 0)
        return try exchange.page(template, view, title: "Oggi")
    }

    /// Thirty days in Italy, today the last.
    static func days(until now: Moment) -> [CalendarDate] {
        let today = CalendarDate.today(at: now)
        // From the middle of a day, so that none is passed over where clocks change.
        let noon = Moment(microseconds: today.startOfDayInRome.microseconds + 43_200_000_000)
        return (0..<30).reversed().map { .today(at: Moment(microseconds: noon.microseconds - $0 * 86_400_000_000)) }
    }
}
