import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// That an ente is told whose access was changed by whom.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AccessMailTests {
    private static let digest = [UInt8](repeating: 7, count: 32)

    /// What was changed was changed a minute ago.
    private func letSettle(_ database: TestDatabase) throws {
        for (table, column) in [("audit", "at"), ("tenant_mail", "access_told")] as [(SQL, SQL)] {
            try database.db.execute("UPDATE \(table) SET \(column) = \(column) - INTERVAL 1 MINUTE")
        }
    }

    @Test func `who changes another's access is told of to each address of the ente once, and who changes their own is not`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            let (one, workers) = (database.one, [database.installation, database.connect()])
            for tenant in [one, database.other] { try tenant.beTold(database) }
            try letSettle(database)
            let clerk = try one.store.addPerson(
                username: "nuova", name: "Lea Nuova", role: .operator, passwordHash: "x", by: one.administrator)
            try one.store.removeSecondFactor(of: clerk, keeping: nil, by: nil)
            try one.store.endAllSessions(of: one.administrator, keeping: nil, by: one.administrator)
            #expect(try database.installation.makeMails(now: .now()) == 0, "another transaction may still write an earlier one")
            try letSettle(database)
            #expect(try workers.map { try $0.makeMails(now: .now()) } == [2, 0])
            let told = try database.deliver()
            #expect(Set(told.map(\.recipient)) == [TestTenant.office, TestTenant.mayor] && told.allSatisfy { $0.tenant == one.id })
            let lines = told[0].text.body.split(separator: "\n").filter { $0.hasPrefix("- ") && $0 != "-- " }
            #expect(lines.count == 2 && lines.allSatisfy { $0.contains("Lea Nuova (nuova): ") })
            #expect(lines[0].contains("Utente aggiunto") && !lines[0].contains("gestisce"))
            #expect(lines[1].contains("Secondo fattore azzerato") && lines[1].hasSuffix("da chi gestisce il servizio"))
        }
    }

    @Test func `what a full day does not let an ente be told is told the next day`() throws {
        try TestDatabase.run { database in
            try database.useMailServer()
            let one = database.one
            try one.beTold(database)
            try database.db.execute("UPDATE tenant_mail SET told = \(MailAlerts.mostADay), told_on = CURDATE()")
            try letSettle(database)
            try one.store.setDisabled(true, person: one.operator_, by: one.administrator)
            try letSettle(database)
            #expect(try database.installation.makeMails(now: .now()) == 0)
            try database.db.execute("UPDATE tenant_mail SET told_on = CURDATE() - INTERVAL 1 DAY")
            #expect(try database.installation.makeMails(now: .now()) == 2)
            #expect(try database.deliver().allSatisfy { $0.kind == .access && $0.text.body.contains("Utente disattivato") })
        }
    }

    @Test func `who enters after another has changed their access is told until they say that they know`() throws {
        try TestDatabase.run { database in
            let (store, person) = (database.one.store, database.one.operator_)
            func enter(_ number: UInt8) throws -> OpenSession? {
                try database.db.execute("UPDATE person SET password_hash = 'x' WHERE tenant_id = \(database.one.id)")
                let digest = [UInt8](repeating: number, count: 32)
                try store.openSession(digest, for: person)
                return try database.installation.arrival(
                    at: "a001.example.it", of: .publicBody, with: digest, idle: 1000, whole: 1000)?.session
            }
            try store.setDisabled(true, person: person, by: database.one.administrator)
            try store.setDisabled(false, person: person, by: database.one.administrator)
            #expect(try enter(1)?.hasAccessChanged == false, "before somebody enters for the first time nothing has changed")
            #expect(try enter(2)?.hasAccessChanged == false)
            try store.endAllSessions(of: person, keeping: nil, by: person)
            #expect(try enter(3)?.hasAccessChanged == false, "their own act")
            try store.invite(person, Self.digest, by: database.one.administrator)
            #expect(try enter(4)?.hasAccessChanged == true)
            try store.noteAccessChangesKnown(in: [UInt8](repeating: 4, count: 32))
            #expect(try enter(5)?.hasAccessChanged == false)
            let changes = try store.accessChanges(of: person, limit: 9)
            #expect(changes.prefix(3).map(\.action) == [.personInvited, .personEnabled, .personDisabled] && changes[0].person != nil)
            #expect(try database.other.store.accessChanges(of: person, limit: 9).isEmpty)
        }
    }
}
