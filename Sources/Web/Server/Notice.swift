import Store

/// What a page says about the act that led to it. The raw value travels in the address, as `esito`.
enum Notice: String, CaseIterable {
    // the tenant's settings
    case settingsSaved = "impostazioni_salvate", tenantPaused = "invii_ente_sospesi", tenantResumed = "invii_ente_ripresi"
    // services and keys
    case serviceAdded = "servizio_aggiunto", serviceSaved = "servizio_salvato"
    case serviceDisabled = "servizio_disattivato", serviceEnabled = "servizio_riattivato"
    case servicePaused = "invii_sospesi", serviceResumed = "invii_ripresi", dailyCeilingSaved = "massimo_salvato"
    /// How it fared stands in the service.
    case keyTyped = "chiave"
    case keyDiscarded = "chiave_scartata"
    // message templates
    case templateAdded = "modello_aggiunto", templateSaved = "modello_salvato"
    case templateWithdrawn = "modello_ritirato", templateRestored = "modello_rimesso"
    // people
    case personSaved = "persona_salvata", personDisabled = "persona_disattivata", personEnabled = "persona_riattivata"
    case secondFactorReset = "secondo_fattore_azzerato", personSessionsEnded = "sessioni_della_persona"
    // oneself
    case passwordSet = "password_impostata", passwordChanged = "password_cambiata"
    case ownRoleChanged = "ruolo_cambiato", ownSessionsEnded = "sessioni_chiuse"
    case shortcutsOn = "tasti_accesi", shortcutsOff = "tasti_spenti"
    // tenants, by the administration of the installation
    case tenantCreated = "ente_creato", tenantSuspended = "ente_sospeso", tenantReopened = "ente_ripreso"
    case quotasSaved = "quote_salvate", hostNamesSaved = "nomi_salvati", accountSaved = "account_salvato"
    // drafts
    case draftSaved = "bozza_salvata", draftDeleted = "bozza_eliminata"
    // one notification
    case registeredBefore = "gia_registrata"
    case statusChecked = "verificata", statusRefused = "verifica_rifiutata", statusUnavailable = "non_verificabile"
    case statusAwaited = "in_verifica", statusJustChecked = "attesa", hasNoID = "senza_id"
    case retried = "rimessa_in_invio", cancelled = "annullata", moved = "spostata", sentNow = "partita_ora"
    case assumedSent = "considerata", resent = "reinviata"
    // the worklist
    case contactNoted = "contattato", taken = "presa_in_carico", givenBack = "lasciata"
    case nothingChosen = "nulla_scelto", worklistMoved = "non_piu_da_seguire"
    /// Somebody else decided first; the page says who.
    case decidedBefore = "gia_risolta"
    /// The database came from a backup.
    case restoreIsPending = "ripristino_da_verificare"

    /// Whether what was asked for was done.
    var isDone: Bool {
        switch self {
        case .registeredBefore, .statusRefused, .statusUnavailable, .statusAwaited, .statusJustChecked, .hasNoID, .decidedBefore,
             .restoreIsPending, .nothingChosen, .worklistMoved: false
        case .settingsSaved, .tenantPaused, .tenantResumed, .serviceAdded, .serviceSaved, .serviceDisabled, .serviceEnabled,
            .servicePaused, .serviceResumed, .dailyCeilingSaved, .keyTyped, .keyDiscarded, .templateAdded, .templateSaved,
            .templateWithdrawn, .templateRestored, .personSaved, .personDisabled, .personEnabled, .secondFactorReset,
            .personSessionsEnded, .passwordSet, .passwordChanged, .ownRoleChanged, .ownSessionsEnded, .shortcutsOn, .shortcutsOff,
            .tenantCreated,
            .tenantSuspended, .tenantReopened, .quotasSaved, .hostNamesSaved, .accountSaved, .draftSaved, .draftDeleted,
            .statusChecked, .retried, .cancelled, .moved, .sentNow, .assumedSent, .resent, .contactNoted, .taken, .givenBack: true
        }
    }

    /// Whether it is of an act on what was to follow: more of that may be left.
    var leadsToWorklist: Bool { [.retried, .assumedSent, .resent, .contactNoted, .decidedBefore].contains(self) }

