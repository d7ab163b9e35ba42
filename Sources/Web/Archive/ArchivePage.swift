import Domain
import FastCGI
import Secrets
import Store
import Template

/// Archivio notifiche: the filters, 25 rows a page, Nuovo and Esporta Excel.
struct ArchivePage: Sendable {
    private let template: CompiledTemplate<ArchiveView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("archive", ArchiveView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response { try show(exchange, refusing: nil) }

    /// - Parameter sentence: why nothing came of what was asked with what is on it.
    func show(_ exchange: Exchange, refusing sentence: String?) throws -> Response {
        let remembered = exchange.session?.list
        // The list that the session looked at last, with its filters and its page: an address without what was searched for.
        if exchange.request.query["ricerca"] == "ultima" {
            exchange.request.query = Form(urlEncoded: Array((remembered ?? "").utf8))
        }
        let query = exchange.request.query
        let search = ArchiveSearch(query)
        let directory = try exchange.directory(), services = directory.services
        var view = ArchiveView(search: search, directory)
        if exchange.person.role.maySend { view.drafts = try exchange.drafts() }
        if search.faults.isEmpty {
            let position = position(query)
            if let code = search.filter.fiscalCode {
                try exchange.store.audit(.archiveSearched, by: exchange.person.id, searchingFor: code)
            }
            do {
                view.show(try exchange.store.archive(search.filter, at: position), from: position, search)
                view.offerDecisions(exchange)
                let list = search.query(at: position)
                if list != remembered, let session = exchange.session { try exchange.store.rememberList(list, of: session.token.digest) }
            } catch where StoreFault.tookTooLong(error) {
                view.search.refuse("La ricerca richiede troppo tempo: restringerla, per esempio con due date o con il codice fiscale.")
            }
        }
        view.allowed = exchange.person.scope.sentence(services)
        if view.rows.isEmpty, !search.isNarrowed, view.search.faults.isEmpty {
            if view.allowed.isEmpty { view.steps = FirstSteps(exchange, directory) }
            view.isEmpty = true
        }
        let faults = sentence.map { Faults(saying: $0) } ?? view.search.summary
        return try exchange.page(template, view, title: "Archivio notifiche", faults: faults)
    }

    private func position(_ query: Form) -> ArchivePosition {
        if let id: NotificationID = query.id("dopo") { return .olderThan(id) }
        if let id: NotificationID = query.id("prima") { return .newerThan(id) }
        return .newest
    }
}

struct ArchiveView: View {
    var search: ArchiveSearch
    /// What may be chosen from, by the criterion.
    let choices: [String: [OptionView]]
    var rows: [ArchiveRowView] = []
    var newer = ""
    var older = ""
    var steps: FirstSteps?
    /// Neither a notification nor a filter.
    var isEmpty = false
    /// Of which services the archive is, when not of all.
    var allowed = ""
    /// How many the person has put aside.
    var drafts = 0
    /// What may be decided about several of the rows at once.
    var decisions: [Decision] = []
    /// Where the search ended for now; empty: at the end.
    var searchedThrough = ""
    /// Where it goes on.
    var further = ""

    init(search: ArchiveSearch, _ directory: Directory) {
        self.search = search
        let all = [OptionView(value: "", label: "Tutti")]
        choices = [
            "servizio": all + directory.services.map {
                OptionView(value: $0.id.description, label: $0.name + ($0.environment == .trial ? " (prova)" : ""))
            },
            "stato": all + NotificationState.allCases.map { OptionView(value: $0.rawValue, label: $0.label) },
            "operatore": all + directory.people.map { OptionView(value: $0.id.description, label: $0.name) },
            "seguire": [OptionView(value: "", label: "Tutte"), OptionView(value: Following.open.rawValue, label: Following.open.label)],
            "seguita": all + directory.people.map { OptionView(value: $0.id.description, label: $0.name) },
        ]
    }

    /// The filters that most searches need; the others are behind Altri filtri.
    private static let usual: Set = ["cf", "servizio", "stato", "dal", "al"]

