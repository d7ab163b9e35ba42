import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ServiceImportTests {
    private static func services(_ numbers: ClosedRange<Int>) -> [NewService] {
        numbers.map { number in
            NewService(
                id: .make(), description: ServiceDescription(
                    name: "Servizio \(number)", ioServiceID: "01N\(number)", environment: .trial, maximumAmount: .maximum),
                keys: number.isMultiple(of: 2) ? [.primary: SealedKey(bytes: [1], last4: "1111")]
                    : [.primary: SealedKey(bytes: [2], last4: "2222"), .secondary: SealedKey(bytes: [3], last4: "3333")])
        }
    }

    @Test func `services of a list are added with their keys to be tried`() throws {
        try TestDatabase.run { database in
            let one = database.one
            try one.store.addServices(Self.services(1...250), by: one.administrator)
            let services = try one.store.services()
            #expect(services.count == 251 && services.dropFirst().allSatisfy { $0.keys.isEmpty && !$0.isUsable })
            #expect(services.map(\.candidates.count).reduce(0, +) == 375)
            #expect(try database.other.store.services().count == 1)
            let told = try database.db.first("""
                SELECT COUNT(*) FROM audit WHERE action = 'service_added' AND person_id = \(one.administrator)
                """) { $0.next(Int.self) }
            #expect(told == 251)
        }
    }

    @Test func `when one of them cannot be added none is`() throws {
        try TestDatabase.run { database throws in
            var services = Self.services(1...150)
            services[140].description.name = "Protocollo"
            let error = #expect(throws: DatabaseError.self) { try database.one.store.addServices(services, by: nil) }
            #expect(error.map(StoreFault.isNameTaken) == true)
            #expect(try database.one.store.services().count == 1)
        }
    }
}
