/// What is written to the audit.
package enum AuditAction: String, Sendable, CaseIterable {
    case login, logout, passwordChanged = "password_changed"
    case notificationAdded = "notification_added", notificationRetried = "notification_retried"
    case notificationMoved = "notification_moved"
    case notificationCancelled = "notification_cancelled", notificationAssumed = "notification_assumed"
    case notificationResent = "notification_resent", notificationsRetried = "notifications_retried"
    case notificationsAssumed = "notifications_assumed", notificationsResent = "notifications_resent", statusAsked = "status_asked"
    case recipientChecked = "recipient_checked", archiveSearched = "archive_searched", auditSearched = "audit_searched"
    case notificationRead = "notification_read"
    case notificationContacted = "notification_contacted", notificationTaken = "notification_taken"
    case notificationGivenBack = "notification_given_back"
    case proofMade = "proof_made", proofChecked = "proof_checked"
    case exportAsked = "export_asked", exportCancelled = "export_cancelled", exportTaken = "export_taken"
    case serviceAdded = "service_added", serviceChanged = "service_changed", keyTested = "key_tested"
    case keyProposed = "key_proposed", keyReplaced = "key_replaced", keyRefused = "key_refused", keyDiscarded = "key_discarded"
    case serviceDisabled = "service_disabled", serviceEnabled = "service_enabled", serviceStopped = "service_stopped"
    case servicePaused = "service_paused", serviceResumed = "service_resumed"
    case templateAdded = "template_added", templateChanged = "template_changed"
    case templateWithdrawn = "template_withdrawn", templateRestored = "template_restored"
    case tenantPaused = "tenant_paused", tenantResumed = "tenant_resumed", installationPaused = "host_paused",
        installationResumed = "host_resumed"
    case databaseRestored = "database_restored", dataForgotten = "data_forgotten"
    case tenantSuspended = "tenant_suspended", tenantReopened = "tenant_reopened"
    case quotasChanged = "quotas_changed", accountChanged = "account_changed", hostNamesChanged = "host_names_changed"
    case tenantCreated = "tenant_created", tenantExported = "tenant_exported", tenantImported = "tenant_imported"
    case tenantDeleted = "tenant_deleted"
    case settingsChanged = "settings_changed"
    case personAdded = "person_added", personChanged = "person_changed"
    case personReset = "person_reset", personDisabled = "person_disabled", personEnabled = "person_enabled"
    case personInvited = "person_invited", administratorInvited = "administrator_invited", sessionsEnded = "sessions_ended"
    case secondFactorSet = "second_factor_set", secondFactorRemoved = "second_factor_removed"
    case recoveryCodesMade = "recovery_codes_made", recoveryCodeUsed = "recovery_code_used"
    case personServices = "person_services"
    /// By another, or by the command line.
    case personFactorReset = "person_factor_reset", personSessionsEnded = "person_sessions_ended"
}

extension AuditAction {
    /// What its lines are about, when they name it; `nil`: the tenant as a whole, or whoever did it.
    package var subjectKind: AuditSubject.Kind? {
        switch self {
        case .notificationAdded, .notificationRetried, .notificationMoved, .notificationCancelled, .notificationAssumed,
             .notificationResent, .notificationRead, .notificationContacted, .notificationTaken, .notificationGivenBack,
             .statusAsked, .proofMade, .proofChecked: .notification
        case .serviceAdded, .serviceChanged, .keyProposed, .keyReplaced, .keyRefused, .keyDiscarded, .keyTested, .serviceDisabled,
             .serviceEnabled, .serviceStopped, .servicePaused, .serviceResumed, .recipientChecked: .service
        case .templateAdded, .templateChanged, .templateWithdrawn, .templateRestored: .template
        case .passwordChanged, .personAdded, .personChanged, .personReset, .personDisabled, .personEnabled, .personServices,
             .personFactorReset, .personSessionsEnded, .personInvited, .sessionsEnded, .secondFactorSet, .secondFactorRemoved,
             .recoveryCodesMade, .recoveryCodeUsed: .person
        case .exportAsked, .exportCancelled, .exportTaken: .export
        case .tenantCreated, .tenantExported, .tenantImported, .tenantDeleted, .tenantSuspended, .tenantReopened, .quotasChanged,
             .accountChanged, .hostNamesChanged, .administratorInvited, .installationPaused, .installationResumed: .tenant
        case .login, .logout, .archiveSearched, .auditSearched, .notificationsRetried, .notificationsAssumed, .notificationsResent,
             .tenantPaused, .tenantResumed, .databaseRestored, .dataForgotten, .settingsChanged: nil
        }
    }

