import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing
import TestSupport

/// The calls that an account of App IO has left.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct BudgetTests {
    @Test func `a claim takes what the budget pays for, keeping calls for people from the backlog`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (installation, one) = (database.installation, database.one)
            for _ in 1...20 { try one.add() }
            try database.age()
            let turn = try installation.turn(.sends, of: one)
            #expect(turn.claims.count == (CallBudget.burst - CallBudget.keptForPeople) / 2 && turn.hasMore)
            #expect(turn.callsLeft == CallBudget.keptForPeople)
            // At once again there is nothing for the backlog, and something for who waits.
            try one.add()
            #expect(try installation.turn(.sends, of: one).claims.count == 1)
            #expect(try installation.turn(.checks, of: one).claims.isEmpty)
        }
    }

    @Test func `enti that share an account share its calls, others have their own`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (installation, one, other) = (database.installation, database.one, database.other)
            for tenant in [one, other] { for _ in 1...5 { try tenant.add() } }
            #expect(try installation.turn(.sends, of: one).claims.count == 5)
            #expect(try installation.turn(.sends, of: other).claims.count == 5)
            try database.makeDue()
            try installation.fillBudgets()
            try installation.setAccount(of: other.id, to: one.id)
            #expect(try installation.turn(.sends, of: one).claims.count == 5)
            #expect(try installation.turn(.sends, of: other).claims.isEmpty)
            #expect(try installation.lanes(with: .sends).map(\.account.owner).allSatisfy { $0 == one.id })
        }
    }

    @Test func `many workers together never spend more than 150 calls in five seconds`() throws {
        try TestDatabase.run { database in
            let (options, account) = (database.options, Account(owner: database.one.id, environment: .trial))
            // A thread may be put aside between a call and its note: each was spent between the two.
            let spent = Mutex<(after: [ContinuousClock.Instant], before: [ContinuousClock.Instant])>(([], []))
            let end = ContinuousClock.now + .seconds(6)
            let worker: @Sendable () -> Void = {
                let installation = InstallationStore(Connection(options))
                while ContinuousClock.now < end {
                    let began = ContinuousClock.now
                    let taken = try? installation.db.transaction {
                        let calls = try installation.callsLeft(account)
                        if calls > 0 { try installation.spend(calls, of: account) }
                        return calls
                    }
                    spent.withLock { spent in for _ in 0..<(taken ?? 0) { spent.after.append(began); spent.before.append(.now) } }
                }
            }
            inThreads(worker, worker, worker)
            let (after, before) = spent.withLock { ($0.after.sorted(), $0.before.sorted()) }
            #expect(after.count > 150, "all of it is used")
            for (early, late) in zip(after, before.dropFirst(150)) { #expect(late - early > .milliseconds(4_950)) }
        }
    }

    @Test func `a wait that App IO asks for holds the whole account, in seconds, and a shorter one does not cut it short`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (installation, one) = (database.installation, database.one)
            let account = Account(owner: one.id, environment: .trial)
            try one.add()
            #expect(try installation.callsLeft(account) == CallBudget.burst)
            try installation.hold(account, seconds: 100)
            try installation.hold(account, seconds: 1)
            #expect(try installation.callsLeft(account) == 0 && installation.turn(.sends, of: one).claims.isEmpty)
            try database.letPass(seconds: 99)
            #expect(try installation.callsLeft(account) == 0)
            try database.letPass(seconds: 2)
            #expect(try installation.callsLeft(account) == CallBudget.burst)
        }
    }

    @Test func `what App IO says is left drives the budget down and never up, and calls not made come back`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let installation = database.installation, account = Account(owner: database.one.id, environment: .trial)
            #expect(try installation.callsLeft(account) == CallBudget.burst)
            try installation.lower(account, to: 3)
            #expect(try installation.callsLeft(account) == 3)
            try installation.lower(account, to: 8)
            #expect(try installation.callsLeft(account) == 3)
            try installation.fillBudgets()
            try installation.spend(10, of: account)
            try installation.spend(-4, of: account)
            #expect(try installation.callsLeft(account) == 4)
        }
    }

    @Test func `a question to App IO is paid for like any other call`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (installation, one) = (database.installation, database.one)
            _ = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
            let account = Account(owner: one.id, environment: .trial)
            _ = try installation.callsLeft(account)
            try installation.hold(account, seconds: 30)
            #expect(try installation.claimAsks(limit: 10, lease: 30).isEmpty)
            try installation.fillBudgets()
            #expect(try installation.claimAsks(limit: 10, lease: 30).count == 1)
            let isSpent = try database.db.first("SELECT spent_until > NOW(6) - INTERVAL 1 MINUTE FROM budget") { $0.next(Bool.self) }
            #expect(isSpent == true)
        }
    }

    @Test func `a tenant with thousands queued delays nobody else`() throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let (installation, one, other) = (database.installation, database.one, database.other)
            for _ in 1...200 { try one.add() }
            try other.add()
            let lanes = try installation.lanes(with: .sends).map { (lane: $0, most: 8) }
            let turns = try installation.claim(.sends, from: lanes, owner: .make(), lease: 60, under: installation.newMark())
            #expect(turns.first { $0.lane.tenant == other.id }?.claims.count == 1)
            #expect(turns.first { $0.lane.tenant == one.id }!.claims.count <= 5)
        }
    }
}

extension InstallationStore {
    fileprivate func turn(_ work: Work, of tenant: TestTenant) throws -> Turn {
        let owner = try tenants().first { $0.id == tenant.id }?.account ?? tenant.id
        let lane = Lane(tenant: tenant.id, service: tenant.service, account: Account(owner: owner, environment: .trial))
        return try claim(work, from: [(lane, 50)], owner: .make(), lease: 60, under: newMark())[0]
    }
}

extension TestDatabase {
    /// Nobody waits for what there is: it has been there for an hour.
    func age() throws {
        try db.execute("UPDATE notification SET queued_at = NOW(6) - INTERVAL 1 HOUR, due_at = NOW(6) - INTERVAL 1 HOUR")
    }
}
