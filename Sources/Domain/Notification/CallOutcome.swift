/// What a call to App IO came to, in one word: what the attempts log keeps and the retry policy counts.
package enum CallOutcome: String, Sendable, CaseIterable {
    // Of a profile.
    case allowed
    /// The form had the profile asked for within the last minute.
    case reused
    case senderNotAllowed = "sender_not_allowed", notFound = "not_found"
    // Of a message.
    case accepted
    /// Nothing of it can have left whole.
    case notSent = "not_sent"
    /// A 500 that came before App IO's queue: nothing was stored.
    case serverError = "server_error"
    /// Nobody can know whether App IO took it.
    case unknown
    // Of a status.
    case known
    // Of any of them.
    case unauthorized, throttled, refused, unavailable
    /// The call could not even begin.
    case notBegun = "not_begun"

    /// What people read.
    package var label: String {
        switch self {
        case .allowed: "Il cittadino può riceverla"
        case .reused: "Verificato mentre si scriveva: il cittadino può riceverla"
        case .senderNotAllowed: "Il cittadino ha disattivato il servizio"
        case .notFound: "Il cittadino non è su App IO"
        case .accepted: "Presa in carico"
        case .notSent: "Non partita"
        case .serverError: "Non presa in carico: errore di App IO"
        case .unknown: "Non si sa se presa in carico"
        case .known: "Stato comunicato"
        case .unauthorized: "Chiave rifiutata"
        case .throttled: "App IO chiede di attendere"
        case .refused: "Rifiutata"
        case .unavailable: "Nessuna risposta utile"
        case .notBegun: "Chiamata non iniziata"
        }
    }
}
