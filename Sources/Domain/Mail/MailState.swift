/// Where an e-mail stands.
package enum MailState: String, Sendable, CaseIterable {
    /// A worker will take it, or has it in hand and nothing has left.
    case queued
    /// It may have left.
    case sending
    /// Its server has taken it.
    case sent
    /// It will not be tried again.
    case failed
    /// It may have arrived, and nobody sends it again.
    case uncertain

    package var label: String {
        switch self {
        case .queued, .sending: "In attesa"
        case .sent: "Inviata"
        case .failed: "Non riuscita"
        case .uncertain: "Esito incerto"
        }
    }
}

/// What an e-mail tells.
package enum MailKind: String, Sendable, CaseIterable {
    /// That its address is written to from now on.
    case trial
    case digest
    /// That a service stands still, and that it goes on.
    case stopped, resumed
    /// That somebody's way in, or what somebody may do, was changed by another.
    case access

    package var label: String {
        switch self {
        case .trial: "Prova dell’indirizzo"
        case .digest: "Riepilogo del mattino"
        case .stopped: "Servizio fermo"
        case .resumed: "Servizio ripreso"
        case .access: "Accessi cambiati"
        }
    }
}
