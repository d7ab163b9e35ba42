import Domain
import Store

/// Removes what enti no longer keep, a little at a time: every hour it goes through all of them.
struct Oblivion {
    private struct Ente {
        var tenant: Identifier
        var rule: RetentionRule
        /// Where it has come to; the audit comes after the notifications.
        var last: Identifier?
        var isAtAudit = false
        var removed = (notifications: 0, audit: 0)
    }

    private var waiting: [Ente] = []
    private var nextRound = ContinuousClock.now

    private static let betweenRounds = Duration.seconds(3600)
    /// Notifications that one turn looks at, and lines of the audit that it removes.
    private static let notifications = 200
    private static let lines = 1000

    mutating func turn(_ host: HostStore) throws {
        if waiting.isEmpty, nextRound <= .now {
            waiting = try host.retentionRules().map { Ente(tenant: $0.tenant, rule: $0.rule) }
            nextRound = .now + Self.betweenRounds
        }
        // Taken out first: what cannot go waits for the next round and keeps nobody.
        guard var ente = waiting.popLast(), let days = ente.rule.days, let auditDays = ente.rule.auditDays else { return }
        let store = host.store(of: ente.tenant)
        if ente.isAtAudit {
            let removed = try store.forgetAudit(after: auditDays, limit: Self.lines)
            ente.removed.audit += removed
            if removed < Self.lines { return try end(ente, store) }
        } else {
            let turn = try store.forget(after: days, from: ente.last, limit: Self.notifications)
            ente.removed.notifications += turn.removed
            (ente.last, ente.isAtAudit) = (turn.last, turn.last == nil)
        }
        waiting.append(ente)
    }

    private func end(_ ente: Ente, _ store: TenantStore) throws {
        for (what, count) in [("notifications", ente.removed.notifications), ("audit", ente.removed.audit)] where count > 0 {
            try store.audit(.dataForgotten, by: nil, detail: "\(what)=\(count)")
        }
    }
}
