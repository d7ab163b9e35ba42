import Domain
import FastCGI
import Store
import Template
import Text

/// The tenants of the host: what waits, how much they send, who is there; 50 a page.
struct TenantsPage: Sendable {
    private let template: CompiledTemplate<TenantsView, Layout>
    private static let lines = 50

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("tenants", TenantsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let query = exchange.request.query
        let typed = (query["cerca"] ?? "").trimmed(), last = query["dopo"] ?? ""
        // One more than shown tells whether there is a further page.
        var lines = try exchange.installation.tenantLines(
            matching: typed.isEmpty ? nil : typed, after: last, limit: Self.lines + 1, on: .today(at: .now()))
        let hasMore = lines.count > Self.lines
        if hasMore { lines.removeLast() }
        let view = TenantsView(search: typed, isFirst: last.isEmpty, last: hasMore ? lines.last?.code : nil,
            lines: lines.map { TenantRow($0, exchange) })
        return try exchange.page(template, view, title: "Enti")
    }
}

private struct TenantsView: View {
    var search: String
    var isFirst: Bool
    /// The last of this page, if there are more.
    var last: String?
    var lines: [TenantRow]

    private func address(after code: String?) -> String {
        let parts = [search.isEmpty ? nil : "cerca=\(Form.encode(search))", code.map { "dopo=\(Form.encode($0))" }].compactMap { $0 }
        return parts.isEmpty ? "/enti" : "/enti?" + parts.joined(separator: "&")
    }

    static let fields: Fields<Self> = [
        "search": .text { $0.search },
        "lines": .list { $0.lines },
        "hasLines": .flag { !$0.lines.isEmpty },
        "isNew": .flag { $0.lines.isEmpty && $0.search.isEmpty },
        "first": .text { $0.isFirst ? "" : $0.address(after: nil) },
        "more": .text { view in view.last.map { view.address(after: $0) } ?? "" },
        "hasPages": .flag { !$0.isFirst || $0.last != nil },
    ]
}

/// A tenant in the list, and on top of its own page.
struct TenantRow: View {
    let line: TenantLine
    let certificate: CertificateView?

    init(_ line: TenantLine, _ exchange: Exchange) {
        (self.line, certificate) = (line, CertificateView(of: line.canonicalHost, in: exchange.site.certificates))
    }

    static let fields: Fields<Self> = [
        "id": .shown { $0.line.id },
        "code": .text { $0.line.code },
        "name": .text { $0.line.name },
        "certificate": .view { $0.certificate },
        "certificateTrouble": .text { $0.certificate.map { $0.isUrgent ? $0.sentence : "" } ?? "" },
        "host": .text { $0.line.canonicalHost },
        "state": .text { $0.line.state.label.capitalizedFirst },
        "tone": .text { $0.line.state == .active ? "success" : $0.line.state == .readOnly ? "warning" : "secondary" },
        "waiting": .text { ($0.line.waiting < TenantLine.mostCounted ? "" : "almeno ") + $0.line.waiting.italian },
        "today": .text { $0.line.today.italian },
        "quota": .text { $0.line.messagesADay.map(\.italian) ?? "" },
        "people": .text { $0.line.people.italian },
        "lastLogin": .text { $0.line.lastLogin.map(\.italian) ?? "mai" },
    ]
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
