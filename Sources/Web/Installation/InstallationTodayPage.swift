import Domain
import FastCGI
import Store
import Template

/// Oggi of the installation: how what all tenants sent fares, and each of them; 20 a page. Never what was sent, or to whom.
struct InstallationTodayPage: Sendable {
    static let address = "/oggi"
    private let template: CompiledTemplate<InstallationTodayView, Layout>
    private static let lines = 20

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("installation-today", InstallationTodayView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let days = TodayPage.days(until: .now()), last = exchange.request.query["dopo"] ?? ""
        let tallies = try exchange.installation.tallies(since: days[0])
        // One more than shown tells whether there is a further page.
        var tenants = try exchange.installation.tenantTallies(since: days[0], today: days.last!, after: last, limit: Self.lines + 1)
        let hasMore = tenants.count > Self.lines
        if hasMore { tenants.removeLast() }
        let view = InstallationTodayView(
            days, tallies, tenants, isFirst: last.isEmpty,
            more: hasMore ? tenants.last.map { "\(Self.address)?dopo=\(Form.encode($0.code))" } : nil)
        return try exchange.page(template, view, title: "Oggi")
    }
}

private struct InstallationTodayView: View {
    private let days: [(day: CalendarDate, counts: OutcomeCounts)]
    private let tenants: [TenantTally]
    private let all: OutcomeCounts
    private let isFirst: Bool
    /// Where the next page of tenants is; `nil`: there is none.
    private let more: String?

    init(_ days: [CalendarDate], _ tallies: [DailyTally], _ tenants: [TenantTally], isFirst: Bool, more: String?) {
        let byDay = Dictionary(grouping: tallies, by: \.day)
        self.days = days.map { ($0, OutcomeCounts(byDay[$0] ?? [])) }
        all = OutcomeCounts(tallies)
        (self.tenants, self.isFirst, self.more) = (tenants, isFirst, more)
    }

    private var enti: TallyTable {
        TallyTable(
            name: "Enti, per codice: notifiche degli ultimi 30 giorni", isCaptioned: false, head: "Ente", others: ["Oggi", "Da seguire"],
            rows: tenants.map { tenant in
                TallyRow(
                    name: tenant.name, address: "/enti/\(tenant.id)",
                    others: [tenant.today.italian, NumberView.text(tenant.toFollow, upTo: TenantTally.mostToFollow)],
                    counts: OutcomeCounts(tenant.states))
            })
    }

    static let fields: Fields<Self> = [
        "day": .text { "\($0.days.last!.day.italianWeekday) \($0.days.last!.day.italian)" },
        "today": .text { $0.days.last!.counts.all.italian },
        "summary": .text { $0.all.summary },
        "hasAny": .flag { !$0.all.isEmpty },
        "chart": .view { TodayChart($0.days) },
        "days": .view { TallyTable(days: $0.days) },
        "enti": .view { $0.tenants.isEmpty ? nil : $0.enti },
        "first": .text { $0.isFirst ? "" : InstallationTodayPage.address },
        "more": .text { $0.more ?? "" },
        "hasPages": .flag { !$0.isFirst || $0.more != nil },
    ]
}
