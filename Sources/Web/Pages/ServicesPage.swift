import Domain
import FastCGI
import Secrets
import Store
import Template

/// Gestione Servizi: list, add, change, replace a key, test it, pause and resume, disable.
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
        return try exchange.page(listTemplate, view, title: "Gestione Servizi")
    }

    func new(_ exchange: Exchange) throws -> Response {
        try exchange.page(newTemplate, ServiceFormView(), title: "Nuovo servizio")
    }

    func add(_ exchange: Exchange) throws -> Response {
        var form = ServiceFormView(exchange.request.form)
        let keys = form.readKeys(exchange.request.form)
        guard let description = form.description(), let keys else {
            return try exchange.page(newTemplate, form, title: "Nuovo servizio", status: 422)
        }
        let id = Identifier.make()
        let sealed = keys.mapValues { seal($0, exchange, id) }
        do {
            try exchange.store.addService(id, description, keys: sealed, by: exchange.person.id)
        } catch where StoreFault.isNameTaken(error) {
            form.nameError = "C’è già un servizio con questo nome."
            return try exchange.page(newTemplate, form, title: "Nuovo servizio", status: 422)
        }
        return exchange.redirect(to: "/servizi/\(id)?esito=aggiunto")
    }

    func show(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        var view = try view(exchange, service)
        view.message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        if let ask = exchange.request.query["prova"].flatMap({ Identifier($0) }) {
            let answer = try exchange.store.answer(to: ask)
            view.isWaiting = try answer == nil && exchange.store.isUnanswered(ask)
            let slot = exchange.request.query["quale"].flatMap(KeySlot.init(rawValue:))
            view.message = answer == nil && !view.isWaiting ? Self.expired : Self.sentence(for: answer, slot?.label ?? "")
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
        case "sospendi": return try pause(exchange, service)
        case "riprendi": return try resume(exchange, service)
        case "salva_massimo": return try saveCeiling(exchange, service)
        case "disattiva", "riattiva":
            let disabling = form["azione"] == "disattiva"
            try exchange.store.setDisabled(disabling, service: service.id, by: exchange.person.id)
            exchange.ring()
            return exchange.redirect(to: "/servizi/\(service.id)?esito=\(disabling ? "disattivato" : "riattivato")")
        default: throw Refusal.notFound
        }
    }

    private func save(_ exchange: Exchange, _ service: Service) throws -> Response {
        var view = try view(exchange, service)
        view.form = ServiceFormView(exchange.request.form)
        // Reale or prova is not in this form: it stays as it was made.
        view.form.environment = service.environment.label
        guard let description = view.form.description() else { return try render(exchange, view, status: 422) }
        do {
            try exchange.store.changeService(service.id, description, by: exchange.person.id)
        } catch where StoreFault.isNameTaken(error) {
            view.form.nameError = "C’è già un servizio con questo nome."
            return try render(exchange, view, status: 422)
        }
        return exchange.redirect(to: "/servizi/\(service.id)?esito=salvato")
    }

    private func replaceKey(_ exchange: Exchange, _ service: Service) throws -> Response {
        let form = exchange.request.form
        guard let slot = form["quale"].flatMap(KeySlot.init(rawValue:)) else { throw Refusal.notFound }
        switch TypedKey.read(form["chiave"] ?? "") {
        case .failure(let fault):
            var view = try view(exchange, service)
            view.keyError = fault.sentence
            return try render(exchange, view, status: 422)
        case .success(let key):
            try exchange.store.replaceKey(seal(key, exchange, service.id), slot, of: service.id, by: exchange.person.id)
            exchange.ring()
            return exchange.redirect(to: "/servizi/\(service.id)?esito=chiave_sostituita")
        }
    }

    private func testKey(_ exchange: Exchange, _ service: Service) throws -> Response {
        guard let slot = exchange.request.form["quale"].flatMap(KeySlot.init(rawValue:)), service.keys[slot] != nil else {
            throw Refusal.notFound
        }
        let ask = try exchange.store.ask(.key(service: service.id, slot: slot), by: exchange.person.id)
        exchange.ring()
        try exchange.wait { try exchange.store.answer(to: ask) != nil }
        return exchange.redirect(to: "/servizi/\(service.id)?prova=\(ask)&quale=\(slot.rawValue)")
    }

    private func seal(_ key: TypedKey, _ exchange: Exchange, _ service: Identifier) -> SealedKey {
        SealedKey(bytes: exchange.site.sealingKey.seal(key.bytes, for: SealedKey.place(tenant: exchange.tenant.id, service: service)),
                  last4: key.last4)
    }

    func view(_ exchange: Exchange, _ service: Service) throws -> ServicePageView {
        ServicePageView(service, traffic: try exchange.store.traffic(of: service.id), alarms: try exchange.store.bulletin().alarms)
    }

    func render(_ exchange: Exchange, _ view: ServicePageView, status: Int = 200) throws -> Response {
        try exchange.page(showTemplate, view, title: view.service.name, status: status)
    }

    private func found(_ exchange: Exchange) throws -> Service {
        guard let id = exchange.id, let service = try exchange.store.service(id) else { throw Refusal.notFound }
        return service
    }

    private static let expired = "La prova della chiave è scaduta senza risposta: provarla di nuovo."

    private static func sentence(for answer: (answer: AskAnswer, detail: String?)?, _ which: String) -> String {
        let detail = answer?.detail.map { " («\($0)»)" } ?? ""
        return switch answer?.answer {
        case .accepted: "App IO accetta la chiave \(which)."
        case .refused: "App IO rifiuta la chiave \(which)\(detail): sostituirla con quella della scheda del servizio su App IO."
        case .throttled: "App IO chiede di attendere: riprovare fra qualche secondo."
        case .unavailable: "App IO non risponde: la chiave non si può provare ora\(detail)."
        case nil: "La prova della chiave è in corso: la pagina mostra l’esito appena arriva."
        }
    }

    private static let messages = [
        "aggiunto": "Il servizio è stato aggiunto. Conviene provare subito la chiave.",
        "salvato": "Le modifiche sono state salvate.",
        "chiave_sostituita": "La chiave è stata sostituita. Conviene provarla subito.",
        "disattivato": "Il servizio è disattivato: non si possono aggiungere notifiche e quelle in attesa restano ferme.",
        "riattivato": "Il servizio è di nuovo attivo.",
        "sospesi": "Gli invii del servizio sono sospesi.",
        "ripresi": "Gli invii del servizio sono ripresi.",
        "massimo": "Il massimo di messaggi al giorno è stato salvato.",
    ]
}
