import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// A row that no worker could read would end every worker that claims it: the database does not take it, whoever writes.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PoisonTests {
    @Test(arguments: [
        "reason = 'whatever'", "checks = -2", "tries = -2", "attempt = -2", "due_date = '0999-12-31'", "due_date = '0000-00-00'",
        "due_date = '2027-00-10'", "due_date = '2027-02-31'",
    ])
    func `a notification that a worker would die of is refused`(assignment: String) throws {
        try TestDatabase.run { database in
            try database.one.add()
            try database.db.script("SET sql_mode = 'ALLOW_INVALID_DATES'")
            #expect(throws: DatabaseError.self) { try database.db.execute(SQL(trusted: "UPDATE notification SET \(assignment)")) }
        }
    }

    @Test func `a question about a key in no slot is refused`() throws {
        try TestDatabase.run { database in
            let one = database.one
            _ = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
            #expect(throws: DatabaseError.self) { try database.db.execute("UPDATE ask SET slot = 'third'") }
        }
    }

    @Test func `every reason that the program knows may be written`() throws {
        try TestDatabase.run { database in
            try database.one.add()
            for reason in Reason.allCases { try database.db.execute("UPDATE notification SET reason = \(reason), due_date = '2027-02-28'") }
        }
    }
}
