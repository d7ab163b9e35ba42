/// Why a notification stands where it stands, when its state alone does not say it.
package enum Reason: String, Sendable, CaseIterable {
    /// The profile is not there: not on App IO, or its inbox is off (App IO does not tell which).
    case notOnIO = "not_on_io"
    /// `sender_allowed: false`.
    case senderNotAllowed = "sender_not_allowed"
    /// App IO answered with a complete refusal.
    case refusedByIO = "refused_by_io"
    /// App IO accepted it, then said FAILED.
    case failedAtIO = "failed_at_io"
    /// The last try that is allowed ended like those before it.
    case triesExhausted = "tries_exhausted"
    /// It waited longer than is allowed.
    case hoursExhausted = "hours_exhausted"
    /// The answer was lost after the request had left.
    case answerLost = "answer_lost"
    /// App IO answered something that does not say whether it took the message.
    case answerUnclear = "answer_unclear"
    /// The program stopped between the POST and its answer.
    case interrupted
    /// The database was restored from a backup: it may have left after that was taken.
    case restored
    /// Its tenant moved here from another host while it waited: it may have left there.
    case moved
    /// The citizen has got as many messages today as the tenant allows.
    case citizenCeiling = "citizen_ceiling"

    /// A whole sentence for the operator.
    package var sentence: String {
        switch self {
        case .notOnIO: "Il cittadino non è su App IO, oppure ha disattivato la ricezione dei messaggi."
        case .senderNotAllowed: "Il cittadino è su App IO ma ha disattivato i messaggi di questo servizio."
        case .refusedByIO: "App IO ha rifiutato la notifica: i dati, o la configurazione del servizio, non vanno bene."
        case .failedAtIO: "App IO ha accettato la notifica ma non è riuscita a consegnarla."
        case .triesExhausted: "La notifica non è partita: App IO non ha risposto a nessuno dei tentativi previsti."
        case .hoursExhausted: "La notifica non è partita entro il tempo previsto."
        case .answerLost: "La risposta di App IO è andata persa dopo l’invio: non si può sapere se il messaggio è arrivato."
        case .answerUnclear: "App IO ha risposto con un errore che non dice se il messaggio è stato preso in carico."
        case .interrupted: "Il programma si è interrotto durante l’invio: non si può sapere se il messaggio è arrivato."
        case .restored: """
            La base dati è stata ripristinata da una copia di riserva: la notifica può essere partita dopo la copia, e non si può sapere.
            """
        case .moved: """
            La notifica attendeva quando l’ente è passato da un altro host: può essere partita da quello, e non si può sapere.
            """
        case .citizenCeiling: """
            Il cittadino ha già ricevuto oggi il massimo dei messaggi previsto dall’ente: la notifica non è partita. Ritentare domani.
            """
        }
    }
}
