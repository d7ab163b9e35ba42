import Domain
import FastCGI
import Store
import Template
import Text

/// The search beside the field Servizio: a fragment with the services whose name contains what was typed.
struct ServiceSearchPage: Sendable {
    private let template: CompiledTemplate<ServiceSearchView, Bare>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("service-search", ServiceSearchView.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let view = ServiceSearchView(try exchange.directory().services, query: exchange.request.query["q"] ?? "")
        return .html(template.render(view))
    }
}

struct ServiceSearchView: View {
    var query: String
    var results: [OptionView]

    /// A tenant has at most some hundred services: they are compared here.
    init(_ services: [Directory.Service], query: String) {
        self.query = query
        let wanted = query.lowercased().foldedForSearch.trimmed()
        results = services
            .filter { $0.isUsable && (wanted.isEmpty || "\($0.name) \($0.ioServiceID)".lowercased().foldedForSearch.contains(wanted)) }
            .map { OptionView(value: $0.id.description, label: $0.name, isTrial: $0.environment == .trial) }
    }

    static let fields: Fields<Self> = [
        "query": .text { $0.query },
        "results": .list { $0.results },
        "hasNone": .flag { $0.results.isEmpty },
    ]
}
