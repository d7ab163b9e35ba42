import Domain
import MariaDB
import Store
import Testing
import TestSupport

/// What allows an act, as it stands when the act is written.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct PermitTests {
    @Test func `a permit holds while the person may do as much as when it was given`() throws {
        try TestDatabase.run { database in
            let one = database.one, person = one.operator_, another = ServiceID.make()
            try one.store.addService(
                another, ServiceDescription(name: "Tari", ioServiceID: "01TARI", environment: .trial, maximumAmount: .maximum), by: nil)
            func holds(for scope: Scope, _ role: Role = .operator) throws -> Bool {
                let permit = Permit(tenant: one.id, person: person, role: role, scope: scope, states: [.active])
                let store = database.installation.acting(by: permit).store(of: one.id, scope: scope)
                do { try store.audit(.archiveSearched, by: person) } catch is PermitLost { return false }
                return true
            }
            let both = Scope.only([one.service, another])
            #expect(try holds(for: .all) && holds(for: both) && holds(for: .only([])) && !holds(for: .all, .administrator))
            try one.store.setServices(both, of: person, by: nil)
            #expect(try !holds(for: .all) && holds(for: both) && holds(for: .only([another])))
            try one.store.setServices(.only([another]), of: person, by: nil)
            #expect(try !holds(for: both) && holds(for: .only([another])) && !holds(for: .only([one.service])))
            try database.db.execute("UPDATE tenant SET state = 'closed' WHERE id = \(database.other.id)")
            #expect(try holds(for: .only([another])), "another tenant's state is none of its own")
            try database.db.execute("UPDATE person SET role = 'administrator' WHERE id = \(person)")
            #expect(try holds(for: .all, .administrator) && holds(for: both))
            try database.db.execute("UPDATE person SET disabled = TRUE WHERE id = \(person)")
            #expect(try !holds(for: .only([])))
        }
    }

    @Test func `nothing that comes with a line that is refused is there`() throws {
        try TestDatabase.run { database in
            let one = database.one, person = one.administrator
            let permit = Permit(tenant: one.id, person: person, role: .administrator, scope: .all, states: [.active])
            let store = database.installation.acting(by: permit).store(of: one.id)
            try database.db.execute("UPDATE tenant SET state = 'read_only' WHERE id = \(one.id)")
            #expect(throws: PermitLost.self) { try store.rename(to: "Altro nome", by: person) }
            #expect(try database.installation.tenant(code: one.code)?.name == "Comune \(one.code)")
            try one.store.rename(to: "Dal comando", by: nil)
            #expect(try database.installation.tenant(code: one.code)?.name == "Dal comando", "the command line needs none")
        }
    }

    @Test func `an administrator gives up administering, and locks themselves out`() throws {
        try TestDatabase.run { database in
            let one = database.one, person = one.administrator
            _ = try one.store.addPerson(username: "seconda", name: "Sara", role: .administrator, passwordHash: "x", by: nil)
            let permit = Permit(tenant: one.id, person: person, role: .administrator, scope: .all, states: [.active])
            let store = database.installation.acting(by: permit).store(of: one.id)
            #expect(try store.changePerson(person, name: "Carla", role: .viewer, services: .only([one.service]), by: person))
            #expect(throws: PermitLost.self) { try store.setDisabled(true, person: person, by: person) }
            try database.db.execute("UPDATE person SET role = 'administrator' WHERE id = \(person)")
            #expect(try store.setDisabled(true, person: person, by: person))
        }
    }
}
