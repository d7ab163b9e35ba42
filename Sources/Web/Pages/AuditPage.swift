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
        let query = exchange.request.query
        let action = query["azione"].flatMap(AuditAction.init(rawValue:))
        let last = query["prima"].flatMap { Identifier($0) }
        // One more than shown tells whether there is a further page.
        var lines = try exchange.store.auditLines(olderThan: last, action: action, limit: Self.lines + 1)
        let hasOlder = lines.count > Self.lines
        if hasOlder { lines.removeLast() }
        let names = try AuditNames(exchange.store)
        return try exchange.page(
            template,
            AuditView(action: action, isFirst: last == nil, older: hasOlder ? lines.last?.id : nil,
                      lines: lines.map { AuditLineView(line: $0, names: names) }),
            title: "Registro")
    }
}

private struct AuditView: View {
    var action: AuditAction?
    var isFirst: Bool
    /// The last line of this page, if there are older ones.
    var older: Identifier?
    var lines: [AuditLineView]

    private var newest: String { "/registro" + (action.map { "?azione=\($0.rawValue)" } ?? "") }

    private var actions: [OptionView] {
        AuditAction.allCases.map { OptionView(value: $0.rawValue, label: $0.label, isSelected: $0 == action) }
            .sorted { $0.label < $1.label }
    }

    static let fields: Fields<Self> = [
        "actions": .list { $0.actions },
        "isNarrowed": .flag { $0.action != nil },
        "lines": .list { $0.lines },
        "hasLines": .flag { !$0.lines.isEmpty },
        "newest": .text { $0.isFirst ? "" : $0.newest },
        "hasPages": .flag { !$0.isFirst || $0.older != nil },
        "older": .text { view in view.older.map { view.newest + (view.action == nil ? "?" : "&") + "prima=\($0)" } ?? "" },
    ]
}

/// What the subjects of a page of the audit are called.
struct AuditNames {
    private(set) var services: [Identifier: String] = [:]
    private(set) var templates: [Identifier: String] = [:]
    private(set) var people: [Identifier: String] = [:]

    init(_ store: TenantStore) throws {
        for service in try store.services() { services[service.id] = service.name }
        for template in try store.templateNames() { templates[template.id] = template.name }
        for person in try store.people() { people[person.id] = person.name }
    }
}