    var sentence: String {
        switch self {
        case .settingsSaved: "Le impostazioni sono state salvate."
        case .tenantPaused: "La sospensione degli invii dell’ente è registrata."
        case .tenantResumed: "Gli invii dell’ente sono ripresi."
        case .serviceAdded: "Il servizio è stato aggiunto: è utilizzabile appena App IO accetta una sua chiave."
        case .serviceSaved, .templateSaved, .personSaved: "Le modifiche sono state salvate."
        case .serviceDisabled: "Il servizio è disattivato: non si possono aggiungere notifiche e quelle in attesa restano ferme."
        case .serviceEnabled: "Il servizio è di nuovo attivo."
        case .servicePaused: "La sospensione degli invii del servizio è registrata."
        case .serviceResumed: "Gli invii del servizio sono ripresi."
        case .dailyCeilingSaved: "Il massimo di messaggi al giorno è stato salvato."
        case .keyTyped: "La nuova chiave viene provata presso App IO."
        case .keyDiscarded: "La chiave da provare è stata scartata."
        case .templateAdded: "Il modello è stato aggiunto: gli operatori lo trovano in Nuova notifica."
        case .templateWithdrawn: "Il modello è stato ritirato: gli operatori non lo trovano più."
        case .templateRestored: "Il modello è di nuovo in uso."
        case .personDisabled: "La persona non può più entrare."
        case .personEnabled: "La persona può di nuovo entrare."
        case .secondFactorReset: "Il secondo fattore è stato azzerato e le sessioni aperte sono state chiuse."
        case .personSessionsEnded: "Le sessioni della persona sono state chiuse."
        case .passwordSet: "La password è impostata: ora si può entrare."
        case .passwordChanged: "La password è stata cambiata. Le altre sessioni aperte sono state chiuse."
        case .ownRoleChanged: "Il proprio ruolo è stato cambiato."
        case .ownSessionsEnded: "Le sessioni indicate sono state chiuse."
        case .shortcutsOn: "I tasti rapidi sono accesi in questo browser."
        case .shortcutsOff: "I tasti rapidi sono spenti in questo browser."
        case .tenantCreated: "L’ente è stato creato."
        case .tenantSuspended: "L’ente è sospeso: le sue pagine ne dicono il motivo."
        case .tenantReopened: "L’ente è di nuovo attivo: ciò che attendeva parte."
        case .quotasSaved: "Le quote sono state salvate e valgono da subito."
        case .hostNamesSaved: "I nomi host sono stati salvati."
        case .accountSaved: "L’account di App IO è stato salvato."
        case .draftSaved: "La bozza è stata salvata."
        case .draftDeleted: "La bozza è stata eliminata."
        case .registeredBefore: "Questa notifica era già stata registrata con lo stesso modulo: non è stata inviata di nuovo."
        case .statusChecked: "Stato verificato presso App IO."
        case .statusRefused: "App IO non ha permesso di verificare lo stato: controllare la chiave del servizio."
        case .statusUnavailable:
            "App IO non risponde o chiede di attendere: lo stato resta quello noto e viene verificato di nuovo da solo."
        case .statusAwaited: "La verifica è in corso: la pagina mostra lo stato appena arriva la risposta."
        case .statusJustChecked: "Lo stato è stato verificato pochi secondi fa: si può verificare di nuovo ogni 10 secondi."
        case .hasNoID: "App IO non ha assegnato un ID a questa notifica: non c’è uno stato da verificare."
        case .retried: "Ritentata: qui sotto si legge come va."
        case .cancelled: "La notifica è stata annullata: non è partita e non partirà."
        case .moved: "L’invio è stato spostato."
        case .sentNow: "La notifica non attende più l’ora programmata."
        case .assumedSent: "La notifica è considerata inviata."
        case .resent: "Questa notifica sta al posto di una con esito incerto: qui sotto si legge come va."
        case .contactNoted: "Il contatto è registrato: la notifica non è più da seguire."
        case .taken: "Presa in carico: si vede in «Mie»."
        case .givenBack: "Lasciata: si vede in «Di tutti»."
        case .nothingChosen: "Nessuna notifica scelta: sceglierne almeno una."
        case .worklistMoved: "Intanto è cambiato qualcosa e l’operazione non è stata eseguita: ecco l’elenco com’è ora."
        case .restoreIsPending: RestoreIsPending.sentence
        case .decidedBefore: "Intanto la notifica è cambiata e l’operazione non è stata eseguita: ecco come sta ora."
        }
    }
}
