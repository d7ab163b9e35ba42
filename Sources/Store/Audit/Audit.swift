package import Domain
import MariaDB

/// What is written to the audit.
package enum AuditAction: String, Sendable, CaseIterable {
    case login, logout, passwordChanged = "password_changed"
    case notificationAdded = "notification_added", notificationRetried = "notification_retried"
    case notificationCancelled = "notification_cancelled", notificationAssumed = "notification_assumed"
    case notificationResent = "notification_resent", statusAsked = "status_asked"
    case recipientChecked = "recipient_checked", archiveSearched = "archive_searched", notificationRead = "notification_read"
    case exportAsked = "export_asked", exportTaken = "export_taken"
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
}

extension TenantStore {
    /// Adds a line to the audit.
    ///
    /// - Parameters:
    ///   - person: `nil` for the program itself and for the command line.
    ///   - fiscalCode: by which somebody searched the archive, whole or its beginning. It stands as typed, not as a digest: the
    ///     tenant's administrators, who may read the archive anyhow, are to know whose it was, also after a move to another host.
    package func audit(
        _ action: AuditAction, by person: PersonID?, on subject: AuditSubject? = nil, detail: AuditDetail? = nil,
        searchingFor fiscalCode: String? = nil
    ) throws {
        precondition(subject == nil || subject?.kind == action.subjectKind, "\(action) is not about that")
        try db.execute("""
            INSERT INTO audit (tenant_id, id, person_id, action, subject, detail, fiscal_code)
            VALUES (\(tenant), \(AuditID.make()), \(person), \(action), \(subject), \(detail),
                    \(fiscalCode.map { clipped($0.inASCII, to: 16) }))
            """)
    }
}
