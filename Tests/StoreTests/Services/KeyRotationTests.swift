import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct KeyRotationTests {
    @Test func `every key is sealed again, of all tenants, batch by batch, and then none`() throws {
        try TestDatabase.run { database in
            for tenant in [database.one, database.other] {
                try tenant.store.addServices((1...120).map { number in
                    NewService(
                        id: .make(), description: ServiceDescription(
                            name: "Servizio \(number)", ioServiceID: "01N\(number)", environment: .trial, maximumAmount: .maximum),
                        keys: Dictionary(uniqueKeysWithValues: KeySlot.allCases.map { ($0, SealedKey(bytes: [1, 2, 3], last4: "cdef")) }))
                }, by: nil)
            }
            let sender = MailAddress("avvisi@example.it")!
            let server = MailServer(host: "smtp.example.it", port: 587, security: .startTLS, username: "u", sender: sender)
            _ = try database.installation.proposeMailServer(server, sealed: [1, 2, 3], tryingWith: sender, by: nil)
            let reseal: ([UInt8]) -> [UInt8]? = { $0 == [1, 2, 3] ? [9] : nil }
            #expect(try database.installation.resealKeys(reseal) == 2 * 240 + 2 + 1)
            for table: SQL in ["service_key", "key_candidate", "mail_server"] {
                #expect(try database.db.first("SELECT COUNT(*) FROM \(table) WHERE sealed <> x'09'") { $0.next(Int.self) } == 0)
            }
            #expect(try database.installation.resealKeys(reseal) == 0)
        }
    }

    @Test func `a key that was replaced while it was being sealed again is not overwritten`() throws {
        try TestDatabase.run { database in
            let (one, elsewhere) = (database.one, database.connect())
            _ = try database.installation.resealKeys { sealed in
                if sealed == [1, 2, 3] {
                    try? one.store(on: elsewhere).replaceKey(SealedKey(bytes: [5], last4: "5555"), .primary, of: one.service, by: nil)
                }
                return [9]
            }
            #expect(try one.store.access(to: one.service)?.sealedKeys == [.primary: [5]])
        }
    }

    @Test func `a living worker that does not open with the newest key is known by its host`() throws {
        try TestDatabase.run { database in
            let (old, new) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
            let (first, second, dead) = (WorkerID.make(), WorkerID.make(), WorkerID.make())
            try database.installation.beat(worker: first, host: "a", newestKey: old)
            try database.installation.beat(worker: second, host: "b", newestKey: new)
            try database.installation.beat(worker: dead, host: "c", newestKey: old)
            try database.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 16 SECOND WHERE id = \(dead)")
            #expect(try database.installation.hostsWithout(new) == ["a"])
            try database.installation.beat(worker: first, host: "a", newestKey: new)
            #expect(try database.installation.hostsWithout(new) == [])
        }
    }
}
