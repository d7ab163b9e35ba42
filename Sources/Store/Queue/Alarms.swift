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

/// What every page of a tenant says of its sends.
package struct HeaderNotices: Sendable {
    package var alarms: [Alarm]
    /// Notifications with an uncertain outcome that nobody has resolved; counted up to 100.
    package var uncertain: Int
    /// Whether a worker lives that can write what it must before anything leaves.
    package var aWorkerSends: Bool
}

/// How much of a tenant or a service waits and is on its way; counted up to 10,000.
package struct Traffic: Sendable, Equatable {
    package var waiting: Int
    package var inFlight: Int
}

extension TenantStore {
    package func headerNotices() throws -> HeaderNotices {
        let installation = InstallationStore(db)
        let uncertain = try db.first("""
            SELECT COUNT(*) FROM (SELECT 1 FROM notification
              WHERE tenant_id = \(tenant) AND state = \(NotificationState.uncertain) AND \(allows("service_id")) LIMIT 100) d
            """) { $0.next(Int.self) }
        let workers = try installation.workers()
        return HeaderNotices(alarms: try wholeAlarms() + outageAlarms() + serviceAlarms(), uncertain: uncertain ?? 0,
            aWorkerSends: workers.alive > workers.unable)
    }

    private func wholeAlarms() throws -> [Alarm] {
        try db.rows("""
            SELECT h.restored_at, h.paused_at, IF(t.state = \(Tenant.State.readOnly), COALESCE(t.state_since, t.created_at), NULL),
                   COALESCE(t.state_reason, ''), t.paused_at, p.name, q.held_since, q.held_by
            FROM tenant t JOIN host h ON h.id = 1 LEFT JOIN quota_use q ON q.tenant_id = t.id AND q.held_until > NOW(6)
            LEFT JOIN person p ON p.tenant_id = t.id AND p.id = t.paused_by
            WHERE t.id = \(tenant)
            """) { row in
            let (restored, installationPaused) = (row.next(Moment?.self), row.next(Moment?.self))
            let (readOnly, reason) = (row.next(Moment?.self), row.next(String.self))
            let (paused, by) = (row.next(Moment?.self), row.next(String?.self))
            let (held, span) = (row.next(Moment?.self),
                row.next(QuotaSpan?.self))
            return [restored.map { Alarm(cause: .restored, since: $0) }, installationPaused.map {
                Alarm(cause: .installationPaused, since: $0) },
                    readOnly.map { Alarm(cause: .readOnly(reason: reason), since: $0) },
                    paused.map { Alarm(cause: .tenantPaused(by: by), since: $0) },
                    held.map { Alarm(cause: .quotaReached(span!), since: $0) }].compactMap { $0 }
        }.flatMap { $0 }
    }

    private func serviceAlarms() throws -> [Alarm] {
        try db.rows("""
            SELECT s.id, s.name, s.stopped_at, COALESCE(s.stop_kind, \(StopKind.keys)), COALESCE(s.stop_reason, ''), s.paused_at, p.name
            FROM service s
            LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.paused_by
            WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND (s.stopped_at IS NOT NULL OR s.paused_at IS NOT NULL)
              AND \(allows("s.id"))
            ORDER BY s.id
            """) { row in
            let service = (id: row.next(ServiceID.self), name: row.next(String.self))
            let (stopped, kind, reason) = (row.next(Moment?.self), row.next(StopKind.self), row.next(String.self))
            let (paused, by) = (row.next(Moment?.self), row.next(String?.self))
            return [stopped.map { Alarm(cause: .serviceStopped(kind, reason: reason), since: $0, service: service) },
                    paused.map { Alarm(cause: .servicePaused(by: by), since: $0, service: service) }].compactMap { $0 }
        }.flatMap { $0 }
    }

    /// - Parameter service: of this one; `nil`: of the whole tenant.
    package func traffic(of service: ServiceID? = nil) throws -> Traffic {
        let counted = scope.intersection(Scope(service)).allows("service_id")
        func count(_ state: NotificationState) throws -> Int {
            try db.first("""
                SELECT COUNT(*) FROM (SELECT 1 FROM notification FORCE INDEX (notification_lane)
                  WHERE state = \(state) AND tenant_id = \(tenant) AND \(counted) LIMIT 10000) n
                """) { $0.next(Int.self) } ?? 0
        }
        return Traffic(waiting: try count(.queued), inFlight: try count(.sending))
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
