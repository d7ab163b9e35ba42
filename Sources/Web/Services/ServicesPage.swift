import Domain
import FastCGI
import Store
import Template

/// Gestione Servizi: list, add, change, keys, pause and resume, disable.
struct ServicesPage: Sendable {
    private let listTemplate: CompiledTemplate<ServiceListView, Layout>
    private let newTemplate: CompiledTemplate<ServiceFormView, Layout>
    private let showTemplate: CompiledTemplate<ServicePageView, Layout>

    init(_ library: Library) throws(TemplateError) {
        listTemplate = try library.template("services", ServiceListView.self, within: Layout.self)
        newTemplate = try library.template("service-new", ServiceFormView.self, within: Layout.self)
        showTemplate = try library.template("service", ServicePageView.self, within: Layout.self)
    }

    func list(_ exchange: Exchange) throws -> Response {
        let view = ServiceListView(services: try exchange.store.services().map { ServiceView(service: $0) })
        let imported: String? = switch exchange.request.query["importati"].flatMap({ Int($0) }) {
        case nil: nil
        case 1: "È stato importato un servizio: è utilizzabile appena App IO accetta una sua chiave."
        case let count?: "Sono stati importati \(count.italian) servizi: ciascuno è utilizzabile appena App IO accetta una sua chiave."
        }
        return try exchange.page(listTemplate, view, title: "Gestione Servizi", notice: imported)
    }

    func new(_ exchange: Exchange) throws -> Response { try renderNew(exchange, ServiceFormView()) }

    func add(_ exchange: Exchange) throws -> Response {
        var view = ServiceFormView(exchange.request.form)
        let keys = view.form.keys()
        guard let description = view.form.description(), let keys else { return try renderNew(exchange, view) }
        let id = ServiceID.make()
        do {
            try exchange.store.addService(
                id, description, candidates: exchange.seal(keys, for: id), by: exchange.person.id)
        } catch where view.noteTaken(error) {
            return try renderNew(exchange, view)
        }
        try awaitTests(exchange, id)
        return exchange.redirect(to: "/servizi/\(id)", saying: .serviceAdded)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        var view = try view(exchange, service)
        view.outcome = try keyOutcome(exchange, service)
        return try render(exchange, view)
    }

    func save(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        var view = try view(exchange, service)
        view.form = ServiceFormView(exchange.request.form)
        // Reale or prova is not in this form: it stays as it was made.
        view.form.form[.environment] = service.environment.label
        guard let description = view.form.form.description() else { return try render(exchange, view) }
        do {
            try exchange.store.changeService(service.id, description, by: exchange.person.id)
        } catch where view.form.noteTaken(error) {
            return try render(exchange, view)
        }
        return done(service, .serviceSaved, exchange)
    }

    func disable(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Disattivare il servizio «\(service.name)»?",
                "Non vi si possono più aggiungere notifiche, e quelle in attesa restano ferme. L’archivio rimane.",
                "Si può riattivare in ogni momento.", button: "Disattiva il servizio"))
        }
        return try setDisabled(true, service, exchange, saying: .serviceDisabled)
    }

    func enable(_ exchange: Exchange) throws -> Response {
        try setDisabled(false, found(exchange), exchange, saying: .serviceEnabled)
    }

    private func setDisabled(_ disabled: Bool, _ service: Service, _ exchange: Exchange, saying notice: Notice) throws -> Response {
        try exchange.store.setDisabled(disabled, service: service.id, by: exchange.person.id)
        exchange.ring()
        return done(service, notice, exchange)
    }

    func found(_ exchange: Exchange) throws -> Service {
        guard let id: ServiceID = exchange.id(), let service = try exchange.store.service(id) else { throw HTTPRefusal.notFound }
        return service
    }

    func done(_ service: Service, _ notice: Notice, _ exchange: Exchange) -> Response {
        exchange.redirect(to: "/servizi/\(service.id)", saying: notice)
    }

    func view(_ exchange: Exchange, _ service: Service) throws -> ServicePageView {
        ServicePageView(service, traffic: try exchange.store.traffic(of: service.id), alarms: try exchange.headerNotices().alarms)
    }

    /// How a key fared takes the place of what is said of the act.
    func render(_ exchange: Exchange, _ view: ServicePageView) throws -> Response {
        try exchange.page(
            showTemplate, view, title: view.service.name, notice: view.outcome == nil ? nil : "", faults: Faults(view.faults))
    }

    private func renderNew(_ exchange: Exchange, _ view: ServiceFormView) throws -> Response {
        try exchange.page(newTemplate, view, title: "Nuovo servizio", faults: Faults(view.faults, heading: view.refusal))
    }
}
