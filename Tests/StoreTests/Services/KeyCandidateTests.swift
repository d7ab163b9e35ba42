import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct KeyCandidateTests {
    private static let new = SealedKey(bytes: [7, 7], last4: "7777")

    /// Proposes the new key for the primary slot of the first tenant's service and has a worker take it up.
    private static func claim(_ database: TestDatabase) throws -> ClaimedCandidate {
        try database.one.store.proposeKey(new, .primary, of: database.one.service, by: database.one.administrator)
        return try #require(try database.installation.claimCandidates(limit: 10, lease: 30).first)
    }

    private static func keys(_ database: TestDatabase) throws -> [KeySlot: [UInt8]] {
        try #require(try database.one.store.access(to: database.one.service)).sealedKeys
    }

    @Test func `a key that was typed is not used before App IO has taken it`() throws {
        try TestDatabase.run { database in
            let (one, claimed) = (database.one, try Self.claim(database))
            #expect(try Self.keys(database) == [.primary: [1, 2, 3]])
            let service = try #require(try one.store.services().first)
            #expect(service.candidates[.primary]?.last4 == "7777" && service.candidates[.primary]?.setBy == "Carla Verdi")
            #expect(claimed.tenant == one.id && claimed.account == Account(owner: one.id, environment: .trial))
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).isEmpty, "one worker has it")

            try one.store.stop(one.service, because: "401")
            for _ in 1...2 { try one.store.install(claimed) }
            let installed = try #require(try one.store.service(one.service))
            #expect(try Self.keys(database) == [.primary: [7, 7]])
            #expect(installed.candidates.isEmpty && installed.keys[.primary]?.setBy == "Carla Verdi" && installed.stoppedAt == nil)
            #expect(try database.db.first("SELECT COUNT(*) FROM audit WHERE action = 'key_replaced'") { $0.next(Int.self) } == 1)
        }
    }

    @Test func `a key that App IO refuses displaces none, and is tried again only when somebody asks`() throws {
        try TestDatabase.run { database in
            let (one, claimed) = (database.one, try Self.claim(database))
            for _ in 1...2 { try one.store.refuse(claimed, detail: "Unauthorized") }
            #expect(try Self.keys(database) == [.primary: [1, 2, 3]])
            let candidate = try #require(try one.store.service(one.service)?.candidates[.primary])
            #expect(candidate.answer == .refused && candidate.detail == "Unauthorized")
            #expect(try database.db.first("SELECT COUNT(*) FROM audit WHERE action = 'key_refused'") { $0.next(Int.self) } == 1)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).isEmpty)
            try database.other.store.retryCandidate(.primary, of: one.service)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).isEmpty, "not by another ente")
            try one.store.retryCandidate(.primary, of: one.service)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).count == 1)
            try database.other.store.discardCandidate(.primary, of: one.service, by: nil)
            #expect(try one.store.service(one.service)?.candidates.count == 1)
            try one.store.discardCandidate(.primary, of: one.service, by: one.administrator)
            #expect(try one.store.service(one.service)?.candidates.isEmpty == true)
        }
    }

    @Test func `of keys that are typed at once one is left and none is refused`() throws {
        try TestDatabase.run { database in
            let (one, options) = (database.one, database.options)
            let propose: @Sendable () -> Void = { [tenant = one.id, service = one.service] in
                let store = InstallationStore(Connection(options)).store(of: tenant)
                for number in UInt8(0)..<20 {
                    #expect(throws: Never.self) {
                        try store.proposeKey(SealedKey(bytes: [number], last4: "9999"), .primary, of: service, by: nil)
                        try store.discardCandidate(.primary, of: service, by: nil)
                    }
                }
            }
            inThreads(propose, propose, propose, propose)
            _ = try Self.claim(database)
            #expect(try one.store.service(one.service)?.candidates[.primary]?.last4 == "7777")
        }
    }

    @Test func `the outcome of a key that was typed over meanwhile says nothing of the new one`() throws {
        try TestDatabase.run { database in
            let (one, claimed) = (database.one, try Self.claim(database))
            try one.store.proposeKey(SealedKey(bytes: [8], last4: "8888"), .primary, of: one.service, by: nil)
            try one.store.install(claimed)
            try one.store.refuse(claimed, detail: nil)
            try one.store.putOff(claimed, .unavailable, detail: nil, seconds: 600)
            let service = try #require(try one.store.service(one.service))
            #expect(service.keys[.primary]?.last4 == "cdef")
            #expect(service.candidates[.primary]?.last4 == "8888" && service.candidates[.primary]?.answer == nil)
        }
    }

    @Test func `a key that could not be tried is tried again by itself, later`() throws {
        try TestDatabase.run { database in
            let (one, claimed) = (database.one, try Self.claim(database))
            try one.store.putOff(claimed, .unavailable, detail: "Servizio non disponibile", seconds: 60)
            #expect(try one.store.service(one.service)?.candidates[.primary]?.answer == .unavailable)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).isEmpty)
            try database.db.execute("UPDATE key_candidate SET due_at = NOW(6)")
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).first?.tries == 1)
        }
    }

    @Test func `one key is tried at once, the others out of what people's sends leave, each tenant's out of its own`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (one, other) = (database.one, database.other)
            for slot in KeySlot.allCases {
                try one.store.proposeKey(Self.new, slot, of: one.service, by: nil)
                try other.store.proposeKey(Self.new, slot, of: other.service, by: nil)
            }
            let account = Account(owner: one.id, environment: .trial)
            try database.db.execute("INSERT INTO budget (account_id, environment) VALUES (\(one.id), 'trial')")
            try database.installation.lower(account, to: CallBudget.keptForPeople)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).map(\.tenant).count { $0 == one.id } == 1,
                "one, for who waits")
            try database.installation.lower(account, to: 0)
            #expect(try database.installation.claimCandidates(limit: 10, lease: 30).allSatisfy { $0.tenant == other.id })
        }
    }

    @Test func `a key that App IO refuses is marked and gives way to the other until App IO takes it again`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, database.one.service)
            try store.replaceKey(SealedKey(bytes: [4], last4: "4444"), .secondary, of: id, by: nil)
            try store.prefer(.primary, of: id)
            try store.noteRefused([1, 2, 3], of: id)
            var access = try #require(try store.access(to: id))
            #expect(access.preferred == .secondary && access.refusedKeys == [.primary])
            #expect(try store.service(id)?.keys[.primary]?.refusedAt != nil && store.service(id)?.keys[.secondary]?.refusedAt == nil)
            try store.noteRefused([4], of: id)
            #expect(try store.access(to: id)?.preferred == .primary, "none is better")
            try store.noteTaken([1, 2, 3], of: id)
            access = try #require(try store.access(to: id))
            #expect(access.preferred == .primary && access.refusedKeys == [.secondary])
        }
    }

    @Test func `a new key lets go what stood still for want of one, and nothing else`() throws {
        try TestDatabase.run { database in
            let (store, id) = (database.one.store, database.one.service)
            try store.stop(id, .ceiling, because: "Massimo al giorno")
            try store.install(Self.claim(database))
            #expect(try store.service(id)?.stopKind == .ceiling)
            #expect(try store.access(to: id)?.sealedKeys == [.primary: [7, 7]])
        }
    }

    @Test func `one service of App IO is one service of a tenant in each environment`() throws {
        try TestDatabase.run { database throws in
            func add(_ tenant: TestTenant, _ environment: Environment) throws {
                let twin = ServiceDescription(
                    name: "Gemello \(environment)", ioServiceID: "01SERVIZIO", environment: environment, maximumAmount: .maximum)
                try tenant.store.addService(.make(), twin, by: nil)
            }
            try add(database.one, .live)
            let error = #expect(throws: DatabaseError.self) { try add(database.one, .trial) }
            #expect(error.map(StoreFault.isServiceTaken) == true)
        }
    }
}
