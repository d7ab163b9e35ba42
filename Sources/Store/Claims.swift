package import Domain
import MariaDB

/// A notification that a worker holds until its lease ends.
package struct Claim: Sendable {
    package var tenant: Identifier
    package var notification: NotificationRecord
    package var checks: Int
    package var tries: Int
    /// How long it has been waiting to be sent, in seconds, by the database's clock.
    package var queuedFor: Int
}

extension HostStore {
    /// Takes up to `limit` notifications that are due to be sent, of enti and services that may send.
    ///
    /// A claim is a lease, not an attempt: it only moves the due time forward, and one that
    /// expires is claimed again without harm.
    ///
    /// - Parameters:
    ///   - owner: of the lease; `beginSending` asks for it again.
    ///   - lease: seconds.
    package func claimQueued(limit: Int, owner: Identifier, lease: Int) throws -> [Claim] {
        try claim(.queued, limit: limit, owner: owner, lease: lease)
    }

    /// Takes up to `limit` accepted notifications whose status is due to be asked for.
    package func claimAccepted(limit: Int, owner: Identifier, lease: Int) throws -> [Claim] {
        try claim(.accepted, limit: limit, owner: owner, lease: lease)
    }

    private func claim(_ state: NotificationState, limit: Int, owner: Identifier, lease: Int) throws -> [Claim] {
        // Candidates are read without a lock, so that rows which must wait are passed over without
        // touching them; the conditional UPDATE decides who gets one.
        let candidates = try db.rows("""
            SELECT n.tenant_id, n.id FROM notification n FORCE INDEX (notification_due)
            JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
            JOIN tenant t ON t.id = n.tenant_id
            WHERE n.state = \(state) AND n.due_at <= NOW(6) AND s.stopped_at IS NULL
              AND (n.state <> 'queued' OR (NOT s.disabled AND t.state = 'active'))
              AND (t.hold_until IS NULL OR t.hold_until <= NOW(6))
            ORDER BY n.due_at LIMIT \(limit)
            """) { (tenant: $0.next(Identifier.self), id: $0.next(Identifier.self)) }
        guard !candidates.isEmpty else { return [] }
        let won = try db.transaction {
            try candidates.filter { candidate in
                try db.execute("""
                    UPDATE notification SET due_at = NOW(6) + INTERVAL \(lease) SECOND, owner = \(owner)
                    WHERE tenant_id = \(candidate.tenant) AND id = \(candidate.id) AND state = \(state) AND due_at <= NOW(6)
                    """) == 1
            }
        }
        return try won.compactMap { try self.claim(of: $0.tenant, $0.id) }
    }

    private func claim(of tenant: Identifier, _ id: Identifier) throws -> Claim? {
        try db.first("""
            SELECT n.checks, n.tries, TIMESTAMPDIFF(SECOND, n.queued_at, NOW(6)), \(NotificationRecord.columns)
            FROM \(NotificationRecord.tables) WHERE n.tenant_id = \(tenant) AND n.id = \(id)
            """) { row in
            let (checks, tries, queuedFor) = (row.next(Int.self), row.next(Int.self), row.next(Int.self))
            return Claim(tenant: tenant, notification: NotificationRecord(&row), checks: checks, tries: tries, queuedFor: queuedFor)
        }
    }

    /// Turns notifications whose POST was begun by a worker that is gone into doubts.
    ///
    /// - Returns: how many.
    package func expireSending() throws -> Int {
        try db.execute("""
            UPDATE notification SET state = 'uncertain', due_at = NULL, reason = \(Reason.interrupted),
                   updated_at = NOW(6), updated_by = NULL
            WHERE state = 'sending' AND due_at <= NOW(6) LIMIT 1000
            """)
    }
}
