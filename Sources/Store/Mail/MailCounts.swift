import Domain
import MariaDB

/// How e-mails fare, for the administration of the installation and for monitoring.
package struct MailCounts: Sendable {
    package var waiting: Int
    /// Seconds since the oldest of these was made; 0: none waits.
    package var oldestWait: Int
    /// Within the last 24 hours.
    package var sent: Int
    package var failed: Int
    package var uncertain: Int
}

extension InstallationStore {
    package func mailCounts() throws -> MailCounts {
        func settled(_ state: MailState) -> SQL {
            "(SELECT COUNT(*) FROM mail WHERE settled_at > NOW(6) - INTERVAL 1 DAY AND state = \(state))"
        }
        return try db.first("""
            SELECT COUNT(*), GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(created_at), NOW(6)), 0), 0), \(settled(.sent)),
                   \(settled(.failed)), \(settled(.uncertain)) FROM mail WHERE due_at IS NOT NULL
            """) {
            MailCounts(waiting: $0.next(), oldestWait: $0.next(), sent: $0.next(), failed: $0.next(), uncertain: $0.next())
        }!
    }
}
