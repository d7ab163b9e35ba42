package import Domain
import MariaDB

/// What monitoring wants to know of the whole host.
package struct Metrics: Sendable {
    /// How many notifications wait for somebody, by state.
    package var open: [(state: NotificationState, count: Int)]
    /// Seconds that the oldest notification to be sent has been due; 0 when none waits.
    package var oldestWait: Int
    package var workersAlive: Int
}

extension HostStore {
    /// Counts only what is open, which an index holds together; what is closed only grows.
    package func metrics() throws -> Metrics {
        let counts = try db.rows("""
            SELECT state, COUNT(*) FROM notification WHERE state IN ('queued', 'sending', 'accepted', 'uncertain') GROUP BY state
            """) { (state: $0.next(NotificationState.self), count: $0.next(Int.self)) }
        let open = [NotificationState.queued, .sending, .accepted, .uncertain].map { state in
            (state: state, count: counts.first { $0.state == state }?.count ?? 0)
        }
        let oldest = try db.first("""
            SELECT GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(due_at), NOW(6)), 0), 0) FROM notification WHERE state = 'queued'
            """) { $0.next(Int.self) }
        let workers = try db.first("SELECT COUNT(*) FROM worker WHERE seen_at > NOW(6) - INTERVAL 15 SECOND") { $0.next(Int.self) }
        return Metrics(open: open, oldestWait: oldest ?? 0, workersAlive: workers ?? 0)
    }
}
