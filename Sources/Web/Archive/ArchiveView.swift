import Domain
import Store
import Template

/// What the archive's page shows.
struct ArchiveView: View {
    var search: ArchiveSearch
    /// Where its other pages are, and how many rows one has.
    let address: String, size: Int
    /// What may be chosen from, by the criterion: one of a list, or any of several boxes.
    let choices: [String: [OptionView]]
    /// What a service, a person or a template is called, by its id.
    private let names: [String: String]
    private let people: [PersonID: String]
    var rows: [ArchiveRowView] = []
    var newer = ""
    var older = ""
    /// How many there are, or which of them these are.
    var counted = ""
    var steps: FirstSteps?
    /// Neither a notification nor a filter.
    var isEmpty = false
    /// The session has no such search.
    var isLost = false
    /// Of which services the archive is, when not of all.
    var allowed = ""
    /// How many the person has put aside.
    var drafts = 0
    /// What may be decided about several of the rows at once.
    var decisions: [Decision] = []
    /// As the rows were asked to be; `nil`: as they were inserted.
    private var order: ArchiveOrder?
    /// Whether they are.
    private(set) var isOrdered = false
    /// Where the search ended for now; empty: at the end.
    var searchedThrough = ""
    /// Where it goes on.
    var further = ""

    init(search: ArchiveSearch, _ directory: Directory, at address: String = "/notifiche", size: Int = TenantStore.archivePageSize) {
        (self.search, self.address, self.size) = (search, address, size)
        func all(_ options: [OptionView]) -> [OptionView] { [OptionView(value: "", label: "Tutti")] + options }
        let services = directory.services.map {
            OptionView(value: $0.id.description, label: $0.name + ($0.environment == .trial ? " (prova)" : ""))
        }
        people = Dictionary(directory.people.map { ($0.id, $0.name) }) { first, _ in first }
        let senders = directory.people.filter(\.sends).map { OptionView(value: $0.id.description, label: $0.name) }
        let templates = directory.templates.map { OptionView(value: $0.id.description, label: $0.name) }
        choices = [
            "servizio": services,
            "stato": NotificationState.allCases.map { OptionView(value: $0.rawValue, label: $0.label) },
            "operatore": all(senders), "modello": all(templates),
            "seguire": [OptionView(value: "", label: "Tutte"), OptionView(value: Following.open.rawValue, label: Following.open.label)],
            "seguita": all(senders),
            "errata": [OptionView(value: "", label: "Tutte")] + Correction.allCases.map { OptionView(value: $0.rawValue, label: $0.label) },
        ]
        // An address may name anybody.
        names = Dictionary((services + templates).map { ($0.value, $0.label) } + directory.people.map { ($0.id.description, $0.name) }) {
            first, _ in first
        }
    }

    mutating func show(_ page: ArchiveSlice, from place: ArchivePlace) {
        rows = page.rows.map { ArchiveRowView($0, by: people[$0.person] ?? "") }
        let first = page.hasNewer ? place.row : 1, total = page.total ?? place.total
        let next = first.map { $0 + rows.count }
        var (newest, oldest, isUpwards) = (page.rows.first?.id, page.rows.last?.id, false)
        switch place.position {
        case .newest: break
        // A page without rows still has a place.
        case .olderThan(let id): newest = newest ?? id.previous
        case .newerThan(let id):
            oldest = oldest ?? id.next
            isUpwards = true
        }
        if page.hasNewer, let newest {
            newer = address(ArchivePlace(.newerThan(newest), row: first.map { max(1, $0 - size) }, total: total))
        }
        if page.hasOlder, let oldest { older = address(ArchivePlace(.olderThan(oldest), row: next, total: total)) }
        if let end = page.searchedThrough {
            searchedThrough = RomeTime(end.madeAt).date.italian
            further = address(ArchivePlace(isUpwards ? .newerThan(end) : .olderThan(end), row: isUpwards ? nil : next, total: nil))
        }
        if !rows.isEmpty { counted = Self.words(rows.count, from: first, of: total, page) }
    }

