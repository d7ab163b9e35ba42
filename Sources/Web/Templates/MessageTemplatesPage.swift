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
            hasServices: try !exchange.directory().services.isEmpty)
        return try exchange.page(listTemplate, view, title: "Modelli")
    }

    func new(_ exchange: Exchange) throws -> Response {
        try render(exchange, MessageTemplateFormView(of: exchange.directory().services))
    }

    /// Aggiorna l’elenco dei campi and Anteprima: the page again, with the fields of the text and what citizens would see.
    func previewNew(_ exchange: Exchange) throws -> Response {
        var view = MessageTemplateFormView(exchange.request.form, of: try exchange.directory().services)
        view.look()
        return try render(exchange, view)
    }

    func add(_ exchange: Exchange) throws -> Response {
        var view = MessageTemplateFormView(exchange.request.form, of: try exchange.directory().services)
        guard let (template, service) = view.check() else { return try render(exchange, view) }
        do {
            let id = try exchange.store.addMessageTemplate(template, name: view.name, service: service, by: exchange.person.id)
            return exchange.redirect(to: "/modelli/\(id)", saying: .templateAdded)
        } catch where StoreFault.isNameTaken(error) {
            view.refuseName()
            return try render(exchange, view)
        }
    }

    func show(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        return try render(exchange, record, MessageTemplateFormView(record))
    }

    /// As for a new one.
    func preview(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        var view = MessageTemplateFormView(exchange.request.form, changing: record)
        view.look()
        return try render(exchange, record, view)
    }

    func save(_ exchange: Exchange) throws -> Response {
        let newest = try found(exchange)
        var view = MessageTemplateFormView(exchange.request.form, changing: newest)
        guard let (template, _) = view.check() else { return try render(exchange, newest, view) }
        let seen = exchange.request.form["versione"].flatMap { Int($0) } ?? newest.version
        guard seen == newest.version,
              let isChanged = try change(exchange, newest, to: template, view.name) else { return try overtaken(exchange, view) }
        guard isChanged else {
            view.refuseName()
            return try render(exchange, newest, view)
        }
        return done(newest, .templateSaved, exchange)
    }

    /// What was typed, and not saved: the session had ended, or the page was open for too long.
    func newAgain(_ exchange: Exchange) throws -> Response {
        var view = MessageTemplateFormView(exchange.request.form, of: try exchange.directory().services)
        view.keep()
        return try render(exchange, view)
    }

    /// The same of one that is changed.
    func again(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        var view = MessageTemplateFormView(exchange.request.form, changing: record)
        view.keep()
        return try render(exchange, record, view)
    }

    func withdraw(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Ritirare il modello «\(record.name)»?",
                "Gli operatori non lo trovano più in Nuova notifica. Le notifiche che lo hanno usato continuano a nominarlo.",
                "Si può rimettere in uso in ogni momento.", button: "Ritira il modello"))
        }
        return try setWithdrawn(true, record, exchange, saying: .templateWithdrawn)
    }

    func restore(_ exchange: Exchange) throws -> Response {
        try setWithdrawn(false, found(exchange), exchange, saying: .templateRestored)
    }

    private func setWithdrawn(_ withdrawn: Bool, _ record: TemplateRecord, _ exchange: Exchange, saying notice: Notice) throws -> Response {
        try exchange.store.setWithdrawn(withdrawn, template: record.id, by: exchange.person.id)
        return done(record, notice, exchange)
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
        view.refuse(for: newest)
        return try render(exchange, newest, view)
    }

    private func found(_ exchange: Exchange) throws -> TemplateRecord {
        guard let id: TemplateID = exchange.id(), let record = try exchange.store.messageTemplate(id) else { throw HTTPRefusal.notFound }
        return record
    }

    private func done(_ record: TemplateRecord, _ notice: Notice, _ exchange: Exchange) -> Response {
        exchange.redirect(to: "/modelli/\(record.id)", saying: notice)
    }

    private func render(_ exchange: Exchange, _ view: MessageTemplateFormView) throws -> Response {
        try exchange.page(newTemplate, view, title: "Nuovo modello", faults: view.faults)
    }

    private func render(_ exchange: Exchange, _ record: TemplateRecord, _ form: MessageTemplateFormView) throws -> Response {
        let view = MessageTemplatePageView(
            record: record, form: form, versions: try exchange.store.versions(ofTemplate: record.id).map { MessageTemplateRow(record: $0) })
        return try exchange.page(showTemplate, view, title: record.name, faults: form.faults)
    }
}
