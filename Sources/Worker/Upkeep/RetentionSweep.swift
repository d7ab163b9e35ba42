import Domain
import Store

/// Removes what tenants no longer keep, a little at a time: every hour it goes through all of them.
struct RetentionSweep {
    private struct Ente {
        var tenant: TenantID
        var rule: RetentionRule
        /// Where it has come to; the audit comes after the notifications.
        var last: NotificationID?
        var isAtAudit = false
        var removed = (notifications: 0, audit: 0)
    }

    private var waiting: [Ente] = []
    private var nextRound = ContinuousClock.now

    private static let betweenRounds = Duration.seconds(3600)
    /// Notifications that one turn looks at, and lines of the audit that it removes.
    private static let notifications = 200
    private static let lines = 1000

    mutating func turn(_ installation: InstallationStore) throws {
        if waiting.isEmpty, nextRound <= .now {
            waiting = try installation.retentionRules().map { Ente(tenant: $0.tenant, rule: $0.rule) }
            nextRound = .now + Self.betweenRounds
        }
        // Taken out first: what cannot go waits for the next round and keeps nobody.
        guard var tenant = waiting.popLast(), let days = tenant.rule.days, let auditDays = tenant.rule.auditDays else { return }
        let store = installation.store(of: tenant.tenant)
        if tenant.isAtAudit {
            let removed = try store.forgetAudit(after: auditDays, limit: Self.lines)
            tenant.removed.audit += removed
            if removed < Self.lines { return try end(tenant, store) }
        } else {
            let turn = try store.forget(after: days, from: tenant.last, limit: Self.notifications)
            tenant.removed.notifications += turn.removed
            (tenant.last, tenant.isAtAudit) = (turn.last, turn.last == nil)
        }
        waiting.append(tenant)
    }

    private func end(_ tenant: Ente, _ store: TenantStore) throws {
        let (notifications, lines) = tenant.removed
        if notifications > 0 { try store.audit(.dataForgotten, by: nil, detail: .forgottenNotifications(notifications)) }
        if lines > 0 { try store.audit(.dataForgotten, by: nil, detail: .forgottenAudit(lines)) }
    }
}
