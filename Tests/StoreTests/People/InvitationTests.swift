import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct InvitationTests {
    private let digest = [UInt8](repeating: 5, count: 32), next = [UInt8](repeating: 6, count: 32)

    @Test func `a link sets the password of its person once, and only in its ente`() throws {
        try TestDatabase.run { database in
            let (store, other) = (database.one.store, database.other.store)
            let person = try store.addPerson(username: "nuova", name: "Nuova", role: .viewer, passwordHash: nil, by: nil)
            #expect(try store.passwordHash(of: person) == nil)
            try store.invite(person, digest, by: database.one.administrator)
            #expect(try store.invited(digest)?.id == person && other.invited(digest) == nil)
            #expect(try other.acceptInvitation(digest, passwordHash: "x") == false)
            #expect(try store.acceptInvitation(digest, passwordHash: "y"))
            #expect(try store.acceptInvitation(digest, passwordHash: "z") == false)
            #expect(try store.passwordHash(of: person) == "y" && store.invited(digest) == nil)
        }
    }

    @Test func `who is disabled loses the link too, and being let in again gives none back`() throws {
        try TestDatabase.run { database in
            let (store, administrator) = (database.one.store, database.one.administrator)
            let person = try store.addPerson(username: "nuova", name: "Nuova", role: .viewer, passwordHash: nil, by: nil)
            try store.invite(person, digest, by: administrator)
            try database.other.store.invite(database.other.operator_, next, by: nil)
            try store.setDisabled(true, person: person, by: administrator)
            try store.setDisabled(false, person: person, by: administrator)
            #expect(try store.invited(digest) == nil && database.other.store.invited(next) != nil)
        }
    }

    @Test func `a new link withdraws the old, the password and the sessions, and a password the link`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            try store.openSession(digest, for: anna)
            try store.invite(anna, digest, by: nil)
            #expect(try store.passwordHash(of: anna) == nil && store.session(digest, idle: 60, whole: 600) == nil)
            try store.invite(anna, next, by: nil)
            #expect(try store.invited(digest) == nil && store.invited(next)?.id == anna)
            #expect(try store.entry(of: anna, idle: 1_800, whole: 36_000).invitationEnds != nil)
            try store.setPassword("x", of: anna, keeping: nil, by: nil)
            #expect(try store.invited(next) == nil)
        }
    }

    @Test func `a link ends after a day, and with its person`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            try store.invite(anna, digest, by: nil)
            try database.db.execute("UPDATE invitation SET expires_at = expires_at - INTERVAL 86390 SECOND")
            #expect(try store.invited(digest)?.id == anna)
            try database.db.execute("UPDATE invitation SET expires_at = expires_at - INTERVAL 10 SECOND")
            #expect(try store.invited(digest) == nil && store.entry(of: anna, idle: 1_800, whole: 36_000).invitationEnds == nil)
            try store.invite(anna, digest, by: nil)
            try store.setDisabled(true, person: anna, by: nil)
            #expect(try store.acceptInvitation(digest, passwordHash: "x") == false)
        }
    }

    @Test func `of two who use a link at once one sets the password`() throws {
        try TestDatabase.run { database in
            let (options, tenant, anna) = (database.options, database.one.id, database.one.operator_)
            let accepted = Mutex(0)
            let accept: @Sendable ([UInt8]) -> Void = { digest in
                let isMine = try? InstallationStore(Connection(options)).store(of: tenant).acceptInvitation(digest, passwordHash: "x")
                if isMine == true { accepted.withLock { $0 += 1 } }
            }
            for round in UInt8(0)..<10 {
                let digest = [UInt8](repeating: round, count: 32)
                try database.one.store.invite(anna, digest, by: nil)
                inThreads({ accept(digest) }, { accept(digest) })
            }
            #expect(accepted.withLock { $0 } == 10)
        }
    }
}
