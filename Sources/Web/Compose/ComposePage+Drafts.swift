import Domain
import FastCGI
import Store
import Template

/// Salva bozza: the form is put aside as it stands, whatever is wrong with it.
extension ComposePage {
    func save(_ fields: Form, _ view: ComposeView, _ exchange: Exchange) throws -> Response {
        let isSent = try exchange.store.notification(formKey: view.key.id) != nil
        // A page that saves itself has nothing to say of what is sent, nor of a citizen who was only looked up.
        let savesItself = fields.has("subito")
        if savesItself, isSent || view.form.isEmpty && view.template.typed.values.allSatisfy(\.isEmpty) {
            return try answer(DraftAnswer(version: isSent ? "" : view.draftVersion))
        }
        // What was sent with this form stays as it is: what comes after is another notification.
        let id = isSent ? FormID.make() : view.key.id
        let seen = Int64(view.draftVersion).map(Moment.init(microseconds:))
        let outcome = try exchange.store.saveDraft(
            id, form: fields.typed.urlEncoded, typed: view.form, of: exchange.person.id, replacing: seen)
        if savesItself { return try answer(DraftAnswer(outcome)) }
        var view = view
        switch outcome {
        case .saved: return exchange.redirect(to: "/notifiche/nuova?da=\(id)", saying: .draftSaved)
        case .tooMany:
            view.notice = "Le bozze sono già \(Draft.most), il massimo per ogni persona, e questa non è stata salvata: eliminarne una "
                + "dall’elenco delle bozze, poi premere di nuovo Salva bozza."
        case .tooLong:
            view.notice = "Il testo è troppo lungo e la bozza non è stata salvata: abbreviarlo, poi premere di nuovo Salva bozza."
        case .overtaken(let moment):
            view.notice = "La stessa bozza è stata salvata da un’altra pagina alle \(RomeTime(moment).italianTime), e questa non la "
                + "sovrascrive: premendo di nuovo Salva bozza diventa un’altra bozza."
            (view.key, view.draftVersion) = (FormKey.make(exchange), "")
        }
        return try render(exchange, view, status: 422)
    }

    private func answer(_ answer: DraftAnswer) throws -> Response { .html(draftAnswer.render(answer)) }

    /// The form again as it was put aside. It keeps its key: a draft is sent once, however often it is opened.
    func open(_ draft: Draft, _ exchange: Exchange) throws -> Response {
        let fields = Form(urlEncoded: Array(draft.form.utf8))
        var view = try view(of: fields, FormKey.make(exchange, draft.id), exchange)
        (view.isUnsaved, view.draftVersion) = (false, String(draft.updatedAt.microseconds))
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
        let typed = fields.filter { !$0.name.hasPrefix("_") && !Self.pressed.contains($0.name) && !PastedTexts.isCarried($0.name) }
        return Form(typed.map { ($0.name, $0.value) })
    }

    private static let pressed: Set<String> = [
        "azione", "avvertenze", "invio_proposto", "scegli", "cerca", "controllata", "subito", "bozza_versione",
    ]
}

/// What a page is told that has saved itself as a draft.
struct DraftAnswer: View {
    /// What it has to know to save again; empty: it is to save itself no more.
    var version = ""
    var sentence = ""

    init(version: String) { self.version = version }

    fileprivate init(_ outcome: DraftOutcome) {
        switch outcome {
        case .saved(let moment):
            (version, sentence) = (String(moment.microseconds), "Bozza salvata alle \(RomeTime(moment).italianTime)")
        case .tooMany: sentence = "Bozza non salvata: sono già \(Draft.most)"
        case .tooLong: sentence = "Bozza non salvata: il testo è troppo lungo"
        case .overtaken: sentence = "Bozza non salvata: è aperta anche in un’altra pagina"
        }
    }

    static let fields: Fields<Self> = ["version": .text { $0.version }, "sentence": .text { $0.sentence }]
}
