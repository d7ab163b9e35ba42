import Domain
import FastCGI
import Store
import Template

/// Registro: who did what, the newest first, 50 lines a page.
struct AuditPage: Sendable {
    private let template: CompiledTemplate<AuditView, Layout>
    private static let lines = 50

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("audit", AuditView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let search = Search<AuditFilter>(exchange.request.query)
        let last: AuditID? = exchange.request.query.id("prima")
        // One more than shown tells whether there is a further page.
        let isOfTenant = exchange.tenant.kind == .publicBody
        let walked: (rows: [AuditLine], searchedThrough: AuditID?) = search.faults.isEmpty
            ? try exchange.store.auditWalk(search.filter, olderThan: last, limit: Self.lines + 1, namingCitizens: isOfTenant) : ([], nil)
        var lines = walked.rows
        let hasOlder = lines.count > Self.lines
        if hasOlder { lines.removeLast() }
        let names = try AuditNames(exchange, of: lines)
        let view = AuditView(search: search, names: names, isFirst: last == nil, older: hasOlder ? lines.last?.id : nil,
                             searchedThrough: walked.searchedThrough, lines: lines.map { AuditLineView(line: $0, names: names) })
        return try exchange.page(template, view, title: "Registro", faults: search.summary)
    }
}

private struct AuditView: View {
    var search: Search<AuditFilter>
    var names: AuditNames
    var isFirst: Bool
    /// The last line of this page, if there are older ones.
    var older: AuditID?
    /// Where the search ended for now.
    var searchedThrough: AuditID?
    var lines: [AuditLineView]

    private var filters: [FieldView] {
        let actions = AuditAction.allCases.map { OptionView(value: $0.rawValue, label: $0.label) }
        let people = names.people.map { OptionView(value: $0.key.description, label: $0.value) }
        func choice(_ all: String, _ options: [OptionView]) -> [OptionView] {
            [OptionView(value: "", label: all)] + options.sorted { ($0.label, $0.value) < ($1.label, $1.value) }
        }
        return search.fields(choices: ["azione": choice("Tutto", actions), "persona": choice("Tutti", people)])
    }

    static let fields: Fields<Self> = [
        "filters": .list { $0.filters },
        "isNarrowed": .flag { $0.search.isNarrowed },
        "lines": .list { $0.lines },
        "hasLines": .flag { !$0.lines.isEmpty },
        "nothingFound": .flag { $0.lines.isEmpty && $0.search.faults.isEmpty && $0.searchedThrough == nil },
        "searchedThrough": .text { $0.searchedThrough.map { RomeTime($0.madeAt).date.italian } ?? "" },
        "further": .text { view in view.searchedThrough.map { view.search.address("/registro", ("prima", $0.description)) } ?? "" },
        "newest": .text { $0.isFirst ? "" : $0.search.address("/registro") },
        "hasPages": .flag { !$0.isFirst || $0.older != nil },
        "older": .text { view in view.older.map { view.search.address("/registro", ("prima", $0.description)) } ?? "" },
    ]
}

/// What the subjects of a page of the audit are called.
struct AuditNames {
    private(set) var services: [ServiceID: String] = [:]
    private(set) var templates: [TemplateID: String] = [:]
    private(set) var people: [PersonID: String] = [:]

    /// Tenants that the installation's administration did something to.
    private(set) var tenants: [TenantID: String] = [:]

    init(_ exchange: Exchange, of lines: [AuditLine]) throws {
        if exchange.tenant.kind == .installation {
            // Its account of the database reads no services.
            for person in try exchange.store.people() { people[person.id] = person.name }
            let ids = lines.compactMap { if case .tenant(let id) = $0.subject { id } else { nil } }
            tenants = try exchange.installation.tenantNames(Set(ids))
            return
        }
        let directory = try exchange.directory()
        for person in directory.people { people[person.id] = person.name }
        for service in directory.services { services[service.id] = service.name }
        for template in directory.templates { templates[template.id] = template.name }
    }
}
