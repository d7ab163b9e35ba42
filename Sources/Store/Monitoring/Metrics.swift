package import Domain
import MariaDB

/// What waits and what stands still in the whole installation: for the page of its administration and for monitoring.
package struct Metrics: Sendable {
    /// How many notifications wait for somebody, by tenant and state; none where there is none.
    package var openOfTenants: [(tenant: String, state: NotificationState, count: Int)]
    /// Seconds since the oldest notification was queued that nobody has told to stay, or since the time of a scheduled one; 0 when
    /// none waits.
    package var oldestWait: Int
    package var workersAlive: Int
    /// Of these, who cannot write what they must before anything leaves.
    package var workersUnable: Int
    /// Services that the program has stopped, by why.
    package var stopped: [(kind: StopKind, count: Int)]
    /// Tenants and services that people have paused; the whole installation counts as one.
    package var paused: Int
    /// Tenants that are in read only, and those that are closed.
    package var suspended: (readOnly: Int, closed: Int)
    /// Since when a person has stopped everything, and since when the database is known to come from a copy.
    package var pauses: (paused: Moment?, restored: Moment?)
    package var awaitsAfterRestore: Bool { pauses.restored != nil }

    /// The same of all tenants together.
    package var open: [(state: NotificationState, count: Int)] {
        NotificationState.open.map { state in
            (state: state, count: openOfTenants.filter { $0.state == state }.reduce(0) { $0 + $1.count })
        }
    }
}

/// What one service of one tenant has open in one state.
private struct OpenLane {
    var tenant: TenantID
    var code: String
    var service: ServiceID
    var state: NotificationState
    var count: Int
    var oldest: NotificationID
    var maySend: Bool
}

extension InstallationStore {
    /// Counts only what is open, which an index holds together; what is closed only grows.
    package func metrics() throws -> Metrics {
        let lanes = try openLanes()
        var open: [String: [NotificationState: Int]] = [:]
        for lane in lanes { open[lane.code, default: [:]][lane.state, default: 0] += lane.count }
        let (alive, unable) = try workers()
        let stops = try db.rows("""
            SELECT COALESCE(stop_kind, \(StopKind.keys)), COUNT(*) FROM service WHERE stopped_at IS NOT NULL GROUP BY 1
            """) { (kind: $0.next(StopKind.self), count: $0.next(Int.self)) }
        let paused = try db.first("""
            SELECT (SELECT COUNT(*) FROM host WHERE paused_at IS NOT NULL) + (SELECT COUNT(*) FROM tenant WHERE paused_at IS NOT NULL)
                 + (SELECT COUNT(*) FROM service WHERE paused_at IS NOT NULL),
                 (SELECT COUNT(*) FROM tenant WHERE state = \(Tenant.State.readOnly)),
                 (SELECT COUNT(*) FROM tenant WHERE state = \(Tenant.State.closed))
            """) { (number: $0.next(Int.self), suspended: (readOnly: $0.next(Int.self), closed: $0.next(Int.self))) }
        return Metrics(
            openOfTenants: open.sorted { $0.key < $1.key }.flatMap { code, counts in
                NotificationState.open.compactMap { state in counts[state].map { (tenant: code, state: state, count: $0) } }
            },
            oldestWait: try oldestWait(of: lanes.filter { NotificationState.waiting.contains($0.state) && $0.maySend }),
            workersAlive: alive, workersUnable: unable,
            stopped: StopKind.allCases.map { kind in (kind: kind, count: stops.first { $0.kind == kind }?.count ?? 0) },
            paused: paused?.number ?? 0, suspended: paused?.suspended ?? (0, 0), pauses: try pauses())
    }

    /// Who works, and how many of them cannot write their mark or their journal.
    package func workers() throws -> (alive: Int, unable: Int) {
        try db.first("SELECT COUNT(*), COUNT(IF(cannot_write, 1, NULL)) FROM worker w WHERE \(SQL.isAlive)") {
            ($0.next(Int.self), $0.next(Int.self))
        } ?? (0, 0)
    }

    private func openLanes() throws -> [OpenLane] {
        try db.rows("""
            SELECT n.tenant_id, t.code, n.service_id, n.state, n.number, n.oldest, \(SQL.maySend)
            FROM (SELECT state, tenant_id, service_id, COUNT(*) AS number, MIN(id) AS oldest
                  FROM notification FORCE INDEX (notification_lane)
                  WHERE state IN (\(list: NotificationState.open)) GROUP BY state, tenant_id, service_id) n
            JOIN tenant t ON t.id = n.tenant_id JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
            """) { row in
            OpenLane(tenant: row.next(), code: row.next(), service: row.next(), state: row.next(), count: row.next(), oldest: row.next(),
                     maySend: row.next())
        }
    }

    /// An id tells when its notification was registered, and no notification was queued before that: the lanes are looked at from
    /// the oldest id on, as a rule only the first of them. Of each the oldest ids: a retry makes an old id wait anew.
    private func oldestWait(of lanes: [OpenLane]) throws -> Int {
        var oldest: (queued: Moment, seconds: Int)?
        for lane in lanes.sorted(by: { $0.oldest < $1.oldest }) {
            if let oldest, oldest.queued <= lane.oldest.madeAt { break }
            let found = try db.first("""
                SELECT MIN(n.queued_at), GREATEST(TIMESTAMPDIFF(SECOND, MIN(n.queued_at), NOW(6)), 0) FROM
                  (SELECT id FROM notification FORCE INDEX (notification_lane)
                   WHERE state = \(lane.state) AND tenant_id = \(lane.tenant) AND service_id = \(lane.service)
                     AND (\(lane.state == .queued) OR due_at <= NOW(6))
                   ORDER BY id LIMIT \(Self.looked)) first
                JOIN notification n ON n.tenant_id = \(lane.tenant) AND n.id = first.id
                """) { (queued: $0.next(Moment?.self), seconds: $0.next(Int?.self)) }
            guard let found, let queued = found.queued, let seconds = found.seconds else { continue }
            if oldest.map({ queued < $0.queued }) ?? true { oldest = (queued, seconds) }
        }
        return oldest?.seconds ?? 0
    }

    /// Notifications of a lane.
    private static let looked = 2_000
}
