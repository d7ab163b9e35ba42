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
        let view = ServiceListView(services: try exchange.store.services().map { ServiceView(service: $0) },
                                   imported: exchange.request.query["importati"].flatMap { Int($0) })
        return try exchange.page(listTemplate, view, title: "Gestione Servizi")
    }

    func new(_ exchange: Exchange) throws -> Response {
        try exchange.page(newTemplate, ServiceFormView(), title: "Nuovo servizio")
    }

    func add(_ exchange: Exchange) throws -> Response {
        var view = ServiceFormView(exchange.request.form)
        let keys = view.form.keys()
        guard let description = view.form.description(), let keys else {
            return try exchange.page(newTemplate, view, title: "Nuovo servizio", status: 422)
        }
        let id = Identifier.make()
        do {
            try exchange.store.addService(
                id, description, candidates: exchange.seal(keys, for: id), by: exchange.person.id)
        } catch where view.noteTaken(error) {
            return try exchange.page(newTemplate, view, title: "Nuovo servizio", status: 422)
        }
        try awaitTests(exchange, id)
        return exchange.redirect(to: "/servizi/\(id)?esito=aggiunto")
    }

    func show(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        var view = try view(exchange, service)
        let query = exchange.request.query
        view.message = Self.messages[query["esito"] ?? ""] ?? ""
        view.isWaiting = service.candidates.values.contains { $0.answer == nil }
        let slot = query["quale"].flatMap(KeySlot.init(rawValue:))
        let refused = KeySlot.allCases.first { service.candidates[$0]?.answer == .refused }
        let isNew = query["esito"] == "aggiunto"
        if let tried = query["esito"] == "chiave" ? slot : isNew ? refused : nil {
            view.message = (isNew ? "Il servizio è stato aggiunto. " : "") + Self.sentence(for: tried, of: service)
            view.note(service.candidates[tried]?.answer, service.candidates[tried]?.detail)
        }
        if let ask = query["prova"].flatMap({ Identifier($0) }) {
            let answer = try exchange.store.answer(to: ask)
            view.isWaiting = try answer == nil && exchange.store.isUnanswered(ask)
            view.message = answer == nil && !view.isWaiting
                ? Self.expired : Self.sentence(for: answer?.answer, slot ?? .primary, of: service)
            view.note(answer?.answer, answer?.detail)
        }
        return try render(exchange, view)
    }

    func change(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        let form = exchange.request.form
        switch form["azione"] {
        case "salva": return try save(exchange, service)
        case "sostituisci_chiave": return try replaceKey(exchange, service)
        case "prova_chiave": return try testKey(exchange, service)
        case "riprova_chiave": return try retryKey(exchange, service)
        case "scarta_chiave": return try discardKey(exchange, service)
        case "sospendi": return try pause(exchange, service)
        case "riprendi": return try resume(exchange, service)
        case "salva_massimo": return try saveCeiling(exchange, service)
        case "disattiva", "riattiva":
            let disabling = form["azione"] == "disattiva"
            try exchange.store.setDisabled(disabling, service: service.id, by: exchange.person.id)
            exchange.ring()
            return exchange.redirect(to: "/servizi/\(service.id)?esito=\(disabling ? "disattivato" : "riattivato")")
        default: throw HTTPRefusal.notFound
        }
    }

    private func save(_ exchange: Exchange, _ service: Service) throws -> Response {
        var view = try view(exchange, service)
        view.form = ServiceFormView(exchange.request.form)
        // Reale or prova is not in this form: it stays as it was made.
        view.form.form[.environment] = service.environment.label
        guard let description = view.form.form.description() else { return try render(exchange, view, status: 422) }
        do {
            try exchange.store.changeService(service.id, description, by: exchange.person.id)
        } catch where view.form.noteTaken(error) {
            return try render(exchange, view, status: 422)
        }
        return exchange.redirect(to: "/servizi/\(service.id)?esito=salvato")
    }

    func view(_ exchange: Exchange, _ service: Service) throws -> ServicePageView {
        ServicePageView(service, traffic: try exchange.store.traffic(of: service.id), alarms: try exchange.store.headerNotices().alarms)
    }

    func render(_ exchange: Exchange, _ view: ServicePageView, status: Int = 200) throws -> Response {
        try exchange.page(showTemplate, view, title: view.service.name, status: status)
    }

    private func found(_ exchange: Exchange) throws -> Service {
        guard let id = exchange.id, let service = try exchange.store.service(id) else { throw HTTPRefusal.notFound }
        return service
    }

    private static let messages = [
        "aggiunto": "Il servizio è stato aggiunto: è utilizzabile appena App IO accetta una sua chiave.",
        "salvato": "Le modifiche sono state salvate.",
        "scartata": "La chiave da provare è stata scartata.",
        "disattivato": "Il servizio è disattivato: non si possono aggiungere notifiche e quelle in attesa restano ferme.",
        "riattivato": "Il servizio è di nuovo attivo.",
        "sospesi": "Gli invii del servizio sono sospesi.",
        "ripresi": "Gli invii del servizio sono ripresi.",
        "massimo": "Il massimo di messaggi al giorno è stato salvato.",
    ]
}
