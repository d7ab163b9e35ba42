import Domain
import FastCGI
import Store
import Template

/// Nuova notifica: fill in, look at the preview, Aggiungi. A form that is refused comes back with what was
/// typed and the reasons beside the fields.
struct ComposePage: Sendable {
    private let template: CompiledTemplate<ComposeView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("compose", ComposeView.self, within: Layout.self)
    }

    /// An empty form, or with `?da=` one filled in from another notification.
    func show(_ exchange: Exchange) throws -> Response {
        var form = NotificationForm()
        if let id = exchange.request.query["da"].flatMap({ Identifier($0) }) {
            guard let record = try exchange.store.notification(id) else { throw Refusal.notFound }
            form = NotificationForm(record)
        }
        return try render(exchange, ComposeView(form: form, key: FormKey.make(exchange)))
    }

    func submit(_ exchange: Exchange) throws -> Response {
        let fields = exchange.request.form
        guard let key = FormKey.read(fields["_chiave"], exchange) else {
            return try again(exchange, fields, "La pagina era incompleta e la notifica non è stata inviata: "
                + "controllare e premere di nuovo Aggiungi.")
        }
        var view = ComposeView(form: NotificationForm(fields), key: key)
        if let chosen = fields["scegli"] {
            view.form.service = chosen
            return try render(exchange, view)
        }
        switch fields["azione"] {
        case "anteprima":
            return try render(exchange, view)
        case "cerca_servizio":
            view.lens = LensView(try exchange.store.services(), query: fields["cerca"] ?? "")
            return try render(exchange, view)
        default:
            return try add(exchange, view, overriding: fields["azione"] == "aggiungi_comunque" ? fields["avvertenze"] ?? "" : "")
        }
    }

    /// The session holds but the form's token does not: nothing was sent and nothing typed is lost.
    func expired(_ exchange: Exchange) throws -> Response {
        try again(exchange, exchange.request.form,
                  "La pagina era aperta da troppo tempo e la notifica non è stata inviata: controllare e premere di nuovo Aggiungi.")
    }

    /// The form that was interrupted by the end of a session, after the log in.
    func resume(_ exchange: Exchange, _ fields: Form) throws -> Response {
        try again(exchange, fields, "Quanto scritto prima della fine della sessione è stato conservato e non è ancora stato inviato.")
    }

    private func again(_ exchange: Exchange, _ fields: Form, _ notice: String) throws -> Response {
        // The key stays: had the form been sent before, it would be recognised.
        let key = FormKey.read(fields["_chiave"], exchange) ?? FormKey.make(exchange)
        return try render(exchange, ComposeView(form: NotificationForm(fields), key: key, notice: notice), status: 422)
    }

    /// - Parameter overriding: the keys of the warnings that the operator has read and set aside.
    private func add(_ exchange: Exchange, _ view: ComposeView, overriding: String) throws -> Response {
        try exchange.requireActiveTenant()
        var view = view
        let services = try exchange.store.services()
        let checked = view.form.check(against: rules(exchange, services))
        if let existing = try exchange.store.notification(formKey: view.key.id) {
            return try sentBefore(exchange, view, existing, checked)
        }
        view.problems = try checked.problems + twinWarning(exchange, checked.content, view.key)
        let overridden = Set(overriding.split(separator: " ").map(String.init))
        let warnings = view.problems.filter { $0.severity == .warning }
        guard let content = checked.content, warnings.allSatisfy({ overridden.contains($0.key) }),
              let service = services.first(where: { $0.id == content.service }) else {
            return try render(exchange, view, status: 422)
        }
        let added = try exchange.store.addNotification(
            content, environment: service.environment, formKey: view.key.id, by: exchange.person.id)
        exchange.ring()
        try exchange.wait {
            guard let progress = try exchange.store.progress(of: added.id) else { return true }
            return progress.state != .queued && progress.state != .sending
        }
        return exchange.redirect(to: "/notifiche/\(added.id)")
    }

    /// A form filled in again, after the back button or by somebody else at the next desk, has a key of its own: only
    /// what it says tells that the citizen has it already.
    private func twinWarning(_ exchange: Exchange, _ content: NotificationContent?, _ key: FormKey) throws -> [FormProblem] {
        guard let content, let twin = try exchange.store.twin(of: content, formKey: key.id) else { return [] }
        let sent = RomeTime(twin.id.madeAt)
        return [FormProblem(
            field: .content, severity: .warning, key: "gia_inviata.\(twin.id)",
            sentence: "Una notifica identica è già stata inviata a questo cittadino da \(twin.person) il \(sent.italianDate) "
                + "alle \(sent.italianTime): se deve riceverla di nuovo scegliere Aggiungi comunque.")]
    }

    /// The same form once more: a double click, a reload, the back button. Nothing is sent by itself; what
    /// was changed meanwhile gets a form of its own.
    private func sentBefore(_ exchange: Exchange, _ view: ComposeView, _ existing: Identifier, _ checked: CheckedForm) throws -> Response {
        if let record = try exchange.store.notification(existing), checked.content == record.content {
            return exchange.redirect(to: "/notifiche/\(existing)?esito=gia_registrata")
        }
        var view = view
        view.problems = checked.problems
        view.key = FormKey.make(exchange)
        view.notice = "Con questa pagina è già stata inviata una notifica. I dati ora sono diversi: "
            + "per inviarne un’altra premere di nuovo Aggiungi."
        view.sentBefore = existing.description
        return try render(exchange, view, status: 422)
    }

    private func rules(_ exchange: Exchange, _ services: [Service]) -> FormRules {
        FormRules(
            services: Dictionary(uniqueKeysWithValues: services.map {
                ($0.id, ServiceRules(maximumAmount: $0.maximumAmount, isUsable: $0.isUsable))
            }),
            minimumContent: exchange.tenant.minimumContent, today: .today(at: .now()))
    }

    private func render(_ exchange: Exchange, _ view: ComposeView, status: Int = 200) throws -> Response {
        var view = view
        view.minimumContent = exchange.tenant.minimumContent
        view.services = try exchange.store.services().filter { $0.isUsable || $0.id.description == view.form.service }
        return try exchange.page(template, view, title: "Nuova notifica", status: status)
    }
}

extension NotificationForm {
    /// The fields under the names of the contract.
    init(_ fields: Form) {
        self.init(
            service: fields["servizio"] ?? "", fiscalCode: fields["codice_fiscale"] ?? "", subject: fields["oggetto"] ?? "",
            content: fields["contenuto"] ?? "", dueDate: fields["scadenza"] ?? "", amount: fields["somma"] ?? "",
            noticeNumber: fields["numero_avviso"] ?? "", payAfterDue: fields["paga_dopo_scadenza"] != nil)
    }

    /// Another notification's, to start from.
    init(_ record: NotificationRecord) {
        self.init(
            service: record.service.description, fiscalCode: record.fiscalCode.value, subject: record.subject, content: record.markdown,
            dueDate: record.dueDate?.iso ?? "", amount: record.payment?.amount.italian ?? "",
            noticeNumber: record.payment?.noticeNumber.value ?? "", payAfterDue: record.payment?.payableAfterDueDate ?? false)
    }
}
