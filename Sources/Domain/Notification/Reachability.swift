/// Whether a service's message would reach a citizen, as App IO says at one moment.
package enum Reachability: String, Sendable, CaseIterable {
    case reachable
    /// Not on App IO, or the inbox is off: App IO does not tell which.
    case notOnIO = "not_on_io"
    /// On App IO, but this service is turned off there.
    case senderNotAllowed = "sender_not_allowed"
    /// App IO did not say: it is away, or asks to wait.
    case unavailable
    /// App IO did not say: it takes none of the service's keys.
    case keyRefused = "key_refused"

    /// Whether it says something of the citizen. What does not may be asked again at once.
    package var isKnown: Bool { [.reachable, .notOnIO, .senderNotAllowed].contains(self) }

    /// In three words or four.
    package var label: String {
        switch self {
        case .reachable: "Può ricevere"
        case .notOnIO: "Non è su App IO"
        case .senderNotAllowed: "Ha disattivato questo servizio"
        case .unavailable, .keyRefused: "Non verificabile ora"
        }
    }

    /// What follows from it for who would send: continues the label's sentence.
    package var meaning: String {
        switch self {
        case .reachable: ": è su App IO e accetta i messaggi di questo servizio."
        case .notOnIO: ", o non vi riceve messaggi: serve un altro canale (telefono, PEC, lettera)."
        case .senderNotAllowed: " su App IO: serve un altro canale (telefono, PEC, lettera)."
        case .unavailable: ": App IO non risponde o chiede di attendere. La notifica si può aggiungere lo stesso."
        case .keyRefused: ": App IO non accetta le chiavi di questo servizio. Avvisare l’amministratore dell’ente."
        }
    }
}
