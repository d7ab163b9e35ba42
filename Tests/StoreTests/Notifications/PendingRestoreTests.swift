import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing
import TestSupport
@preconcurrency import Glibc

/// Nobody decides on what a backup says while it may be older than what has left.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PendingRestoreTests {
    @Test(arguments: [
        "UPDATE host SET restored_at = NOW(6)", "UPDATE known_server SET queue_made_at = queue_made_at - INTERVAL 1 DAY",
    ])
    func `every decision is refused while a restore is pending, noticed or not, and taken afterwards`(pending: String) throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] {
                let (store, by) = (tenant.store, tenant.operator_)
                let known = try database.db.first("SELECT CAST(queue_made_at AS CHAR) FROM known_server") { $0.next(String.self) }
                func add(_ state: NotificationState) throws -> NotificationID {
                    let id = try tenant.add()
                    try database.put(id, of: tenant, in: state, attempt: 1)
                    return id
                }
                let (failed, waiting) = (try add(.failed), try add(.queued)), doubts = try (1...2).map { _ in try add(.uncertain) }
                let several = try store.decidable(.retry, among: [add(.failed)])
                let decisions: [() throws -> Bool] = [
                    { try store.retry(failed, attempt: 1, by: by) }, { try store.cancel(waiting, attempt: 1, by: by) },
                    { try store.assumeSent(doubts[0], attempt: 1, by: by) }, { try store.resend(doubts[1], attempt: 1, by: by) != nil },
                    { try store.decide(.retry, on: several, within: .seconds(9), chosen: "", by: by).done == 1 },
                ]
                let before = try rows(database)
                try database.db.execute(SQL(trusted: pending))
                for decide in decisions { #expect(throws: RestoreIsPending.self) { try decide() } }
                #expect(try rows(database) == before)
                try database.db.execute("UPDATE host SET restored_at = NULL")
                try database.db.execute("UPDATE known_server SET queue_made_at = \(known)")
                for decide in decisions { #expect(try decide()) }
            }
        }
    }

    @Test func `a decision that comes while a restore is being noted waits for that, and is refused`() throws {
        try TestDatabase.run { database in
            let one = database.one, (tenant, person) = (one.id, one.operator_), options = database.options, id = try one.add()
            let outcome = Mutex("")
            inThreads({
                let noting = Connection(options)
                for statement in ["START TRANSACTION", "UPDATE host SET restored_at = NOW(6)", "DO SLEEP(1)", "COMMIT"] {
                    try? noting.script(SQL(trusted: statement))
                }
            }, {
                usleep(300_000)
                let store = InstallationStore(Connection(options)).store(of: tenant)
                do { _ = try store.cancel(id, attempt: 0, by: person) } catch { outcome.withLock { $0 = "\(type(of: error))" } }
            })
            #expect(outcome.withLock(\.self) == "RestoreIsPending")
            #expect(try one.state(id) == .queued)
        }
    }

    private func rows(_ database: TestDatabase) throws -> [String] {
        try database.db.rows("SELECT CONCAT(HEX(id), state, attempt, updated_at) FROM notification ORDER BY id") { $0.next(String.self) }
    }
}
