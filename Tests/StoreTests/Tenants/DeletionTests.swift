import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DeletionTests {
    private let owner = WorkerID.make()

    @Test func `every table that holds rows of tenants is known, children after parents`() throws {
        try TestDatabase.run { database in
            let tables = try database.db.rows("""
                SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'tenant_id'
                """) { $0.next(String.self) }
            let known = TenantTable.all.map(\.name)
            #expect(Set(known + ["hostname"]) == Set(tables))
            let references = try database.db.rows("""
                SELECT table_name, referenced_table_name FROM information_schema.referential_constraints
                WHERE constraint_schema = DATABASE() AND referenced_table_name <> table_name
                """) { (child: $0.next(String.self), parent: $0.next(String.self)) }
            for (child, parent) in references {
                guard let child = known.firstIndex(of: child), let parent = known.firstIndex(of: parent) else { continue }
                #expect(parent < child, "\(known[parent]) before \(known[child])")
            }
        }
    }

    @Test func `nothing of a tenant is left but its certificate, and the other has what it had`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] { try tenant.furnish(database) }
            let before = try Self.rows(of: database.other, database.db)
            #expect(try Self.rows(of: database.one, database.db).values.allSatisfy { $0 > 0 }, "a row in every table")
            let certificate = try Self.delete(database.one, database.installation)
            #expect(try Self.rows(of: database.one, database.db).values.allSatisfy { $0 == 0 })
            #expect(try database.installation.tenant(code: "c_a001")?.id == nil)
            #expect(try Self.rows(of: database.other, database.db) == before)
            #expect(certificate.code == "c_a001" && certificate.hostNames == ["a001.example.it"] && certificate.requestedBy == "prova")
            #expect(certificate.finishedAt != nil && certificate.isIntact && certificate.digest?.count == 64 && certificate.uncertain == 0)
            let removed = Dictionary(uniqueKeysWithValues: certificate.removed.map { ($0.table, $0.count) })
            #expect(removed["notification"] == 4 && removed["service_key"] == 1 && removed["tenant"] == 1 && removed["audit"]! > 3)
            for secret in ["RSSMRA80A01H501U", "Comunicazione di prova", "Anna", "anna"] { #expect(!certificate.text.contains(secret)) }
        }
    }

    @Test func `from the first moment nothing of it is claimed, and its keys are gone`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let sent = try one.add()
            #expect(try installation.claimQueued(limit: 1, owner: owner, lease: 60).count == 1)
            #expect(try one.store.beginSending(sent, attempt: 1, owner: owner, lease: 60))
            try one.store.settleSubmit(sent, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 0), call: .submitted)
            let waiting = try one.add(), other = try database.other.add()
            let deletion = try installation.beginDeletion(of: #require(try installation.tenant(code: "c_a001")), by: "prova")
            #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).map(\.notification.id) == [other])
            #expect(try installation.claimAccepted(limit: 9, owner: owner, lease: 60).isEmpty)
            #expect(try one.store.access(to: one.service)?.sealedKeys.count == nil)
            #expect(try one.state(waiting) == .queued)
            let again = try installation.beginDeletion(of: #require(try installation.tenant(code: "c_a001")), by: "altri")
            #expect(again.certificate == deletion.certificate, "the same one goes on")
        }
    }

    @Test func `what is in flight is waited for and settled, what nobody learns of is counted`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            let ids = try (0..<3).map { _ in try one.add() }
            #expect(try installation.claimQueued(limit: 3, owner: owner, lease: 60).count == 3)
            for id in ids { #expect(try one.store.beginSending(id, attempt: 1, owner: owner, lease: 60)) }
            let deletion = try installation.beginDeletion(of: #require(try installation.tenant(code: "c_a001")), by: "prova")
            #expect(try installation.inFlight(of: one.id) == 3)
            #expect(try one.store.settleSubmit(ids[0], attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 9), call: .submitted))
            try one.store.settleSubmit(ids[1], attempt: 1, owner: owner, .ended(.uncertain, .answerLost), call: .submitted)
            #expect(try installation.inFlight(of: one.id) == 1)
            #expect(try installation.giveUpWaiting(deletion) == 2)
            while try installation.removeSome(deletion) > 0 {}
            let late = try one.store.settleSubmit(ids[2], attempt: 1, owner: owner, .accepted(ioID: "IO2", firstCheck: 9), call: .submitted)
            #expect(!late, "an answer that comes too late disturbs nobody")
            try installation.finish(deletion)
            #expect(try installation.certificates()[0].uncertain == 2)
        }
    }

    @Test func `a deletion that was interrupted anywhere goes on where it was`() throws {
        try TestDatabase.run { database in
            try database.one.furnish(database)
            var turns = 0
            while true {
                let installation = database.connect()
                let deletion = try installation.beginDeletion(of: #require(try installation.tenant(code: "c_a001")), by: "prova")
                turns += 1
                guard try installation.removeSome(deletion) > 0 else {
                    try installation.finish(deletion)
                    break
                }
            }
            #expect(turns > 10)
            let certificates = try database.installation.certificates()
            #expect(certificates.count == 1 && certificates[0].removed.first { $0.table == "notification" }?.count == 4)
        }
    }

    @Test func `each certificate follows the one before, and one that was changed shows it`() throws {
        try TestDatabase.run { database in
            let first = try Self.delete(database.one, database.installation),
                second = try Self.delete(database.other, database.installation)
            #expect(first.previous == nil && second.previous == first.digest)
            try database.db.execute("UPDATE deletion_certificate SET name = 'Altro' WHERE id = \(first.id)")
            #expect(try database.installation.certificates().map(\.isIntact) == [false, true])
        }
    }

    @Test func `who sends with another's account is named before that one may go`() throws {
        try TestDatabase.run { database in
            try database.installation.setAccount(of: database.other.id, to: database.one.id)
            #expect(try database.installation.sharers(of: database.one.id) == ["c_b002"])
            #expect(try database.installation.sharers(of: database.other.id).isEmpty)
        }
    }

    private static func delete(_ tenant: TestTenant, _ installation: InstallationStore) throws -> DeletionCertificate {
        let deletion = try installation.beginDeletion(of: #require(try installation.tenant(code: tenant.code)), by: "prova")
        while try installation.removeSome(deletion) > 0 {}
        try installation.finish(deletion)
        return try #require(try installation.certificates().first { $0.id == deletion.certificate })
    }

    /// How many rows a tenant has in each table.
    private static func rows(of tenant: TestTenant, _ db: Connection) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for name in TenantTable.all.map(\.name) + ["hostname"] {
            counts[name] = try db.first("SELECT COUNT(*) FROM \(SQL(trusted: name)) WHERE tenant_id = \(tenant.id)") { $0.next(Int.self) }
        }
        return counts
    }
}
