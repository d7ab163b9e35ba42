import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing

/// The calls that an account of App IO has left.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct BudgetTests {
    @Test func `a claim takes what the budget pays for, keeping calls for people from the backlog`() throws {
        try TestDatabase.run { database in
            let (host, one) = (database.host, database.one)
            for _ in 1...20 { try one.add() }
            try database.age()
            let turn = try host.turn(.sends, of: one)
            #expect(turn.claims.count == (CallBudget.burst - CallBudget.keptForPeople) / 2 && turn.hasMore)
            #expect(turn.callsLeft == CallBudget.keptForPeople)
            // At once again there is nothing for the backlog, and something for who waits.
            try one.add()
            #expect(try host.turn(.sends, of: one).claims.count == 1)
            #expect(try host.turn(.checks, of: one).claims.isEmpty)
        }
    }

    @Test func `enti that share an account share its calls, others have their own`() throws {
        try TestDatabase.run { database in
            let (host, one, other) = (database.host, database.one, database.other)
            for ente in [one, other] { for _ in 1...5 { try ente.add() } }
            #expect(try host.turn(.sends, of: one).claims.count == 5)
            #expect(try host.turn(.sends, of: other).claims.count == 5)
            try database.makeDue()
            try host.fillBudgets()
            try host.setAccount(of: other.id, to: one.id)
            #expect(try host.turn(.sends, of: one).claims.count == 5)
            #expect(try host.turn(.sends, of: other).claims.isEmpty)
            #expect(try host.lanes(with: .sends).map(\.account.owner).allSatisfy { $0 == one.id })
        }
    }

    @Test func `many workers together never spend more than 150 calls in five seconds`() throws {
        try TestDatabase.run { database in
            let (options, account) = (database.options, Account(owner: database.one.id, environment: .trial))
            let spent = Mutex<[ContinuousClock.Instant]>([])
            let end = ContinuousClock.now + .seconds(6)
            let worker: @Sendable () -> Void = {
                let host = HostStore(Connection(options))
                while ContinuousClock.now < end {
                    let taken = try? host.db.transaction {
                        let calls = try host.callsLeft(account)
                        if calls > 0 { try host.spend(calls, of: account) }
                        return calls
                    }
                    spent.withLock { spent in for _ in 0..<(taken ?? 0) { spent.append(.now) } }
                }
            }
            inThreads(worker, worker, worker)
            let times = spent.withLock { $0.sorted() }
            #expect(times.count > 150, "all of it is used")
            for (index, time) in times.enumerated() where index >= 150 { #expect(time - times[index - 150] > .milliseconds(4_950)) }
        }
    }

    @Test func `a wait that App IO asks for holds the whole account, in seconds, and a shorter one does not cut it short`() throws {
        try TestDatabase.run { database in
            let (host, one) = (database.host, database.one)
            let account = Account(owner: one.id, environment: .trial)
            try one.add()
            #expect(try host.callsLeft(account) == CallBudget.burst)
            try host.hold(account, seconds: 100)
            try host.hold(account, seconds: 1)
            #expect(try host.callsLeft(account) == 0 && host.turn(.sends, of: one).claims.isEmpty)
            try database.db.execute("UPDATE budget SET spent_until = spent_until - INTERVAL 99 SECOND")
            #expect(try host.callsLeft(account) == 0)
            try database.db.execute("UPDATE budget SET spent_until = spent_until - INTERVAL 1200000 MICROSECOND")
            #expect(try (1...CallBudget.burst).contains(host.callsLeft(account)))
        }
    }

    @Test func `what App IO says is left drives the budget down and never up, and calls not made come back`() throws {
        try TestDatabase.run { database in
            let host = database.host, account = Account(owner: database.one.id, environment: .trial)
            #expect(try host.callsLeft(account) == CallBudget.burst)
            try host.lower(account, to: 3)
            #expect(try (3...4).contains(host.callsLeft(account)))
            try host.lower(account, to: 8)
            #expect(try (3...5).contains(host.callsLeft(account)))
            try host.fillBudgets()
            try host.spend(10, of: account)
            try host.spend(-4, of: account)
            #expect(try (4...6).contains(host.callsLeft(account)))
        }
    }

    @Test func `a question to App IO is paid for like any other call`() throws {
        try TestDatabase.run { database in
            let (host, one) = (database.host, database.one)
            _ = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
            let account = Account(owner: one.id, environment: .trial)
            _ = try host.callsLeft(account)
            try host.hold(account, seconds: 30)
            #expect(try host.claimAsks(limit: 10, lease: 30).isEmpty)
            try host.fillBudgets()
            #expect(try host.claimAsks(limit: 10, lease: 30).count == 1)
            let isSpent = try database.db.first("SELECT spent_until > NOW(6) - INTERVAL 1 MINUTE FROM budget") { $0.next(Bool.self) }
            #expect(isSpent == true)
        }
    }

    @Test func `an ente with thousands queued delays nobody else`() throws {
        try TestDatabase.run { database in
            let (host, one, other) = (database.host, database.one, database.other)
            for _ in 1...200 { try one.add() }
            try other.add()
            let lanes = try host.lanes(with: .sends).map { (lane: $0, most: 8) }
            let turns = try host.claim(.sends, from: lanes, owner: .make(), lease: 60, under: host.newMark())
            #expect(turns.first { $0.lane.tenant == other.id }?.claims.count == 1)
            #expect(turns.first { $0.lane.tenant == one.id }!.claims.count <= 5)
        }
    }
}

extension HostStore {
    fileprivate func turn(_ work: Work, of ente: Ente) throws -> Turn {
        let owner = try tenants().first { $0.id == ente.id }?.account ?? ente.id
        let lane = Lane(tenant: ente.id, service: ente.service, account: Account(owner: owner, environment: .trial))
        return try claim(work, from: [(lane, 50)], owner: .make(), lease: 60, under: newMark())[0]
    }
}

extension TestDatabase {
    /// Nobody waits for what there is: it has been there for an hour.
    func age() throws {
        try db.execute("UPDATE notification SET queued_at = NOW(6) - INTERVAL 1 HOUR, due_at = NOW(6) - INTERVAL 1 HOUR")
    }
}
