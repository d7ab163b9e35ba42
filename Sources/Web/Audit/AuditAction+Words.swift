import Store

extension AuditAction {
    /// What people read. Without a `default`: a new action asks for its words here.
    var label: String {
        switch self {
        case .login: "Accesso"
        case .logout: "Uscita"
        case .passwordChanged: "Password cambiata"
        case .notificationAdded: "Notifica aggiunta"
        case .notificationRetried: "Notifica ritentata"
        case .notificationCancelled: "Notifica annullata"
        case .notificationAssumed: "Notifica considerata inviata"
        case .notificationResent: "Notifica reinviata"
        case .notificationRead: "Notifica consultata"
        case .statusAsked: "Stato verificato"
        case .recipientChecked: "Destinatario verificato"
        case .archiveSearched: "Ricerca per codice fiscale"
        case .exportAsked: "Excel richiesto"
        case .exportTaken: "Excel scaricato"
        case .serviceAdded: "Servizio aggiunto"
        case .serviceChanged: "Servizio modificato"
        case .keyProposed: "Chiave da provare inserita"
        case .keyReplaced: "Chiave provata e in uso"
        case .keyRefused: "Chiave rifiutata da App IO"
        case .keyDiscarded: "Chiave da provare scartata"
        case .keyTested: "Chiave provata"
        case .serviceDisabled: "Servizio disattivato"
        case .serviceEnabled: "Servizio riattivato"
        case .serviceStopped: "Servizio fermato"
        case .servicePaused: "Invii del servizio sospesi"
        case .serviceResumed: "Invii del servizio ripresi"
        case .templateAdded: "Modello aggiunto"
        case .templateChanged: "Modello modificato"
        case .templateWithdrawn: "Modello ritirato"
        case .templateRestored: "Modello rimesso in uso"
        case .tenantPaused: "Invii dell’ente sospesi"
        case .tenantResumed: "Invii dell’ente ripresi"
        case .installationPaused: "Invii di tutti gli enti sospesi"
        case .installationResumed: "Invii di tutti gli enti ripresi"
        case .databaseRestored: "Base dati ripristinata"
        case .tenantSuspended: "Ente sospeso"
        case .tenantReopened: "Ente ripreso"
        case .quotasChanged: "Quote modificate"
        case .hostNamesChanged: "Nomi host modificati"
        case .accountChanged: "Account di App IO cambiato"
        case .dataForgotten: "Fine della conservazione"
        case .tenantCreated: "Ente creato"
        case .administratorInvited: "Amministratore invitato"
        case .tenantExported: "Ente esportato"
        case .tenantImported: "Ente importato"
        case .tenantDeleted: "Ente cancellato"
        case .settingsChanged: "Impostazioni modificate"
        case .personAdded: "Utente aggiunto"
        case .personChanged: "Utente modificato"
        case .personInvited: "Collegamento di accesso creato"
        case .sessionsEnded: "Sessioni chiuse"
        case .secondFactorSet: "Secondo fattore attivato"
        case .secondFactorRemoved: "Secondo fattore tolto"
        case .recoveryCodesMade: "Codici di recupero rifatti"
        case .recoveryCodeUsed: "Codice di recupero usato"
        case .personReset: "Password reimpostata"
        case .personDisabled: "Utente disattivato"
        case .personEnabled: "Utente riattivato"
        case .personServices: "Servizi ammessi impostati"
        }
    }

    /// Only the administration of the installation does it.
    var isOfInstallation: Bool { subjectKind == .tenant }

    /// What a person must not pass over.
    var isSerious: Bool { self == .serviceStopped || self == .databaseRestored }
}
