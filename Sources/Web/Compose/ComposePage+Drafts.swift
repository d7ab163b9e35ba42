import Domain
import FastCGI
import Store

/// Salva bozza: the form is put aside as it stands, whatever is wrong with it.
extension ComposePage {
    func save(_ fields: Form, _ view: ComposeView, _ exchange: Exchange) throws -> Response {
        // What was sent with this form stays as it is: what comes after is another notification.
        let id = try exchange.store.notification(formKey: view.key.id) == nil ? view.key.id : FormID.make()
        let refusal = try exchange.store.saveDraft(id, form: fields.typed.urlEncoded, typed: view.form, of: exchange.person.id)
        guard let refusal else { return exchange.redirect(to: "/notifiche/nuova?da=\(id)", saying: .draftSaved) }
        var view = view
        view.notice = switch refusal {
        case .tooMany:
            "Le bozze sono già \(Draft.most), il massimo per ogni persona, e questa non è stata salvata: eliminarne una dall’elenco "
                + "delle bozze, poi premere di nuovo Salva bozza."
        case .tooLong: "Il testo è troppo lungo e la bozza non è stata salvata: abbreviarlo, poi premere di nuovo Salva bozza."
        }
        return try render(exchange, view, status: 422)
    }

    /// The form again as it was put aside. It keeps its key: a draft is sent once, however often it is opened.
    func open(_ draft: Draft, _ exchange: Exchange) throws -> Response {
        let fields = Form(urlEncoded: Array(draft.form.utf8))
        var view = try view(of: fields, FormKey.make(exchange, draft.id), exchange)
        if exchange.notice == .draftSaved {
            let time = RomeTime(draft.updatedAt)
            view.saved = "Bozza salvata alle \(time.italianTime): non è stata inviata. Si ritrova tra le bozze nell’Archivio notifiche."
        }
        return try render(exchange, view)
    }
}

extension Form {
    /// What a person has typed of a form: not its token and key, nor the button that was pressed.
    var typed: Form {
        Form(fields.filter { !$0.name.hasPrefix("_") && !Self.pressed.contains($0.name) }.map { ($0.name, $0.value) })
    }

    private static let pressed: Set<String> = ["azione", "avvertenze", "invio_proposto", "scegli", "cerca"]
}