    mutating func show(_ page: ArchiveSlice, from position: ArchivePosition, _ search: ArchiveSearch) {
        rows = page.rows.map(ArchiveRowView.init)
        var (first, last) = (page.rows.first?.id, page.rows.last?.id), further = "dopo"
        switch position {
        case .newest: break
        // A page without rows still has a place.
        case .olderThan(let id): first = first ?? id.previous
        case .newerThan(let id):
            last = last ?? id.next
            further = "prima"
        }
        if page.hasNewer, let first { newer = search.address("/notifiche", ("prima", first.description)) }
        if page.hasOlder, let last { older = search.address("/notifiche", ("dopo", last.description)) }
        if let end = page.searchedThrough {
            searchedThrough = RomeTime(end.madeAt).date.italian
            self.further = search.address("/notifiche", (further, end.description))
        }
    }

    /// Where the filters leave one state only, in which a person has to decide.
    mutating func offerDecisions(_ exchange: Exchange) {
        guard exchange.person.role.maySend, exchange.tenant.state == .active, !rows.isEmpty, let state = search.filter.state else { return }
        decisions = Decision.allCases.filter { $0.states.contains(state) }
    }

    static let fields: Fields<Self> = [
        "usualFilters": .list { $0.search.fields(choices: $0.choices, where: usual.contains) },
        "otherFilters": .list { $0.search.fields(choices: $0.choices) { !usual.contains($0) } },
        "usesOther": .flag { $0.search.typedFields.contains { !usual.contains($0.name) } },
        "isNarrowed": .flag { $0.search.isNarrowed },
        "typedFields": .list { $0.search.typedFields },
        "rows": .list { $0.rows },
        "hasRows": .flag { !$0.rows.isEmpty },
        "isMoving": .flag { $0.rows.contains(where: \.state.state.isMoving) },
        "newer": .text { $0.newer },
        "older": .text { $0.older },
        "hasPages": .flag { !$0.newer.isEmpty || !$0.older.isEmpty },
        "steps": .view { $0.steps },
        "isEmpty": .flag { $0.isEmpty && $0.steps == nil },
        "allowed": .text { $0.allowed },
        "mayDecide": .flag { !$0.decisions.isEmpty },
        "isOneOfSeveral": .flag { !$0.newer.isEmpty || !$0.older.isEmpty || !$0.further.isEmpty },
        "mayExport": .flag { !$0.rows.isEmpty || !$0.further.isEmpty },
        "mayRetry": .flag { $0.decisions.contains(.retry) },
        "mayResolve": .flag { $0.decisions.contains(.assume) },
        "shown": .text { $0.rows.count.italian },
        "searchedThrough": .text { $0.searchedThrough },
        "further": .text { $0.further },
        "drafts": .text { $0.drafts == 0 ? "" : String($0.drafts) },
        "looksForDoubts": .flag { $0.search.looksForUncertain },
        // Not when other filters may be what leaves none.
        "hasNoUncertain": .flag { $0.rows.isEmpty && $0.search.looksForDoubtsOnly },
        "impossibleCode": .text { $0.rows.isEmpty ? $0.search.impossibleCode : "" },
        "nothingFound": .flag {
            $0.rows.isEmpty && $0.search.isNarrowed && $0.search.faults.isEmpty && $0.searchedThrough.isEmpty
        },
    ]
}

struct ArchiveRowView: View {
    var row: ArchiveRow
    var state: StateView

    private let sentAt: RomeTime?
    private let leavesAt: RomeTime?

    init(_ row: ArchiveRow) {
        self.row = row
        state = StateView(state: row.state)
        sentAt = row.sentAt.map { RomeTime($0) }
        leavesAt = row.state == .scheduled ? row.sendAt.map { RomeTime($0) } : nil
    }

    static let fields: Fields<Self> = [
        "id": .shown { $0.row.id },
        "shortID": .text { $0.row.id.end },
        "service": .text { $0.row.serviceName },
        "isTrial": .flag { $0.row.environment == .trial },
        "state": .view { $0.state },
        "fiscalCode": .text { $0.row.fiscalCode.value },
        "subject": .text { $0.row.subject },
        "dueDate": .text { $0.row.dueDate?.italian ?? "" },
        "amount": .text { $0.row.amount?.italian ?? "" },
        "sentDate": .text { $0.sentAt?.italianDate ?? "" },
        "sentTime": .text { $0.sentAt?.italianTime ?? "" },
        "leavesOn": .text { $0.leavesAt.map { $0.date.italian } ?? "" },
        "leavesAt": .text { $0.leavesAt.map { $0.clockTime.text } ?? "" },
    ]
}
