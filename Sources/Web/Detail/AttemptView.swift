import Domain
import Store
import Template

/// A line of the attempts log.
struct AttemptView: View {
    var attempt: Attempt

    private var step: String {
        switch attempt.step {
        case .profile: "Profilo"
        case .submit: "Invio n. \(attempt.number)"
        case .status: "Stato"
        }
    }

    /// The worker's word in Italian; one that it did not have when this was written stands for itself.
    private var outcome: String {
        switch attempt.outcome {
        case "allowed": "Il cittadino può riceverla"
        case "reused": "Già verificato dal modulo: il cittadino può riceverla"
        case "sender_not_allowed": "Il cittadino ha disattivato il servizio"
        case "not_found": "Il cittadino non è su App IO"
        case "unauthorized": "Chiave rifiutata"
        case "throttled": "App IO chiede di attendere"
        case "refused": "Rifiutata"
        case "unavailable": "Nessuna risposta utile"
        case "accepted": "Presa in carico"
        case "not_sent": "Non partita"
        case "server_error": "Non presa in carico: errore di App IO"
        case "unknown": "Non si sa se presa in carico"
        case "known": "Stato comunicato"
        case "not_begun": "Chiamata non iniziata"
        default: attempt.outcome
        }
    }

    private var words: String {
        let title = attempt.httpStatus == nil ? attempt.title.map(TransportFault.inItalian) : attempt.title
        return [title, attempt.detail].compactMap { $0 }.joined(separator: " · ")
    }

    static let fields: Fields<Self> = [
        "date": .text { RomeTime($0.attempt.beganAt).italianDate },
        "time": .text { RomeTime($0.attempt.beganAt).italianTime },
        "step": .text { $0.step },
        "outcome": .text { $0.outcome },
        "httpStatus": .text { $0.attempt.httpStatus.map(String.init) ?? "" },
        "words": .text { $0.words },
        "milliseconds": .text { $0.attempt.milliseconds.italian },
        "slot": .text { $0.attempt.slot.label },
    ]
}
