package import Domain
import MariaDB
package import Store

extension Moment {
    /// So many seconds from now, to the second.
    package static func ahead(_ seconds: Int64 = 86_400) -> Moment { Moment(seconds: Moment.now().seconds + seconds) }
}

extension TestDatabase {
    /// Makes every row that waits due now: a lease expires, a retry comes. The time of what is scheduled does not.
    package func makeDue() throws {
        try db.execute("UPDATE notification SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL AND state <> 'scheduled'")
        for table in ["export", "ask", "key_candidate"] {
            try db.execute(SQL(trusted: "UPDATE \(table) SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL"))
        }
    }

    /// The time at which a notification was to leave came so many seconds ago.
    package func bringTime(of id: NotificationID, ago seconds: Int = 1) throws {
        try db.execute("""
            UPDATE notification SET send_at = NOW(6) - INTERVAL \(seconds) SECOND, due_at = send_at, queued_at = send_at WHERE id = \(id)
            """)
    }
}

extension InstallationStore {
    /// Lets every account make as many calls as after a long rest.
    package func fillBudgets() throws {
        try db.execute("UPDATE budget SET spent_until = NOW(6) - INTERVAL 1 HOUR, held_at = NULL, held_until = NULL")
    }
}
