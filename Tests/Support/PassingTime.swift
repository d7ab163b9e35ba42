import MariaDB
package import Store

extension TestDatabase {
    /// Makes every row that waits due now: a lease expires, a retry comes.
    package func makeDue() throws {
        for table in ["notification", "export", "ask", "key_candidate"] {
            try db.execute(SQL(trusted: "UPDATE \(table) SET due_at = NOW(6) - INTERVAL 1 SECOND WHERE due_at IS NOT NULL"))
        }
    }
}

extension InstallationStore {
    /// Lets every account make as many calls as after a long rest.
    package func fillBudgets() throws {
        try db.execute("UPDATE budget SET spent_until = NOW(6) - INTERVAL 1 HOUR, held_at = NULL, held_until = NULL")
    }
}
