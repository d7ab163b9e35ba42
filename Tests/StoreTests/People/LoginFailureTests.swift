import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct LoginFailureTests {
    private let one = FailureBucket(key: [UInt8](repeating: 1, count: 16), free: 3, longest: 10)
    private let two = FailureBucket(key: [UInt8](repeating: 2, count: 16), free: 1, longest: 100)

    @Test func `the first failures cost nothing, those after them twice as long each, up to a limit`() {
        #expect((0...9).map { one.delay(after: $0) } == [0, 0, 0, 1, 2, 4, 8, 10, 10, 10])
        #expect(one.delay(after: .max) == 10)
    }

    @Test func `the longest wait counts, of a tenant's own failures`() throws {
        try TestDatabase.run { database in
            let (store, other) = (database.one.store, database.other.store)
            for _ in 0..<4 { try store.countFailure(in: [two, one]) }
            #expect(try store.wait(of: [one]) == 2 && store.wait(of: [one, two]) == 8)
            #expect(try other.wait(of: [one, two]) == 0)
            try database.db.execute("UPDATE login_failure SET last_at = last_at - INTERVAL 3 SECOND")
            #expect(try store.wait(of: [one]) == 0 && store.wait(of: [two]) == 5)
        }
    }

    @Test func `a failure that was none is taken back, and the right one from one's own place forgets all`() throws {
        try TestDatabase.run { database in
            let store = database.one.store
            for _ in 0..<4 { try store.countFailure(in: [one]) }
            try store.takeBackFailure(in: [one])
            #expect(try store.wait(of: [one]) == 1)
            try store.forgetFailures(in: one.key)
            #expect(try store.wait(of: [one]) == 0)
            try store.takeBackFailure(in: [one])
            try store.countFailure(in: [one])
            #expect(try database.db.first("SELECT failures FROM login_failure") { $0.next(Int.self) } == 1)
        }
    }

    @Test func `what is remembered for a day is not forgotten in an hour`() throws {
        try TestDatabase.run { database in
            let store = database.one.store, code = FailureBucket(key: one.key, free: 3, longest: 9_000, memory: 24)
            for _ in 0..<20 { try store.countFailure(in: [code]) }
            try database.db.execute("""
                UPDATE login_failure SET last_at = last_at - INTERVAL 7200 SECOND, forgotten_at = forgotten_at - INTERVAL 7200 SECOND
                """)
            #expect(try store.wait(of: [code]) == 1_800)
        }
    }

    @Test func `an hour after the last failure nothing is left of them, three months after a log in nothing of its place`() throws {
        try TestDatabase.run { database in
            let store = database.one.store, place = [UInt8](repeating: 3, count: 16)
            for _ in 0..<6 { try store.countFailure(in: [one]) }
            try store.remember(place: place)
            #expect(try store.remembers(place: place) && store.remembers(place: one.key) == true)
            try database.db.execute("UPDATE login_failure SET forgotten_at = forgotten_at - INTERVAL 3601 SECOND")
            #expect(try store.wait(of: [one]) == 0 && store.remembers(place: place))
            try store.countFailure(in: [one])
            #expect(try database.db.first("SELECT MIN(failures + 1) FROM login_failure WHERE failures > 0") { $0.next(Int.self) } == 2)
            try database.db.execute("UPDATE login_failure SET forgotten_at = forgotten_at - INTERVAL 90 DAY")
            #expect(try store.remembers(place: place) == false)
            try database.installation.removeExpired(sessionIdle: 60)
            #expect(try database.db.rows("SELECT failures FROM login_failure") { $0.next(Int.self) }.isEmpty)
        }
    }

    @Test func `tries that come all at once are all counted`() throws {
        try TestDatabase.run { database in
            let (options, tenant, buckets) = (database.options, database.one.id, [one, two])
            let fail: @Sendable () -> Void = {
                let store = InstallationStore(Connection(options)).store(of: tenant)
                for _ in 0..<20 { try? store.countFailure(in: buckets) }
            }
            inThreads(fail, fail, fail)
            let counted = try database.db.rows("SELECT failures FROM login_failure") { $0.next(Int.self) }
            #expect(counted == [60, 60])
        }
    }

    @Test func `of tries that come all at once after a wait one passes`() throws {
        try TestDatabase.run { database in
            let (options, tenant, buckets) = (database.options, database.one.id, [one, two])
            let arrived = Mutex(0), passed = Mutex(0)
            for _ in 0..<6 { try database.one.store.countFailure(in: buckets) }
            try database.db.execute("UPDATE login_failure SET last_at = last_at - INTERVAL 100 SECOND")
            let attempt: @Sendable () -> Void = {
                let store = InstallationStore(Connection(options)).store(of: tenant)
                _ = try? store.wait(of: buckets)
                arrived.withLock { $0 += 1 }
                while arrived.withLock({ $0 }) < 4 {}
                for _ in 0..<5 where (try? store.countTry(in: buckets)) == 0 { passed.withLock { $0 += 1 } }
            }
            inThreads(attempt, attempt, attempt, attempt)
            #expect(passed.withLock { $0 } == 1)
            #expect(try database.db.rows("SELECT failures FROM login_failure") { $0.next(Int.self) } == [7, 7])
        }
    }
}
