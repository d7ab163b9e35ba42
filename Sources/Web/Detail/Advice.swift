import Domain
import Store

/// What to make of where a notification stands: what that does not mean, what to do now, and which act does it.
struct Advice {
    /// What somebody might wrongly conclude; empty: nothing.
    var caution = ""
    /// Empty: the state's own sentence says it.
    var todo = ""
    /// `nil`: none, or several whose risks stand beside them.
    var act: DetailAct?

    /// - Parameters:
    ///   - isExplained: whether its page says what it waits for and what to do about that.
    ///   - isSeenTo: whether somebody has told the citizen otherwise.
    init(_ record: NotificationRecord, isExplained: Bool, isSeenTo: Bool) {
        if isSeenTo {
            (todo, act) = ("Nulla: il cittadino è stato contattato in un altro modo, come dice la cronologia.", .add)
            return
        }
        switch record.state {
        case .scheduled, .queued, .sending:
            caution = "Il cittadino non l’ha ancora ricevuta."
            if record.state != .scheduled, !isExplained { todo = "Nulla: questa pagina si aggiorna da sola." }
        case .accepted:
            caution = "Non significa che il cittadino l’abbia già ricevuta."
            todo = record.ioID == nil
                ? "Nulla: App IO non ha dato un ID, e senza non se ne può chiedere la consegna."
                : "Nulla: questa pagina si aggiorna da sola."
        case .processed:
            (todo, act) = ("Nulla. Se il messaggio è sbagliato, Errata corrige.", .add)
        case .rejected:
            caution = "Il cittadino non l’ha ricevuta e non la riceverà."
            (todo, act) = ("Usare un altro canale: telefono, PEC, lettera; poi Contattato altrimenti.", .contact)
        case .failed:
            caution = "Il cittadino non l’ha ricevuta."
            (todo, act) = ("Ritenta, quando la causa non c’è più; oppure usare un altro canale e Contattato altrimenti.", .retry)
        case .unreachable:
            caution = "Il messaggio non è partito."
            todo = "Usare un altro canale: telefono, PEC, lettera; poi Contattato altrimenti. Quando il cittadino è su App IO, Ritenta."
            act = .contact
        case .refused where record.reason == .refusedByIO:
            let refusal = Refusal(status: record.problemStatus, title: record.problemTitle)
            caution = "Il cittadino non l’ha ricevuta."
            (todo, act) = (refusal.advice, refusal.passesWhenMended ? .retry : .duplicate)
        case .refused:
            (caution, act) = ("Il cittadino non l’ha ricevuta.", .retry)
        case .uncertain:
            todo = "Decidere qui sotto, con i due rischi scritti accanto."
        case .assumed:
            (todo, act) = ("Nulla.", .add)
        case .undetermined:
            caution = "Non significa che non sia arrivata."
            todo = "Verifica Stato, più sotto, quando si vuole sapere com’è andata."
        case .cancelled:
            (todo, act) = ("Nulla. Se serve, Duplica per inviarne un’altra.", .duplicate)
        }
    }
}
