package import Domain
import MariaDB

/// A question that a worker holds.
package struct ClaimedAsk: Sendable {
    package var tenant: TenantID
    package var id: AskID
    package var question: AskQuestion
    package var account: Account
}

extension InstallationStore {
    /// Whether a question or a key that somebody typed waits for a worker: to be asked often, so it costs little.
    package func somebodyAsks() throws -> (questions: Bool, candidates: Bool) {
        try db.first("""
            SELECT EXISTS (SELECT 1 FROM ask WHERE due_at <= NOW(6)), EXISTS (SELECT 1 FROM key_candidate WHERE due_at <= NOW(6))
            """) { (questions: $0.next(), candidates: $0.next()) } ?? (false, false)
    }

    /// Takes up to `limit` questions that nobody has answered, of those whose account may make a call now.
    package func claimAsks(limit: Int, lease: Int) throws -> [ClaimedAsk] {
        // Those of an account that must wait would be all that one looks at.
        let latest = (CallBudget.burst - 1) * CallBudget.microsecondsPerCall
        let candidates = try db.rows("""
            SELECT a.tenant_id, a.id, a.kind, a.service_id, a.slot, a.notification_id, a.fiscal_code, a.form_key,
                   COALESCE(t.account_id, t.id), COALESCE(s.environment, n.environment)
            FROM ask a JOIN tenant t ON t.id = a.tenant_id
            LEFT JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id
            LEFT JOIN notification n ON n.tenant_id = a.tenant_id AND n.id = a.notification_id
            LEFT JOIN budget b ON b.account_id = COALESCE(t.account_id, t.id) AND b.environment = COALESCE(s.environment, n.environment)
            WHERE a.due_at <= NOW(6) AND a.expires_at > NOW(6)
              AND (b.account_id IS NULL OR \(SQL.callsAhead) <= \(latest))
            ORDER BY a.due_at LIMIT \(limit)
            """) { row in
            let (tenant, id, kind) = (row.next(TenantID.self), row.next(AskID.self), row.next(AskKind.self))
            let (service, slot) = (row.next(ServiceID?.self), row.next(KeySlot?.self))
            let (notification, code, form) = (row.next(NotificationID?.self), row.next(FiscalCode?.self), row.next(FormID?.self))
            // The CHECK on `ask` says which of the columns each kind has.
            let question: AskQuestion = switch kind {
            case .key: .key(service: service!, slot: slot!)
            case .status: .status(notification: notification!)
            case .profile: .reachability(of: code!, by: service!, form: form!)
            }
            return ClaimedAsk(tenant: tenant, id: id, question: question, account: Account(owner: row.next(), environment: row.next()))
        }
        return try candidates.filter { ask in
            try db.transaction {
                guard try callsLeft(ask.account) > 0, try db.execute("""
                    UPDATE ask SET due_at = NOW(6) + INTERVAL \(lease) SECOND
                    WHERE tenant_id = \(ask.tenant) AND id = \(ask.id) AND due_at <= NOW(6)
                    """) == 1 else { return false }
                try spend(1, of: ask.account)
                return true
            }
        }
    }
}
