package import Domain
import MariaDB

/// What monitoring wants to know of the whole installation.
package struct Metrics: Sendable {
    /// How many notifications wait for somebody, by state.
    package var open: [(state: NotificationState, count: Int)]
    /// Seconds that the oldest notification to be sent has been due; 0 when none waits.
    package var oldestWait: Int
    package var workersAlive: Int
    /// Services that the program has stopped, by why.
    package var stopped: [(kind: StopKind, count: Int)]
    /// Tenants and services that people have paused; the whole installation counts as one.
    package var paused: Int
    package var awaitsAfterRestore: Bool
}

extension InstallationStore {
    /// Counts only what is open, which an index holds together; what is closed only grows.
    package func metrics() throws -> Metrics {
        let counts = try db.rows("""
            SELECT state, COUNT(*) FROM notification WHERE state IN (\(list: NotificationState.open)) GROUP BY state
            """) { (state: $0.next(NotificationState.self), count: $0.next(Int.self)) }
        let open = NotificationState.open.map { state in
            (state: state, count: counts.first { $0.state == state }?.count ?? 0)
        }
        let oldest = try db.first("""
            SELECT GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(due), NOW(6)), 0), 0) FROM
              (SELECT MIN(due_at) AS due FROM notification WHERE state = \(NotificationState.queued) GROUP BY tenant_id, service_id) lane
            """) { $0.next(Int.self) }
        let workers = try db.first("SELECT COUNT(*) FROM worker WHERE seen_at > NOW(6) - INTERVAL 15 SECOND") { $0.next(Int.self) }
        let stops = try db.rows("""
            SELECT COALESCE(stop_kind, \(StopKind.keys)), COUNT(*) FROM service WHERE stopped_at IS NOT NULL GROUP BY 1
            """) { (kind: $0.next(StopKind.self), count: $0.next(Int.self)) }
        let paused = try db.first("""
            SELECT (SELECT COUNT(*) FROM host WHERE paused_at IS NOT NULL) + (SELECT COUNT(*) FROM tenant WHERE paused_at IS NOT NULL)
                 + (SELECT COUNT(*) FROM service WHERE paused_at IS NOT NULL)
            """) { $0.next(Int.self) }
        return Metrics(
            open: open, oldestWait: oldest ?? 0, workersAlive: workers ?? 0,
            stopped: StopKind.allCases.map { kind in (kind: kind, count: stops.first { $0.kind == kind }?.count ?? 0) },
            paused: paused ?? 0, awaitsAfterRestore: try pauses().restored != nil)
    }
}
