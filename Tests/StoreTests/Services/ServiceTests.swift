import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ServiceTests {
    @Test func `a service shows the marks of its keys, and only the worker gets them sealed`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            try tenant.store.replaceKey(SealedKey(bytes: [4, 5], last4: "9999"), .secondary, of: tenant.service, by: nil)
            let service = try #require(try tenant.store.service(tenant.service))
            #expect(service.isUsable && service.maximumAmount == .maximum && service.environment == .trial)
            #expect(service.keys[.primary]?.last4 == "cdef" && service.keys[.primary]?.setBy == "Carla Verdi")
            #expect(service.keys[.secondary]?.last4 == "9999" && service.keys[.secondary]?.setBy == nil)
            let access = try #require(try tenant.store.access(to: tenant.service))
            #expect(access.sealedKeys == [.primary: [1, 2, 3], .secondary: [4, 5]] && access.preferred == .secondary)
            try tenant.store.prefer(.primary, of: tenant.service)
            #expect(try tenant.store.access(to: tenant.service)?.preferred == .primary)
        }
    }

    @Test func `another tenant's service is unknown, a name is one service in a tenant`() throws {
        try TestDatabase.run { database throws in
            #expect(try database.one.store.service(database.other.service)?.id == nil)
            #expect(try database.one.store.access(to: database.other.service)?.preferred == nil)
            #expect(try database.one.store.services().map(\.id) == [database.one.service])
            let error = #expect(throws: DatabaseError.self) {
                try database.one.store.addService(
                    .make(), ServiceDescription(name: "Protocollo", ioServiceID: "X", environment: .live, maximumAmount: Amount(cents: 0)),
                    keys: [:], by: nil)
            }
            #expect(error?.isDuplicate(of: "service_name") == true)
        }
    }

    @Test func `a service without a key cannot be used, and prefers the one that it has`() throws {
        try TestDatabase.run { database in
            let id = ServiceID.make(), store = database.one.store
            let description = ServiceDescription(name: "Nuovo", ioServiceID: "X", environment: .live, maximumAmount: Amount(cents: 0))
            try store.addService(id, description, keys: [:], by: nil)
            #expect(try store.service(id)?.isUsable == false)
            #expect(try store.access(to: id)?.preferred == nil)
            try store.replaceKey(SealedKey(bytes: [1], last4: "aaaa"), .secondary, of: id, by: nil)
            try store.prefer(.primary, of: id)
            #expect(try store.access(to: id)?.preferred == .secondary)
        }
    }

    @Test func `a service whose key was replaced while the old one was being refused goes on`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, database.one.service)
            let tried = Array(try #require(try store.access(to: id)).sealedKeys.values)
            try store.replaceKey(SealedKey(bytes: [9], last4: "cccc"), .primary, of: id, by: nil)
            try store.stop(id, .keys, because: "Le vecchie", tried: tried)
            try store.stop(id, .keys, because: "Nessuna", tried: [])
            #expect(try store.service(id)?.stoppedAt == nil)
            try store.stop(id, .keys, because: String(repeating: "è", count: 600), tried: tried + [[9]])
            #expect(try store.service(id)?.stopReason?.count == 500)
        }
    }

    @Test func `a stopped service says why, once, and goes on with a new key or when enabled`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, database.one.service)
            for resume in [
                { try store.replaceKey(SealedKey(bytes: [6], last4: "bbbb"), .primary, of: id, by: nil) },
                { try store.setDisabled(false, service: id, by: nil) },
            ] as [() throws -> Void] {
                try store.stop(id, because: "Chiavi rifiutate")
                try store.stop(id, because: "Un altro motivo")
                let service = try #require(try store.service(id))
                #expect(service.stoppedAt != nil && service.stopReason == "Chiavi rifiutate")
                try resume()
                #expect(try store.service(id)?.stoppedAt == nil)
            }
            #expect(try database.db.first("SELECT COUNT(*) FROM audit WHERE action = 'service_stopped'") { $0.next(Int.self) } == 2)
            try store.stop(id, because: "x")
            try store.setDisabled(true, service: id, by: nil)
            #expect(try store.service(id)?.stoppedAt != nil)
        }
    }

    @Test func `a change leaves the environment and the other tenant's service alone`() throws {
        try TestDatabase.run { database in
            let change = ServiceDescription(name: "Tributi", ioServiceID: "02", environment: .live, maximumAmount: Amount(cents: 5))
            try database.one.store.changeService(database.one.service, change, by: nil)
            try database.one.store.changeService(database.other.service, change, by: nil)
            let service = try #require(try database.one.store.service(database.one.service))
            #expect(service.name == "Tributi" && service.ioServiceID == "02" && service.maximumAmount.cents == 5)
            #expect(service.environment == .trial)
            #expect(try database.other.store.service(database.other.service)?.name == "Protocollo")
        }
    }
}