    /// - Parameter found: all that there are; `nil`: more than are put in order.
    mutating func show(_ found: [OrderedRow]?, in order: ArchiveOrder, from place: ArchivePlace) {
        self.order = order
        guard let found else { return }
        isOrdered = true
        let first = min(place.row ?? 1, max(1, found.count)), page = found.dropFirst(first - 1).prefix(size)
        rows = page.map { ArchiveRowView($0.row, by: people[$0.row.person] ?? "", ordered: order.words(for: $0)) }
        if first > 1 { newer = address(ArchivePlace(in: order, row: max(1, first - size))) }
        if first + page.count <= found.count { older = address(ArchivePlace(in: order, row: first + page.count)) }
        guard !rows.isEmpty else { return }
        let all = found.count == 1 ? "1 notifica" : "\(found.count.italian) notifiche"
        counted = page.count == found.count ? all : "\(first.italian)–\((first + page.count - 1).italian) di \(all)"
    }

    private func address(_ place: ArchivePlace) -> String { search.address(address, place.fields) }

    private static func words(_ count: Int, from first: Int?, of total: ArchiveTotal?, _ page: ArchiveSlice) -> String {
        guard let first else { return "" }
        if first == 1, !page.hasNewer, !page.hasOlder { return count == 1 ? "1 notifica" : "\(count.italian) notifiche" }
        let range = "\(first.italian)–\((first + count - 1).italian)"
        return switch total {
        case .exactly(let total) where page.searchedThrough == nil: "\(range) di \(total.italian) notifiche"
        case .moreThan(let total): "\(range) di oltre \(total.italian) notifiche"
        case .exactly, nil: "Notifiche \(range)"
        }
    }

    /// Where the filters leave only states in which a person has to decide.
    mutating func offerDecisions(_ exchange: Exchange) {
        guard exchange.person.role.maySend, exchange.tenant.state == .active, !rows.isEmpty else { return }
        decisions = Decision.allCases.filter { $0.isOffered(on: search.filter.states) }
    }

    /// What is wrong, with the box where one of its criteria is.
    var faults: Faults {
        let list = search.faults.map { Fault(field: ArchiveSearch.boxKeys.contains($0.field) ? "cerca" : $0.field, sentence: $0.sentence) }
        return Faults(list, heading: search.summary.heading)
    }

    private var chips: [ArchiveChip] {
        guard search.isNarrowed else { return [] }
        return ArchiveFilter.criteria.flatMap { criterion in
            search.texts(criterion.key).compactMap { text in
                var filter = ArchiveFilter()
                guard criterion.read(text, into: &filter), let words = criterion.words(filter).first else { return nil }
                let field = TypedField(name: criterion.key, value: text)
                return ArchiveChip(field: field, label: criterion.label, words: names[words] ?? words)
            }
        }
    }

    /// The filters of which several may be chosen.
    private var boxes: [ArchiveBoxes] {
        ArchiveFilter.criteria.filter { $0.kind == .choices }.map { criterion in
            let chosen = Set(criterion.texts(search.filter))
            let options = (choices[criterion.key] ?? []).map { option in
                OptionView(value: option.value, label: option.label, isSelected: chosen.contains(option.value))
            }
            return ArchiveBoxes(name: criterion.key, label: criterion.label, options: options, error: search.error(beside: criterion.key))
        }
    }

    /// Of a tenant without templates none is asked for.
    private func hasChoice(_ key: String) -> Bool {
        !ArchiveSearch.boxKeys.contains(key) && (key != "modello" || choices[key, default: []].count > 1)
    }