    /// What kind of act it is. The audit's table says the same of each.
    package var topic: AuditTopic {
        switch self {
        case .login, .logout, .passwordChanged, .sessionsEnded, .secondFactorSet, .secondFactorRemoved, .recoveryCodesMade,
             .recoveryCodeUsed: .access
        case .notificationRead, .recipientChecked, .archiveSearched, .auditSearched, .proofChecked, .exportAsked, .exportCancelled,
             .exportTaken: .looks
        case .notificationAdded, .notificationRetried, .notificationMoved, .notificationCancelled, .notificationAssumed,
             .notificationResent, .notificationsRetried, .notificationsAssumed, .notificationsResent, .notificationContacted,
             .notificationTaken, .notificationGivenBack, .statusAsked, .proofMade: .notifications
        case .serviceAdded, .serviceChanged, .serviceDisabled, .serviceEnabled, .serviceStopped, .servicePaused, .serviceResumed,
             .keyTested, .keyProposed, .keyReplaced, .keyRefused, .keyDiscarded: .services
        case .templateAdded, .templateChanged, .templateWithdrawn, .templateRestored: .templates
        case .personAdded, .personChanged, .personReset, .personDisabled, .personEnabled, .personInvited, .personServices,
             .personFactorReset, .personSessionsEnded: .people
        case .settingsChanged, .tenantPaused, .tenantResumed: .settings
        case .installationPaused, .installationResumed, .databaseRestored, .dataForgotten, .tenantSuspended, .tenantReopened,
             .quotasChanged, .accountChanged, .hostNamesChanged, .tenantCreated, .tenantExported, .tenantImported, .tenantDeleted,
             .administratorInvited: .system
        }
    }

    /// What people read.
    package var label: String {
        switch self {
        case .login: "Accesso"
        case .logout: "Uscita"
        case .passwordChanged: "Password cambiata"
        case .notificationAdded: "Notifica aggiunta"
        case .notificationRetried: "Notifica ritentata"
        case .notificationMoved: "Notifica programmata per un altro momento"
        case .notificationCancelled: "Notifica annullata"
        case .notificationAssumed: "Notifica considerata inviata"
        case .notificationResent: "Notifica reinviata"
        case .notificationsRetried: "Notifiche ritentate insieme"
        case .notificationsAssumed: "Notifiche considerate inviate insieme"
        case .notificationsResent: "Notifiche reinviate insieme"
        case .notificationRead: "Notifica consultata"
        case .notificationContacted: "Cittadino contattato altrimenti"
        case .notificationTaken: "Notifica da seguire presa in carico"
        case .notificationGivenBack: "Notifica da seguire lasciata"
        case .statusAsked: "Stato verificato"
        case .recipientChecked: "Destinatario verificato"
        case .archiveSearched: "Ricerca per codice fiscale"
        case .auditSearched: "Registro cercato per codice fiscale"
        case .proofMade: "Prova di invio preparata"
        case .proofChecked: "Prova di invio verificata"
        case .exportAsked: "Excel richiesto"
        case .exportCancelled: "Excel annullato"
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
        case .personFactorReset: "Secondo fattore azzerato"
        case .personSessionsEnded: "Sessioni chiuse da altri"
        }
    }

    /// Whether what `Directory` holds changes with it.
    var changesDirectory: Bool {
        switch self {
        case .serviceAdded, .serviceChanged, .serviceDisabled, .serviceEnabled, .keyReplaced, .templateAdded, .templateChanged,
             .templateWithdrawn, .templateRestored, .personAdded, .personChanged, .personDisabled, .personEnabled,
             .administratorInvited, .tenantImported, .tenantDeleted: true
        case .login, .logout, .passwordChanged, .notificationAdded, .notificationRetried, .notificationMoved,
             .notificationCancelled, .notificationAssumed, .notificationResent, .notificationsRetried, .notificationsAssumed,
             .notificationsResent, .statusAsked, .recipientChecked, .archiveSearched, .auditSearched, .notificationRead,
             .notificationContacted, .notificationTaken, .notificationGivenBack,
             .proofMade, .proofChecked, .exportAsked, .exportCancelled, .exportTaken,
             .keyTested, .keyProposed, .keyRefused, .keyDiscarded, .serviceStopped,
             .servicePaused, .serviceResumed, .tenantPaused, .tenantResumed, .installationPaused, .installationResumed,
             .databaseRestored, .dataForgotten, .tenantSuspended, .tenantReopened, .quotasChanged, .accountChanged,
             .hostNamesChanged, .tenantCreated, .tenantExported, .settingsChanged, .personReset, .personInvited, .sessionsEnded,
             .secondFactorSet, .secondFactorRemoved, .recoveryCodesMade, .recoveryCodeUsed, .personServices, .personFactorReset,
             .personSessionsEnded: false
        }
    }

    /// Only the administration of the installation does it.
    package var isOfInstallation: Bool { subjectKind == .tenant }

    /// What a person must not pass over.
    package var isSerious: Bool { self == .serviceStopped || self == .databaseRestored }
}
