import Domain

extension Alarm {
    /// What holds all services of a tenant.
    package var above: String? {
        switch cause {
        case .restored: "Nulla parte finché l’amministratore del sistema non ha verificato il ripristino della base dati."
        case .installationPaused: "L’amministratore del sistema ha sospeso gli invii di tutti gli enti."
        case .readOnly: "L’ente è in sola lettura per decisione dell’amministratore del sistema."
        case .quotaReached(.day): "La quota giornaliera dell’ente è raggiunta: i messaggi partono da domani."
        case .quotaReached(.minute): "La quota al minuto dell’ente è raggiunta: i messaggi partono man mano."
        case .tenantPaused: "Sono sospesi gli invii di tutto l’ente."
        case .appIO(let cause) where service == nil: "\(cause.meaning): le notifiche partono da sole appena torna."
        case .servicePaused, .serviceStopped, .appIO: nil
        }
    }

    /// The same as `wait` in few words, for a list or a command.
    package var obstacle: String {
        switch cause {
        case .restored: "la base dati è stata ripristinata e va verificata"
        case .installationPaused: "gli invii di tutti gli enti sono sospesi"
        case .readOnly: "l’ente è in sola lettura"
        case .quotaReached(.day): "la quota giornaliera è raggiunta"
        case .quotaReached(.minute): "la quota al minuto è raggiunta"
        case .tenantPaused: "gli invii dell’ente sono sospesi"
        case .servicePaused: "gli invii del servizio sono sospesi"
        case .serviceStopped(.keys, _): "App IO rifiuta le chiavi del servizio"
        case .serviceStopped(let kind, _): "il servizio è fermo (\(kind.word))"
        case .appIO(let cause): cause.meaning
        }
    }

    /// What it means to a notification that waits.
    package var wait: String {
        switch cause {
        case .restored:
            "La base dati è stata ripristinata da una copia: la notifica attende la verifica dell’amministratore del sistema."
        case .installationPaused:
            "Gli invii di tutti gli enti sono sospesi: la notifica parte quando l’amministratore del sistema li riprende."
        case .readOnly: "L’ente è in sola lettura: la notifica parte quando l’amministratore del sistema lo fa riprendere."
        case .quotaReached(.day): "La quota giornaliera dell’ente è raggiunta: la notifica parte da domani."
        case .quotaReached(.minute): "La quota al minuto dell’ente è raggiunta: la notifica parte fra poco."
        case .tenantPaused: "Gli invii dell’ente sono sospesi: la notifica parte quando un amministratore li riprende."
        case .servicePaused: "Gli invii del servizio sono sospesi: la notifica parte quando un amministratore li riprende."
        case .serviceStopped(.keys, _):
            "App IO rifiuta le chiavi del servizio: la notifica parte quando le accetta di nuovo o un amministratore le sostituisce."
        case .appIO(let cause): "\(cause.meaning): la notifica attende e parte da sola appena torna."
        case .serviceStopped(let kind, _): "\(kind.meaning) La notifica parte quando un amministratore riprende gli invii del servizio."
        }
    }
}
