import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What App IO has answered and the database has not yet taken.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SettlementBatchTests {
    @Test func `an act that the database will never take keeps none of the others, and the log says so`() throws {
        try TestDatabase.run { database in
            let log = TestLog(), batch = SettlementBatch(database.installation, log.logger), tenant = database.one
            for (number, name) in ["Uno", "Due", "Tre"].enumerated() {
                batch.note {
                    try tenant.store.rename(to: name, by: nil)
                    if number == 1 { try tenant.store.setRetention(1, by: nil) }
                }
            }
            try batch.flush()
            #expect(batch.isEmpty)
            #expect(try tenant.store.auditLines(limit: 9).count { $0.action == .settingsChanged } == 2)
            #expect(try database.installation.tenants().map(\.name).contains("Tre"))
            #expect(log.lines.count == 1 && log.lines[0].hasPrefix("an answer could not be settled"))
        }
    }

    @Test func `what the database has not taken is kept until it does, and counts once`() throws {
        try TestDatabase.run { database in
            let worker = database.connect(), batch = SettlementBatch(worker, TestLog().logger)
            var tries = 0
            batch.note { try worker.db.execute("UPDATE service SET refusals = refusals + 1") }
            batch.note {
                tries += 1
                if tries == 1 {
                    let id = try worker.db.first("SELECT CONNECTION_ID()") { $0.next(Int.self) }
                    try database.db.script(SQL(trusted: "KILL CONNECTION \(id!)"))
                }
                try worker.db.execute("UPDATE service SET refusals = refusals + 10")
            }
            #expect(throws: DatabaseError.self) { try batch.flush() }
            #expect(!batch.isEmpty)
            try batch.flush()
            #expect(batch.isEmpty && tries == 2)
            #expect(try database.db.rows("SELECT refusals FROM service") { $0.next(Int.self) } == [11, 11])
        }
    }
}
