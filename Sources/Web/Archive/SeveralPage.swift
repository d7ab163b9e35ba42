import Domain
import FastCGI
import Store
import Template

/// A decision on several notifications of the archive: what it would be about, and what came of it. Both are answers to a form,
/// so that no address says who was chosen; a form that is sent again finds what it was about changed, and does nothing.
struct SeveralPage: Sendable {
    private let template: CompiledTemplate<SeveralView, Layout>
    private let archive: ArchivePage

    /// How long one request goes on: the rest is for the next.
    private static let longest = Duration.seconds(3)

    init(_ library: Library, _ archive: ArchivePage) throws(TemplateError) {
        template = try library.template("several", SeveralView.self, within: Layout.self)
        self.archive = archive
    }

    /// What a decision would be about.
    func look(_ exchange: Exchange) throws -> Response {
        let decision = try decision(exchange)
        var view = SeveralView(decision)
        view.isOfWorklist = isOfWorklist(exchange)
        switch exchange.request.form["quali"] {
        case "tutte":
            guard try find(exchange, into: &view) else { return try again(exchange, "Indicare nell’archivio lo stato delle notifiche.") }
        case "pagina":
            try choose(ids("pagina", exchange), exchange, into: &view)
        default:
            try choose(ids("scelta", exchange), exchange, into: &view)
        }
        guard view.count + view.moved > 0 else { return try again(exchange, "Nessuna notifica scelta: sceglierne almeno una.") }
        return try exchange.page(template, view, title: view.question)
    }

    /// Takes it, on those that stand as they were shown.
    func decide(_ exchange: Exchange) throws -> Response {
        let decision = try decision(exchange), seen = SeenList.read(exchange.request.form.text("righe"))
        guard !seen.isEmpty else { return try again(exchange, "Nessuna notifica scelta: sceglierne almeno una.") }
        let search = ArchiveSearch(exchange.request.form), isWhole = exchange.request.form["quali"] == "tutte"
        let outcome: SeveralOutcome
        do {
            outcome = try exchange.store.decide(
                decision, on: seen, within: Self.longest,
                chosen: isWhole ? exchange.store.words(search.filter) : "scelte nell’elenco", by: exchange.person.id)
        } catch is RestoreIsPending {
            return try again(exchange, RestoreIsPending.sentence)
        }
        exchange.ring()
        var view = SeveralView(decision)
        view.isOfWorklist = isOfWorklist(exchange)
        view.outcome = outcome
        if decision.sends, outcome.done > 0 { view.aftermath = try SeveralAftermath(exchange, decision, outcome) }
        if isWhole {
            _ = try find(exchange, olderThan: seen[outcome.reached - 1].id, into: &view)
        } else {
            try choose(seen[outcome.reached...].map(\.id), exchange, into: &view)
        }
        return try exchange.page(template, view, title: view.result)
    }

    private func isOfWorklist(_ exchange: Exchange) -> Bool { exchange.request.form["da"] == "seguire" }

    private func decision(_ exchange: Exchange) throws -> Decision {
        guard let decision = exchange.request.form["atto"].flatMap(Decision.init) else { throw HTTPRefusal.notFound }
        return decision
    }

    /// All that the filters find. Whose they are is looked for, also by a form that nobody was shown.
    ///
    /// - Returns: false when the filters do not say a state in which the decision can be taken.
    private func find(_ exchange: Exchange, olderThan last: NotificationID? = nil, into view: inout SeveralView) throws -> Bool {
        let search = ArchiveSearch(exchange.request.form)
        guard search.faults.isEmpty, view.decision.isOffered(on: search.filter.states) else { return false }
        if let code = search.filter.fiscalCode {
            try exchange.store.audit(.archiveSearched, by: exchange.person.id, about: exchange.digest(of: code))
        }
        view.search = search
        let found = try exchange.store.decidables(view.decision, in: search.filter, olderThan: last)
        (view.counts, view.seen, view.areAll) = (found.counts, found.seen, found.areAll)
        return true
    }

    private func choose(_ ids: [NotificationID], _ exchange: Exchange, into view: inout SeveralView) throws {
        let found = try exchange.store.serviceCounts(of: ids)
        view.counts = found.filter { view.decision.states.contains($0.state) }
        view.others = found.filter { !view.decision.states.contains($0.state) }
        view.seen = try exchange.store.decidable(view.decision, among: ids)
    }

    private func ids(_ name: String, _ exchange: Exchange) -> [NotificationID] {
        let chosen = exchange.request.form.fields.filter { $0.name == name }.prefix(TenantStore.mostDecidedAtOnce)
        return chosen.compactMap { NotificationID($0.value) }
    }

    /// The list that it was chosen from, and why nothing came of it.
    private func again(_ exchange: Exchange, _ sentence: String) throws -> Response {
        if isOfWorklist(exchange) {
            let back = WorklistChoice(exchange.request.form, of: exchange.person).address
            return exchange.redirect(to: back, saying: sentence == RestoreIsPending.sentence ? .restoreIsPending : .nothingChosen)
        }
        exchange.request.query = Form([("ricerca", "ultima")])
        return try archive.show(exchange, refusing: sentence)
    }
}

/// Notifications as a form carries them along: `id.attempt.microseconds`, with spaces between them.
enum SeenList {
    static func text(_ seen: [SeenNotification]) -> String {
        seen.map { "\($0.id).\($0.attempt).\(String($0.updatedAt.microseconds, radix: 36))" }.joined(separator: " ")
    }

    /// What names no attempt was seen at none, and stays as it is.
    static func read(_ text: String) -> [SeenNotification] {
        text.split(separator: " ").prefix(TenantStore.mostDecidedAtOnce).compactMap { word in
            let parts = word.split(separator: ".")
            guard let id = parts.first.flatMap({ NotificationID($0) }) else { return nil }
            let attempt = parts.count == 3 ? Int(parts[1]) : nil, time = parts.count == 3 ? Int64(parts[2], radix: 36) : nil
            return SeenNotification(id: id, attempt: attempt ?? -1, updatedAt: Moment(microseconds: time ?? 0))
        }
    }
}
