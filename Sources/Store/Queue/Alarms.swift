package import Domain
import MariaDB

/// Why notifications of a tenant do not leave now, though somebody wants them to.
package struct Alarm: Sendable, Equatable {
    package enum Cause: Sendable, Equatable {
        /// The database came from a backup and `puntuale after-restore` was not run yet.
        case restored
        /// By the installation's administrator.
        case installationPaused
        /// By the installation's administrator, who says why.
        case readOnly(reason: String)
        /// As many messages as the installation allows have left.
        case quotaReached(QuotaSpan)
        /// By a person of the tenant; `nil`: from the command line.
        case tenantPaused(by: String?)
        case servicePaused(by: String?)
        /// By the program, with App IO's words for it.
        case serviceStopped(StopKind, reason: String)
        /// App IO fails or does not answer; the worker goes on by itself.
        case appIO(PauseCause)
    }

    package var cause: Cause
    package var since: Moment
    /// Of which service; `nil`: of all.
    package var service: (id: ServiceID, name: String)?

    package static func == (one: Alarm, other: Alarm) -> Bool {
        one.cause == other.cause && one.since == other.since && one.service?.id == other.service?.id
    }
}

/// How much of a tenant or a service waits and is on its way; counted up to 10,000.
package struct Traffic: Sendable, Equatable {
    package var waiting: Int
    package var inFlight: Int
}

extension TenantStore {
    /// - Parameter service: of this one; `nil`: of the whole tenant.
    package func traffic(of service: ServiceID? = nil) throws -> Traffic {
        let counted = scope.intersection(Scope(service)).allows("service_id")
        func count(_ state: NotificationState) -> SQL {
            """
            (SELECT COUNT(*) FROM (SELECT 1 FROM notification FORCE INDEX (notification_lane)
               WHERE state = \(state) AND tenant_id = \(tenant) AND \(counted) LIMIT 10000) n)
            """
        }
        return try db.first("SELECT \(count(.queued)), \(count(.sending))") { Traffic(waiting: $0.next(), inFlight: $0.next()) }!
    }
}

/// A line of what the whole installation has open.
package struct QueueLine: Sendable {
    package var code: String
    package var service: String
    package var scheduled: Int
    package var waiting: Int
    package var inFlight: Int
    package var accepted: Int
    package var uncertain: Int
    package var isPaused: Bool
    package var stopKind: StopKind?
    package var environment: Environment
    /// The codice IPA of the tenant whose account it sends with.
    package var accountCode: String
}

extension InstallationStore {
    /// What is open, by tenant and service, and whether it may move.
    package func queue() throws -> [QueueLine] {
        try db.rows("""
            SELECT t.code, s.name, COALESCE(n.scheduled, 0), COALESCE(n.waiting, 0), COALESCE(n.in_flight, 0), COALESCE(n.accepted, 0),
                   COALESCE(n.doubts, 0), t.paused_at IS NOT NULL OR s.paused_at IS NOT NULL,
                   IF(s.stopped_at IS NULL, NULL, COALESCE(s.stop_kind, \(StopKind.keys))), s.environment, a.code
            FROM service s JOIN tenant t ON t.id = s.tenant_id JOIN tenant a ON a.id = COALESCE(t.account_id, t.id) LEFT JOIN
              (SELECT tenant_id, service_id, CAST(SUM(state = \(NotificationState.scheduled)) AS SIGNED) AS scheduled,
                      CAST(SUM(state = \(NotificationState.queued)) AS SIGNED) AS waiting,
                      CAST(SUM(state = \(NotificationState.sending)) AS SIGNED) AS in_flight,
                      CAST(SUM(state = \(NotificationState.accepted)) AS SIGNED) AS accepted,
                      CAST(SUM(state = \(NotificationState.uncertain)) AS SIGNED) AS doubts
               FROM notification FORCE INDEX (notification_lane)
               WHERE state IN (\(list: NotificationState.open)) GROUP BY tenant_id, service_id) n
              ON n.tenant_id = s.tenant_id AND n.service_id = s.id
            WHERE n.tenant_id IS NOT NULL OR s.paused_at IS NOT NULL OR s.stopped_at IS NOT NULL OR t.paused_at IS NOT NULL
            ORDER BY t.code, s.name
            """) { row in
            QueueLine(code: row.next(), service: row.next(), scheduled: row.next(), waiting: row.next(), inFlight: row.next(),
                      accepted: row.next(), uncertain: row.next(), isPaused: row.next(), stopKind: row.next(), environment: row.next(),
                      accountCode: row.next())
        }
    }

    /// Since when the installation's sends are paused, and since when they wait for `after-restore`.
    package func pauses() throws -> (paused: Moment?, restored: Moment?) {
        try db.first("SELECT paused_at, restored_at FROM host WHERE id = 1") { ($0.next(), $0.next()) } ?? (nil, nil)
    }
}