    static let fields: Fields<Self> = [
        "sought": .text { $0.search.boxText },
        "soughtFault": .text { view in ArchiveSearch.boxKeys.map(view.search.error).filter { !$0.isEmpty }.joined(separator: " ") },
        "boxes": .list { $0.boxes },
        "filters": .list { view in view.search.fields(choices: view.choices, where: view.hasChoice) },
        "orders": .view { view in
            let orders = ArchiveOrder.allCases.map { OptionView(value: $0.rawValue, label: $0.label) }
            var field = FieldView(
                name: "ordine", label: "In ordine di", kind: .choice([OptionView(value: "", label: "Inserimento")] + orders))
            field.value = view.order?.rawValue ?? ""
            return field
        },
        "orderRefused": .text { view in
            guard let order = view.order, !view.isOrdered else { return "" }
            return "Sono in ordine di inserimento: in ordine di \(order.label.lowercased()) se ne mettono al massimo "
                + "\(ArchiveOrder.most.italian), scegliendo altri filtri."
        },
        "isOrdered": .flag { $0.isOrdered },
        "firstHead": .text { $0.isOrdered ? $0.order?.label ?? "" : "Inserita" },
        "filterCount": .text { view in
            let count = view.search.typedFields.count { !ArchiveSearch.boxKeys.contains($0.name) }
            return count == 0 ? "" : String(count)
        },
        "areOpen": .flag { view in view.search.faults.contains { !ArchiveSearch.boxKeys.contains($0.field) && !$0.field.isEmpty } },
        "chips": .list { $0.chips },
        "isNarrowed": .flag { $0.search.isNarrowed },
        "typedFields": .list { $0.search.typedFields },
        "rows": .list { $0.rows },
        "hasRows": .flag { !$0.rows.isEmpty },
        "counted": .text { $0.counted },
        "isMoving": .flag { $0.rows.contains(where: \.state.state.isMoving) },
        "newer": .text { $0.newer },
        "older": .text { $0.older },
        "hasPages": .flag { !$0.newer.isEmpty || !$0.older.isEmpty },
        "steps": .view { $0.steps },
        "isEmpty": .flag { $0.isEmpty && $0.steps == nil },
        "isLost": .flag { $0.isLost },
        "allowed": .text { $0.allowed },
        "mayDecide": .flag { !$0.decisions.isEmpty },
        "isOneOfSeveral": .flag { !$0.newer.isEmpty || !$0.older.isEmpty || !$0.further.isEmpty },
        "mayExport": .flag { !$0.rows.isEmpty || !$0.further.isEmpty },
        "onPaper": .text { $0.search.address(ArchivePrintPage.address, []) },
        "mayRetry": .flag { $0.decisions.contains(.retry) },
        "mayResolve": .flag { $0.decisions.contains(.assume) },
        "shown": .text { $0.rows.count.italian },
        "searchedThrough": .text { $0.searchedThrough },
        "further": .text { $0.further },
        "drafts": .text { $0.drafts == 0 ? "" : String($0.drafts) },
        "looksForDoubts": .flag { $0.search.looksForUncertain },
        // Not when other filters may be what leaves none.
        "hasNoUncertain": .flag { $0.rows.isEmpty && $0.search.looksForDoubtsOnly },
        "whyNothing": .text { $0.rows.isEmpty ? $0.search.whyNothing : "" },
        "nothingFound": .flag {
            $0.rows.isEmpty && $0.search.isNarrowed && $0.search.faults.isEmpty && $0.searchedThrough.isEmpty
        },
    ]
}

extension ArchiveOrder {
    /// What the list is in order of.
    fileprivate var label: String {
        switch self {
        case .dueDate: "Scadenza"
        case .change: "Ultima modifica"
        }
    }

    fileprivate func words(for row: OrderedRow) -> String {
        switch self {
        case .dueDate: row.dueDate?.italian ?? "–"
        case .change: row.changedAt.italian
        }
    }
}

/// A filter of which several may be chosen, as boxes.
private struct ArchiveBoxes: View {
    var name: String
    var label: String
    var options: [OptionView]
    var error: String

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "label": .text { $0.label },
        "options": .list { $0.options },
        "error": .text { $0.error },
    ]
}
