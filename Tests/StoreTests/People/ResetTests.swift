import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// What an administrator resets of another person so that they can enter again, and that nobody comes in by it in their place.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ResetTests {
    private static let digest = [UInt8](repeating: 7, count: 32)

    /// Another administrator, who has entered.
    private func second(_ store: TenantStore) throws -> PersonID {
        let id = try store.addPerson(username: "seconda", name: "Sara", role: .administrator, passwordHash: "x", by: nil)
        try store.openSession([UInt8](repeating: 9, count: 32), for: id)
        return id
    }

    @Test func `two administrators who reset each other at once leave one who can enter`() throws {
        try TestDatabase.run { database in
            let one = database.one, second = try second(one.store), options = database.options
            for _ in 1...4 {
                try database.db.execute("UPDATE person SET password_hash = 'x' WHERE tenant_id = \(one.id)")
                func reset(_ person: PersonID, by author: PersonID) -> @Sendable () -> Void {
                    let tenant = one.id, digest = person.bytes + author.bytes
                    return { try? TenantStore(tenant, Connection(options)).invite(person, digest, by: author) }
                }
                inThreads(reset(second, by: one.administrator), reset(one.administrator, by: second))
                let left = try [one.administrator, second].filter { try one.store.passwordHash(of: $0) != nil }
                #expect(left.count == 1)
            }
            #expect(try database.other.store.passwordHash(of: database.other.administrator) == "x")
        }
    }

    @Test func `who cannot enter any more resets nothing of the last who can`() throws {
        try TestDatabase.run { database in
            let (store, administrator) = (database.one.store, database.one.administrator), second = try second(store)
            try store.invite(second, Self.digest, by: administrator)
            #expect(throws: ResetRefusal.lastAdministrator) { try store.invite(administrator, Self.digest, by: second) }
            #expect(throws: ResetRefusal.lastAdministrator) { try store.removeSecondFactor(of: administrator, keeping: nil, by: second) }
            try store.invite(administrator, [UInt8](repeating: 8, count: 32), by: nil)
            #expect(try store.passwordHash(of: administrator) == nil, "the command line may")
        }
    }

    @Test(arguments: [true, false]) func `of password and second factor nobody resets both before their person has entered`(
        passwordFirst: Bool
    ) throws {
        try TestDatabase.run { database in
            let (store, administrator) = (database.one.store, database.one.administrator), second = try second(store)
            let third = try store.addPerson(username: "terza", name: "Tea", role: .administrator, passwordHash: "x", by: nil)
            try store.setSecondFactor([1], counter: 1, recoveryCodes: [], of: second, keeping: nil, by: second)
            let password = { (author: PersonID?) in try store.invite(second, Self.digest, by: author) }
            let factor = { (author: PersonID?) in try store.removeSecondFactor(of: second, keeping: nil, by: author) }
            let (first, other) = passwordFirst ? (password, factor) : (factor, password)
            try first(administrator)
            try first(third)
            for author in [administrator, third] { #expect(throws: ResetRefusal.otherWasReset) { try other(author) } }
            #expect(try store.changePerson(second, name: "Sara", role: .operator, by: administrator))
            #expect(throws: ResetRefusal.otherWasReset, "nor after a demotion") { try other(administrator) }
            try database.db.execute("UPDATE person SET last_login_at = NOW(6) + INTERVAL 1 SECOND WHERE id = \(second)")
            try other(administrator)
            try first(nil)
        }
    }

    @Test func `who has never entered gets another link whatever else was reset`() throws {
        try TestDatabase.run { database in
            let (store, administrator) = (database.one.store, database.one.administrator)
            try store.removeSecondFactor(of: database.one.operator_, keeping: nil, by: administrator)
            try store.invite(database.one.operator_, Self.digest, by: administrator)
        }
    }
}
