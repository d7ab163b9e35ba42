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
        case "verifica_destinatario":
            return try verify(exchange, view)
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

    func render(_ exchange: Exchange, _ view: ComposeView, status: Int = 200) throws -> Response {
        var view = view
        view.minimumContent = exchange.tenant.minimumContent
        view.services = try exchange.store.services().filter { $0.isUsable || $0.id.description == view.form.service }
        return try exchange.page(template, view, title: "Nuova notifica", status: status)
    }
}
