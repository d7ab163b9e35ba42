/// What a person decides about notifications that the program does not move on by itself, one or many at once.
package enum Decision: String, Sendable, CaseIterable {
    /// Ritenta: the same row is queued again.
    case retry
    /// Considera inviata: a doubt counts as sent.
    case assume
    /// Reinvia: a doubt counts as sent, and another notification is queued in its place.
    case resend

    /// The states in which it can be taken.
    package var states: [NotificationState] {
        switch self {
        case .retry: NotificationState.retriable
        case .assume, .resend: [.uncertain]
        }
    }

    /// Whether it can be taken on whatever stands in some states; on any state it cannot.
    package func isOffered(on states: Set<NotificationState>) -> Bool { !states.isEmpty && states.isSubset(of: self.states) }

    /// Whether something is to be sent after it.
    package var sends: Bool { self != .assume }

    /// What it may do that nobody wants, in the words of its button's help.
    package var risk: String {
        switch self {
        case .retry: "Se la causa scritta in Errore c’è ancora, la notifica si ferma di nuovo."
        case .assume: "Se il messaggio non era partito, il cittadino non lo riceverà mai."
        case .resend: "Se il messaggio era partito, il cittadino lo riceverà due volte."
        }
    }
}
