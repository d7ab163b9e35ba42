import Domain
import FastCGI
import Store
import Template

/// Nuova notifica: fill in, look at the preview, Aggiungi. A form that is refused comes back with what was
/// typed and the reasons beside the fields.
struct ComposePage: Sendable {
    private let template: CompiledTemplate<ComposeView, Layout>
    let confirmation: CompiledTemplate<ConfirmView, Layout>
    let draftAnswer: CompiledTemplate<DraftAnswer, Bare>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("compose", ComposeView.self, within: Layout.self)
        confirmation = try library.template("confirm", ConfirmView.self, within: Layout.self)
        draftAnswer = try library.template("draft-answer", DraftAnswer.self)
    }

    /// An empty form, or with `?da=` a draft or one filled in from another notification, with `&errata=1` to put it right.
    func show(_ exchange: Exchange) throws -> Response {
        let query = exchange.request.query
        // One field names either.
        guard let draft: FormID = query.id("da"), let notification: NotificationID = query.id("da") else {
            var view = ComposeView(form: NotificationForm(), key: FormKey.make(exchange))
            view.focus = .recipient
            let usable = try exchange.directory().services.filter(\.isUsable)
            if usable.count == 1 { view.form[.service] = usable[0].id.description }
            if try exchange.drafts() > 0 {
                view.offered = try exchange.store.drafts(of: exchange.person.id).first { RomeTime($0.updatedAt).date == .today(at: .now()) }
            }
            return try render(exchange, view)
        }
        if let draft = try exchange.store.draft(draft, of: exchange.person.id) { return try open(draft, exchange) }
        guard let record = try exchange.store.notification(notification) else { throw HTTPRefusal.notFound }
        if query["errata"] != nil { return try correct(record, exchange) }
        return try duplicate(record, exchange)
    }

    func submit(_ exchange: Exchange) throws -> Response {
        let fields = exchange.request.form
        guard let key = FormKey.read(fields["_chiave"], exchange) else {
            return try again(exchange, fields, "La pagina era incompleta e la notifica non è stata inviata: "
                + "controllare e premere di nuovo Aggiungi.")
        }
        var view = try view(of: fields, key, exchange)
        var button = fields["azione"] ?? ""
        // Enter in the search's own field presses the form's first button.
        if button == Self.enter, !fields.text("cerca").isEmpty { button = "cerca_servizio" }
        if let chosen = fields["scegli"] {
            view.form[.service] = chosen
            return try render(exchange, view)
        }
        if !["cerca_servizio", "verifica_destinatario", "bozza"].contains(button), try changeTemplate(exchange, fields, &view) {
            return try render(exchange, view, status: view.template.problem == nil ? 200 : 422)
        }
        switch button {
        case "aggiungi", "aggiungi_comunque", "programma", "conferma", "riepilogo":
            return view.hasLostCorrection ? try render(exchange, view, status: 422) : try add(exchange, view)
        case "bozza":
            return try save(fields, view, exchange)
        case "verifica_destinatario":
            return try verify(exchange, view)
        case "cerca_servizio":
            view.serviceSearch = ServiceSearchView(try exchange.directory().services, query: fields["cerca"] ?? "")
            return try render(exchange, view)
        case Self.enter:
            view.goesOn = true
            return try view.form[.fiscalCode].isEmpty ? render(exchange, view) : verify(exchange, view)
        default:
            try recall(exchange, &view)
            return try render(exchange, look(exchange, fields, view))
        }
    }

    /// The button that Enter presses in a field of one line. A reader of cards types it too: it looks, and never adds.
    private static let enter = "avanti"

    /// The page as it would be now. What was wrong with it is asked again.
    private func look(_ exchange: Exchange, _ fields: Form, _ view: ComposeView) throws -> ComposeView {
        guard fields.has("controllata") else { return view }
        var view = view
        let services = try exchange.directory().services
        let time = SendTime(view.form, within: exchange.tenant.hours, isRequired: false, now: .now())
        let checked = check(exchange, &view, services, time)
        _ = try noteTwin(exchange, &view, checked, services)
        return view
    }

    /// The session holds but the form's token does not: nothing was sent and nothing typed is lost.
    func expired(_ exchange: Exchange) throws -> Response {
        try again(exchange, exchange.request.form,
                  "La pagina era aperta da troppo tempo e la notifica non è stata inviata: controllare e premere di nuovo Aggiungi.")
    }

    /// The form that was interrupted by the end of a session, after the log in. What was to be put aside is.
    func resume(_ exchange: Exchange, _ fields: Form) throws -> Response {
        if fields["azione"] == "bozza", let key = FormKey.read(fields["_chiave"], exchange) {
            return try save(fields, view(of: fields, key, exchange), exchange)
        }
        return try again(
            exchange, fields, "Quanto scritto prima della fine della sessione è stato conservato e non è ancora stato inviato.")
    }

    private func again(_ exchange: Exchange, _ fields: Form, _ notice: String) throws -> Response {
        // The key stays: had the form been sent before, it would be recognised.
        let key = FormKey.read(fields["_chiave"], exchange) ?? FormKey.make(exchange)
        var view = try view(of: fields, key, exchange)
        view.notice = view.notice.isEmpty ? notice : "\(notice) \(view.notice)"
        return try render(exchange, view, status: 422)
    }

    /// A form as it came, whatever is to be done with it.
    func view(of fields: Form, _ key: FormKey, _ exchange: Exchange) throws -> ComposeView {
        var view = ComposeView(form: NotificationForm(fields), key: key)
        (view.isUnsaved, view.draftVersion) = (true, fields["bozza_versione"] ?? "")
        view.pasted = PastedTexts(fields)
        view.form.clean(&view.pasted)
        try takeUpCorrection(exchange, fields, &view)
        try takeUpOriginal(exchange, fields, &view)
        try takeUpTemplate(exchange, fields, &view)
        view.form.takeUpScannedNotice()
        return view
    }

    func render(_ exchange: Exchange, _ view: ComposeView, status: Int = 200) throws -> Response {
        var view = view
        view.minimumContent = exchange.tenant.minimumContent
        view.confirmsSends = exchange.tenant.confirmsSends
        view.hours = exchange.tenant.hours
        let services = try exchange.directory().services
        view.services = services.filter { $0.isUsable || $0.id.description == view.form[.service] }
        if services.isEmpty { view.noneAllowed = exchange.person.scope.sentence([]) }
        // A template says nothing of what was wrong.
        let choices = view.corrects == nil ? try exchange.directory().templates.filter { !$0.isWithdrawn } : []
        view.template.offer(choices, of: view.services, chosen: view.form[.service])
        return try exchange.page(template, view, title: "Nuova notifica", status: status, faults: view.faults)
    }
}
