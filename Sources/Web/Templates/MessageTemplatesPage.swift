import Domain
import FastCGI
import Store
import Template

/// Modelli: the texts that a service sends again and again. List, write, change, withdraw.
struct MessageTemplatesPage: Sendable {
    private let listTemplate: CompiledTemplate<MessageTemplateListView, Layout>
    private let newTemplate: CompiledTemplate<MessageTemplateFormView, Layout>
    private let showTemplate: CompiledTemplate<MessageTemplatePageView, Layout>

    init(_ library: Library) throws(TemplateError) {
        listTemplate = try library.template("message-templates", MessageTemplateListView.self, within: Layout.self)
        newTemplate = try library.template("message-template-new", MessageTemplateFormView.self, within: Layout.self)
        showTemplate = try library.template("message-template", MessageTemplatePageView.self, within: Layout.self)
    }

    func list(_ exchange: Exchange) throws -> Response {
        let view = MessageTemplateListView(
            templates: try exchange.store.messageTemplates().map { MessageTemplateRow(record: $0) },
            hasServices: try !exchange.store.services().isEmpty)
        return try exchange.page(listTemplate, view, title: "Modelli")
    }

    func new(_ exchange: Exchange) throws -> Response { try render(exchange, MessageTemplateFormView()) }

    func add(_ exchange: Exchange) throws -> Response {
        var view = MessageTemplateFormView(exchange.request.form)
        view.services = try exchange.store.services()
        guard let (template, service) = view.read() else {
            return try render(exchange, view, status: view.isRefused ? 422 : 200)
        }
        do {
            let id = try exchange.store.addMessageTemplate(template, name: view.name, service: service, by: exchange.person.id)
            return exchange.redirect(to: "/modelli/\(id)?esito=aggiunto")
        } catch where StoreFault.isNameTaken(error) {
            view.refuseName()
            return try render(exchange, view, status: 422)
        }
    }

    func show(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        return try render(exchange, record, MessageTemplateFormView(record),
                          message: Self.messages[exchange.request.query["esito"] ?? ""] ?? "")
    }

    func change(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        switch exchange.request.form["azione"] {
        case "salva", "campi", "anteprima": return try save(exchange, record)
        case "ritira", "rimetti":
            let withdrawing = exchange.request.form["azione"] == "ritira"
            try exchange.store.setWithdrawn(withdrawing, template: record.id, by: exchange.person.id)
            return exchange.redirect(to: "/modelli/\(record.id)?esito=\(withdrawing ? "ritirato" : "rimesso")")
        default: throw HTTPRefusal.notFound
        }
    }

    private func save(_ exchange: Exchange, _ newest: TemplateRecord) throws -> Response {
        var view = MessageTemplateFormView(exchange.request.form)
        view.record = newest
        guard let (template, _) = view.read() else {
            return try render(exchange, newest, view, status: view.isRefused ? 422 : 200)
        }
        let seen = exchange.request.form["versione"].flatMap { Int($0) } ?? newest.version
        guard seen == newest.version,
              let isChanged = try change(exchange, newest, to: template, view.name) else { return try overtaken(exchange, view) }
        guard isChanged else {
            view.refuseName()
            return try render(exchange, newest, view, status: 422)
        }
        return exchange.redirect(to: "/modelli/\(newest.id)?esito=salvato")
    }

    /// - Returns: `false` when the name is another template's, `nil` when somebody was quicker.
    private func change(_ exchange: Exchange, _ record: TemplateRecord, to template: MessageTemplate, _ name: String) throws -> Bool? {
        do {
            return try exchange.store.changeMessageTemplate(template, name: name, replacing: record, by: exchange.person.id) ? true : nil
        } catch where StoreFault.isNameTaken(error) {
            return false
        }
    }

    /// Somebody else has saved meanwhile: what was typed stays, to be compared with it and saved on top of it.
    private func overtaken(_ exchange: Exchange, _ view: MessageTemplateFormView) throws -> Response {
        let newest = try found(exchange)
        var view = view
        view.record = newest
        view.notice = "Il modello non è stato salvato: intanto \(newest.writtenBy ?? "la riga di comando") ha salvato la versione "
            + "\(newest.version), che si legge sotto. Quanto scritto qui è conservato: con Salva diventa la versione successiva."
        return try render(exchange, newest, view, status: 422)
    }

    private func found(_ exchange: Exchange) throws -> TemplateRecord {
        guard let id = exchange.id, let record = try exchange.store.messageTemplate(id) else { throw HTTPRefusal.notFound }
        return record
    }

    private func render(_ exchange: Exchange, _ view: MessageTemplateFormView, status: Int = 200) throws -> Response {
        var view = view
        view.services = try exchange.store.services()
        return try exchange.page(newTemplate, view, title: "Nuovo modello", status: status)
    }

    private func render(
        _ exchange: Exchange, _ record: TemplateRecord, _ form: MessageTemplateFormView, message: String = "", status: Int = 200
    ) throws -> Response {
        let view = MessageTemplatePageView(
            record: record, form: form, versions: try exchange.store.versions(ofTemplate: record.id).map { MessageTemplateRow(record: $0) },
            message: message)
        return try exchange.page(showTemplate, view, title: record.name, status: status)
    }

    private static let messages = [
        "aggiunto": "Il modello è stato aggiunto: gli operatori lo trovano in Nuova notifica.",
        "salvato": "Le modifiche sono state salvate.",
        "ritirato": "Il modello è stato ritirato: gli operatori non lo trovano più.",
        "rimesso": "Il modello è di nuovo in uso.",
    ]
}
