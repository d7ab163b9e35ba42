import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PeopleTests {
    private let session = [UInt8](repeating: 7, count: 32)

    @Test func `a user name is one person in a tenant, another in the next`() throws {
        try TestDatabase.run { database in
            let mine = try #require(try database.one.store.person(username: "anna"))
            #expect(mine.id == database.one.operator_ && mine.role == .operator && !mine.isDisabled && mine.lastLogin == nil)
            #expect(try database.other.store.person(mine.id)?.id == nil)
            #expect(try database.other.store.passwordHash(of: mine.id) == nil)
            let error = #expect(throws: DatabaseError.self) {
                try database.one.store.addPerson(username: "anna", name: "Altra", role: .viewer, passwordHash: "x", by: nil)
            }
            #expect(error?.isDuplicate(of: "person_username") == true)
            #expect(try database.one.store.people().map(\.username) == ["anna", "capo"])
        }
    }

    @Test func `a session holds in its tenant, until it is closed`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            try store.openSession(session, for: anna)
            let person = try #require(try store.session(session, idle: 60, whole: 600)?.person)
            #expect(person.id == anna && person.lastLogin != nil)
            #expect(try database.other.store.session(session, idle: 60, whole: 600)?.person.id == nil)
            #expect(try store.session([UInt8](repeating: 8, count: 32), idle: 60, whole: 600)?.person.id == nil)
            try store.closeSession(session, of: anna)
            #expect(try store.session(session, idle: 60, whole: 600)?.person.id == nil)
        }
    }

    @Test func `a session ends when it is idle for too long, or too old though in use`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            try store.openSession(session, for: database.one.operator_)
            func age(seen: Int, created: Int) throws {
                try database.db.execute("""
                    UPDATE session SET seen_at = NOW(6) - INTERVAL \(seen) SECOND, created_at = NOW(6) - INTERVAL \(created) SECOND
                    """)
            }
            try age(seen: 100, created: 500)
            #expect(try store.session(session, idle: 90, whole: 600)?.person.id == nil)
            #expect(try store.session(session, idle: 110, whole: 490)?.person.id == nil)
            #expect(try store.session(session, idle: 110, whole: 600)?.person.id != nil)
            // That use counts as being seen.
            #expect(try store.session(session, idle: 30, whole: 600)?.person.id != nil)
            try age(seen: 1_000, created: 1_000)
            try database.installation.removeExpired(sessionIdle: 2_000)
            #expect(try database.db.rows("SELECT 1 FROM session") { $0.next(Int.self) }.count == 1)
            try database.installation.removeExpired(sessionIdle: 900)
            #expect(try database.db.rows("SELECT 1 FROM session") { $0.next(Int.self) }.isEmpty)
        }
    }

    @Test func `a new password ends the sessions of the old one but for the one at hand`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            let second = [UInt8](repeating: 8, count: 32), foreign = [UInt8](repeating: 9, count: 32)
            try store.openSession(session, for: anna)
            try store.openSession(second, for: anna)
            try database.other.store.openSession(foreign, for: database.other.operator_)
            try store.setPassword("hash2", of: anna, keeping: session, by: anna)
            #expect(try store.session(session, idle: 60, whole: 600)?.person.id == anna)
            #expect(try store.session(second, idle: 60, whole: 600)?.person.id == nil)
            try store.setPassword("hash3", of: anna, keeping: nil, by: nil)
            #expect(try store.session(session, idle: 60, whole: 600)?.person.id == nil)
            #expect(try store.passwordHash(of: anna) == "hash3")
            #expect(try database.other.store.session(foreign, idle: 60, whole: 600)?.person.id == database.other.operator_)
            #expect(try database.other.store.passwordHash(of: database.other.operator_) == "x")
        }
    }

    @Test func `a person's sessions are listed, and ended one by one or all but the one at hand`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            let digests = (UInt8(1)...4).map { [UInt8](repeating: $0, count: 32) }
            let place = OpenSession.Origin(browser: "Firefox su Windows", network: "203.0.113.0/24")
            for digest in digests { try store.openSession(digest, for: anna, at: place) }
            let half = [UInt8](repeating: 9, count: 32)
            try store.openSession(half, for: anna)
            try database.db.execute("UPDATE session SET stage = 'password' WHERE digest = \(half)")
            try database.db.execute("UPDATE session SET seen_at = NOW(6) - INTERVAL 100 SECOND WHERE digest = \(digests[3])")
            func left() throws -> Set<[UInt8]> { Set(try store.sessions(of: anna, idle: 90, whole: 600).map(\.digest)) }
            #expect(try left() == Set(digests.dropLast()))
            #expect(try store.sessions(of: anna, idle: 90, whole: 600).first?.place.browser == "Firefox su Windows")
            #expect(try store.sessions(of: database.one.administrator, idle: 90, whole: 600).isEmpty)
            try store.endSession(digests[0], of: database.one.administrator)
            #expect(try left().count == 3, "it is not theirs")
            try store.endSession(digests[0], of: anna)
            #expect(try left() == Set(digests[1...2]))
            try store.endAllSessions(of: anna, keeping: digests[2], by: anna)
            #expect(try left() == [digests[2]])
        }
    }

    @Test func `who is disabled is out at once, and back in only by a new session`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            try store.openSession(session, for: anna)
            try store.setDisabled(true, person: anna, by: database.one.administrator)
            #expect(try store.session(session, idle: 60, whole: 600)?.person.id == nil)
            #expect(try store.person(username: "anna")?.isDisabled == true)
            try store.setDisabled(false, person: anna, by: database.one.administrator)
            #expect(try store.session(session, idle: 60, whole: 600)?.person.id == nil)
        }
    }

    @Test func `a log in under way comes to nothing when its password is withdrawn meanwhile`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            #expect(try database.other.store.openSession(session, for: anna) == nil)
            let withdrawals: [() throws -> Void] = [
                { try store.setPassword("y", of: anna, keeping: nil, by: anna) }, { try store.invite(anna, session, by: nil) },
                { try store.setDisabled(true, person: anna, by: nil) },
            ]
            for withdraw in withdrawals {
                try withdraw()
                #expect(try store.openSession(session, for: anna) == nil)
                try database.db.execute("UPDATE person SET password_hash = 'x', disabled = FALSE")
            }
            #expect(try store.openSession(session, for: anna) == .complete)
        }
    }

    @Test func `no session of the old password is left, however a log in and a change of it meet`() throws {
        try TestDatabase.run { database in
            let (options, tenant, anna) = (database.options, database.one.id, database.one.operator_)
            for round in UInt8(0)..<40 {
                let digest = [UInt8](repeating: round, count: 32)
                inThreads(
                    { _ = try? InstallationStore(Connection(options)).store(of: tenant).openSession(digest, for: anna) },
                    { try? InstallationStore(Connection(options)).store(of: tenant).setPassword("y", of: anna, keeping: nil, by: nil) })
                #expect(try database.one.store.session(digest, idle: 60, whole: 600)?.stage == nil)
                #expect(try database.one.store.passwordHash(of: anna) == "y")
                try database.db.execute("UPDATE person SET password_hash = 'x'")
            }
        }
    }

    @Test func `a person gets another name and role, and the one of the next tenant does not`() throws {
        try TestDatabase.run { database in
            let (store, anna) = (database.one.store, database.one.operator_)
            #expect(try store.changePerson(anna, name: "Anna Neri", role: .administrator, by: database.one.administrator))
            let changed = try #require(try store.person(anna))
            #expect(changed.name == "Anna Neri" && changed.role == .administrator && changed.username == "anna")
            #expect(try database.other.store.changePerson(anna, name: "X", role: .viewer, by: database.other.administrator))
            #expect(try store.person(anna)?.name == "Anna Neri")
            #expect(try database.other.store.people().map(\.name) == ["Anna Bianchi", "Carla Verdi"])
        }
    }

    @Test func `the last active administrator is neither demoted nor disabled, but from the command line`() throws {
        try TestDatabase.run { database in
            let (store, anna, carla) = (database.one.store, database.one.operator_, database.one.administrator)
            #expect(try store.changePerson(carla, name: "Altra", role: .operator, by: carla) == false)
            #expect(try store.setDisabled(true, person: carla, by: carla) == false)
            #expect(try store.person(carla)?.name == "Carla Verdi")
            _ = try store.addPerson(username: "invitata", name: "Invitata", role: .administrator, passwordHash: nil, by: carla)
            #expect(try store.changePerson(carla, name: "Altra", role: .operator, by: carla) == false, "the other cannot enter yet")
            #expect(try store.changePerson(carla, name: "Carla Rossi", role: .administrator, by: carla))
            #expect(try store.changePerson(anna, name: "Anna", role: .administrator, by: carla))
            #expect(try store.setDisabled(true, person: anna, by: carla))
            #expect(try store.setDisabled(true, person: carla, by: carla) == false, "the other one is disabled")
            #expect(try store.setDisabled(false, person: anna, by: carla))
            #expect(try store.changePerson(carla, name: "Carla", role: .viewer, by: carla))
            try store.setDisabled(true, person: anna, by: nil)
            #expect(try store.person(anna)?.isDisabled == true)
        }
    }

    @Test func `two administrators who demote each other at once leave one`() throws {
        try TestDatabase.run { database in
            let (anna, carla) = (database.one.operator_, database.one.administrator)
            _ = try database.one.store.changePerson(anna, name: "Anna", role: .administrator, by: carla)
            let (options, tenant) = (database.options, database.one.id)
            let demote: @Sendable (PersonID, PersonID) -> Void = { person, author in
                _ = try? InstallationStore(Connection(options)).store(of: tenant).changePerson(person, name: "Una", role: .operator,
                    by: author)
            }
            for _ in 0..<10 {
                inThreads({ demote(anna, carla) }, { demote(carla, anna) })
                #expect(try database.one.store.people().filter { $0.role == .administrator }.count == 1)
                try database.db.execute("UPDATE person SET role = 'administrator'")
            }
        }
    }
}
