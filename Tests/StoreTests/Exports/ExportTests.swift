import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ExportTests {
    private let owner = WorkerID.make()

    @Test func `of many that are asked for at once as many are taken as one person may have`() throws {
        try TestDatabase.run { database in
            let (options, tenant, person) = (database.options, database.one.id, database.one.operator_)
            let ask: @Sendable () -> Void = {
                _ = try? TenantStore(tenant, Connection(options)).addExport(filter: ArchiveFilter(), by: person)
            }
            inThreads(ask, ask, ask, ask, ask, ask, ask, ask)
            let queued = try database.db.first("SELECT COUNT(*) FROM export") { $0.next(Int.self) }
            #expect(queued == Export.mostWaitingOfPerson)
        }
    }

    @Test func `an extraction is built by one worker and handed to who asked, and nobody else`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            var filter = ArchiveFilter()
            filter.states = [.uncertain, .failed]
            let id = try #require(try one.store.addExport(filter: filter, by: one.operator_))
            let claim = try #require(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3))
            #expect(claim.id == id && claim.tenant == one.id && claim.tenantCode == "c_a001" && claim.person.name == "Anna Bianchi")
            #expect(claim.list == .archive(filter) && claim.tries == 0)
            #expect(try database.installation.claimExport(owner: .make(), isLong: false, mostTries: 3)?.id == nil)

            #expect(try one.store.continueExport(id, owner: owner, rows: 500))
            #expect(try one.store.continueExport(id, owner: .make(), rows: 900) == false)
            #expect(try one.store.export(id, of: one.operator_)?.rowsDone == 500)
            let piece = [UInt8](repeating: 0x50, count: 300_000)
            for number in 0...1 { try one.store.addChunk(number, piece, to: id) }
            try one.store.finishExport(id, owner: .make(), rows: 9, fileName: "x", size: 9, chunks: 9)
            #expect(try one.store.export(id, of: one.operator_)?.state == .queued)
            try one.store.finishExport(id, owner: owner, rows: 750, fileName: "archivio.xlsx", size: 600_000, chunks: 2)

            let export = try #require(try one.store.export(id, of: one.operator_))
            #expect(export.state == .ready && export.rowsDone == 750 && export.chunks == 2 && export.size == 600_000)
            #expect(try one.store.chunk(1, of: id) == piece)
            #expect(try one.store.chunk(2, of: id) == nil)
            #expect(try other.store.chunk(1, of: id) == nil)
            #expect(try one.store.export(id, of: one.administrator)?.id == nil)
            #expect(try other.store.export(id, of: one.operator_)?.id == nil)
            try database.makeDue()
            #expect(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)?.id == nil)
        }
    }

    @Test func `a worker that died leaves the extraction to the next, which starts anew`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try #require(try store.addExport(filter: ArchiveFilter(), by: database.one.operator_))
            _ = try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)
            try store.addChunk(0, [1], to: id)
            try database.makeDue()
            let second = WorkerID.make()
            #expect(try database.installation.claimExport(owner: second, isLong: false, mostTries: 3)?.tries == 1)
            #expect(try store.continueExport(id, owner: owner, rows: 1) == false)
            try store.removeChunks(of: id)
            try store.addChunk(0, [2], to: id)
            #expect(try store.chunk(0, of: id) == [2])
        }
    }

    @Test func `an extraction that fails is tried again, until it is given up`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try #require(try store.addExport(filter: ArchiveFilter(), by: database.one.operator_))
            _ = try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)
            try store.failExport(id, owner: owner, final: false)
            #expect(try store.export(id, of: database.one.operator_)?.state == .queued)
            try database.makeDue()
            _ = try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)
            try store.failExport(id, owner: owner, final: true)
            #expect(try store.export(id, of: database.one.operator_)?.state == .failed)
            try database.makeDue()
            #expect(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)?.id == nil)
        }
    }

    @Test func `an extraction that its workers died of is given up as well`() throws {
        try TestDatabase.run { database in
            let id = try #require(try database.one.store.addExport(filter: ArchiveFilter(), by: database.one.operator_))
            for _ in 0..<3 {
                #expect(try database.installation.claimExport(owner: .make(), isLong: false, mostTries: 3)?.id == id)
                try database.makeDue()
            }
            #expect(try database.installation.claimExport(owner: .make(), isLong: false, mostTries: 3)?.id == nil)
            #expect(try database.one.store.export(id, of: database.one.operator_)?.state == .failed)
        }
    }

    @Test func `an extraction is gone after its day, its pieces too`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try #require(try store.addExport(filter: ArchiveFilter(), by: database.one.operator_))
            try store.addChunk(0, [1], to: id)
            try database.installation.removeExpired(sessionIdle: 60)
            #expect(try store.chunk(0, of: id) == [1])
            try database.db.execute("UPDATE export SET expires_at = NOW(6) - INTERVAL 1 SECOND")
            #expect(try store.export(id, of: database.one.operator_)?.id == nil)
            try database.installation.removeExpired(sessionIdle: 60)
            #expect(try store.chunk(0, of: id) == nil)
        }
    }

    @Test func `the tenants take turns, whoever asked first and however much one has asked for`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            for person in [one.operator_, one.operator_, one.administrator] {
                _ = try one.store.addExport(filter: ArchiveFilter(), by: person)
            }
            _ = try other.store.addExport(filter: ArchiveFilter(), by: other.operator_)
            let order = try (0..<4).map { _ in
                try #require(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)).tenant
            }
            #expect(order == [one.id, other.id, one.id, one.id])
        }
    }

    @Test func `a long extraction waits with the long ones, and as if it had not been tried`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            let id = try #require(try store.addExport(filter: ArchiveFilter(), by: database.one.operator_))
            #expect(try database.installation.claimExport(owner: owner, isLong: true, mostTries: 3)?.id == nil)
            _ = try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)
            try store.putOffExport(id, owner: .make())
            #expect(try database.installation.claimExport(owner: owner, isLong: true, mostTries: 3)?.id == nil)
            try store.putOffExport(id, owner: owner)
            #expect(try database.installation.claimExport(owner: owner, isLong: false, mostTries: 3)?.id == nil)
            let claim = try #require(try database.installation.claimExport(owner: owner, isLong: true, mostTries: 3))
            #expect(claim.id == id && claim.tries == 0)
        }
    }

    @Test func `a person has three extractions in preparation, a tenant ten, and files up to a limit`() throws {
        try TestDatabase.run { database in
            let one = database.one
            func ask(_ person: PersonID) throws -> Bool { try one.store.addExport(filter: ArchiveFilter(), by: person) != nil }
            #expect(try (0..<4).map { _ in try ask(one.operator_) } == [true, true, true, false])
            let people = try (0..<3).map {
                try one.store.addPerson(username: "altra\($0)", name: "Altra", role: .operator, passwordHash: "x", by: nil)
            }
            for person in people.prefix(2) + [one.administrator] { for _ in 0..<2 { #expect(try ask(person)) } }
            #expect(try ask(people[2]) && !ask(people[2]))
            #expect(try database.other.store.addExport(filter: ArchiveFilter(), by: database.other.operator_) != nil)
            try database.db.execute("""
                UPDATE export SET state = 'ready', due_at = NULL, chunks = 1, file_name = 'x', size = 300000000
                WHERE tenant_id = \(one.id)
                """)
            #expect(try !ask(one.operator_))
            try database.db.execute("UPDATE export SET size = 1000 WHERE tenant_id = \(one.id)")
            #expect(try ask(one.operator_))
        }
    }
}
