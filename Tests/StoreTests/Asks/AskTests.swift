import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct AskTests {
    @Test func `a question reaches one worker, and its answer who asked`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let notification = try other.add()
            let key = try one.store.ask(.key(service: one.service, slot: .secondary), by: one.administrator)
            let status = try other.store.ask(.status(notification: notification), by: other.operator_)
            let claimed = try database.installation.claimAsks(limit: 10, lease: 30)
            #expect(claimed.map(\.id) == [key, status] && claimed.map(\.tenant) == [one.id, other.id])
            #expect(claimed.map(\.question) == [.key(service: one.service, slot: .secondary), .status(notification: notification)])
            #expect(try database.installation.claimAsks(limit: 10, lease: 30).isEmpty)

            #expect(try one.store.answer(to: key)?.answer == nil)
            try one.store.answer(key, .refused, detail: "Unauthorized")
            let answer = try #require(try one.store.answer(to: key))
            #expect(answer == (.refused, "Unauthorized"))
            #expect(try other.store.answer(to: key)?.answer == nil)
        }
    }

    @Test func `a question is answered once, by nobody else's tenant, and not asked again`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let ask = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
            try database.other.store.answer(ask, .accepted, detail: nil)
            #expect(try one.store.answer(to: ask)?.answer == nil)
            try one.store.answer(ask, .accepted, detail: nil)
            try one.store.answer(ask, .refused, detail: "tardi")
            #expect(try one.store.answer(to: ask)?.answer == .accepted)
            try database.makeDue()
            #expect(try database.installation.claimAsks(limit: 10, lease: 30).isEmpty)
        }
    }

    @Test func `a worker that died leaves the question to the next, an expired one to nobody`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let ask = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
            #expect(try database.installation.claimAsks(limit: 10, lease: 30).count == 1)
            try database.makeDue()
            #expect(try database.installation.claimAsks(limit: 10, lease: 30).map(\.id) == [ask])
            try database.makeDue()
            try database.db.execute("UPDATE ask SET expires_at = NOW(6) - INTERVAL 2 MINUTE")
            #expect(try database.installation.claimAsks(limit: 10, lease: 30).isEmpty)
            try database.installation.removeExpiredAsks()
            #expect(try database.db.rows("SELECT 1 FROM ask") { $0.next(Int.self) }.isEmpty)
        }
    }

    @Test func `a state and a key are asked about every ten seconds at most, also by several at once`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), options = database.options
            try database.db.execute("UPDATE service_key SET set_at = NOW(6) - INTERVAL 1 HOUR")
            let key = AskQuestion.key(service: one.service, slot: .primary)
            for question in [key, .status(notification: try one.add())] {
                let (tenant, person) = (one.id, one.operator_), made = Mutex<[(id: AskID, isNew: Bool)]>([])
                let ask: @Sendable () -> Void = {
                    let asked = try? TenantStore(tenant, Connection(options)).ask(question, by: person, atMostEvery: 10)
                    made.withLock { $0.append(asked!) }
                }
                inThreads(ask, ask, ask, ask)
                let found = made.withLock { $0 }
                #expect(found.count(where: \.isNew) == 1 && Set(found.map(\.id)).count == 1)
                try database.db.execute("UPDATE ask SET created_at = NOW(6) - INTERVAL 11 SECOND")
                #expect(try one.store.ask(question, by: person, atMostEvery: 10).isNew)
            }
            #expect(try other.store.ask(.key(service: other.service, slot: .primary), by: other.operator_, atMostEvery: 10).isNew)
            try database.db.execute("UPDATE service_key SET set_at = NOW(6)")
            #expect(try one.store.ask(key, by: one.operator_, atMostEvery: 10).isNew, "another key")
        }
    }

    @Test func `a worker is alive while it beats`() throws {
        try TestDatabase.run { database in
            let worker = WorkerID.make()
            #expect(try !database.installation.workerIsAlive())
            try database.installation.beat(worker: worker, host: "a")
            #expect(try database.installation.workerIsAlive())
            try database.db.execute("UPDATE worker SET seen_at = NOW(6) - INTERVAL 16 SECOND")
            #expect(try !database.installation.workerIsAlive())
            try database.installation.beat(worker: worker, host: "a")
            #expect(try database.installation.workerIsAlive())
            try database.installation.endBeat(worker: worker)
            #expect(try !database.installation.workerIsAlive())
        }
    }
}
