import Domain
import MariaDB
@testable import Store
import Synchronization
import Testing
import TestSupport

/// What the host lets a tenant send a day and a minute.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct QuotaTests {
    private let owner = WorkerID.make()
    private let today = CalendarDate.today(at: .now())

    @Test func `beyond the quota of the day messages wait for tomorrow, and those of another tenant leave`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            try installation.setQuotas(Quotas(messagesADay: 2), of: one.id)
            for tenant in [one, other] { for _ in 1...4 { try tenant.add() } }
            #expect(try begun(database) == [one.id: 2, other.id: 4])
            #expect(try one.store.begunToday(today) == 2 && other.store.begunToday(today) == 4)
            #expect(try begun(database) == [:])
            #expect(try installation.lanes(with: .sends).isEmpty, "nobody looks at them again and again")
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.quotaReached(.day)])
            #expect(try other.store.headerNotices().alarms.isEmpty)
            #expect(try one.store.traffic().waiting == 2)
            let wait = try database.db.first("SELECT TIMESTAMPDIFF(SECOND, NOW(6), held_until) FROM quota_use WHERE held_by = 'day'") {
                $0.next(Int.self)
            }
            let midnight = Int(today.next.startOfDayInRome.seconds - Moment.now().seconds)
            #expect(abs((wait ?? 0) - midnight) <= 5)
            try database.db.execute("UPDATE quota_use SET day = day - INTERVAL 1 DAY, held_until = NOW(6) WHERE held_by = 'day'")
            #expect(try begun(database) == [one.id: 2])
        }
    }

    @Test func `beyond the quota of a minute they wait for the next, and the day goes on counting`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            try installation.setQuotas(Quotas(messagesADay: 5, messagesAMinute: 3), of: one.id)
            for _ in 1...9 { try one.add() }
            try awaitRoomInMinute(database)
            #expect(try begun(database) == [one.id: 3])
            #expect(try begun(database) == [:])
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.quotaReached(.minute)])
            try database.db.execute("UPDATE quota_use SET minute = minute - INTERVAL 1 MINUTE, held_until = NOW(6)")
            #expect(try begun(database) == [one.id: 2], "the day has room for two more")
            #expect(try begun(database) == [:])
            #expect(try one.store.headerNotices().alarms.map(\.cause) == [.quotaReached(.day)])
        }
    }

    @Test func `a quota that is raised lets go at once what waited for it`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            try installation.setQuotas(Quotas(messagesADay: 1), of: one.id)
            for _ in 1...3 { try one.add() }
            #expect(try begun(database) == [one.id: 1])
            #expect(try begun(database) == [:])
            try installation.setQuotas(Quotas(messagesADay: 2), of: one.id)
            #expect(try begun(database) == [one.id: 1])
            try installation.setQuotas(Quotas(), of: one.id)
            #expect(try begun(database) == [one.id: 1])
            #expect(try one.store.headerNotices().alarms.isEmpty)
        }
    }

    @Test func `what certainly did not arrive gives its place in the day back`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            try installation.setQuotas(Quotas(messagesADay: 1), of: one.id)
            for _ in 1...2 { try one.add() }
            let claim = try #require(try installation.claimQueued(limit: 1, owner: owner, lease: 60).first)
            let request = SendRequest(claim, owner: owner, after: .asked)
            #expect(try installation.begin([request], lease: 60, on: today, under: installation.newMark()).permits == [.begun])
            #expect(try begun(database) == [:])
            try one.store.uncount(claim, on: today)
            #expect(try one.store.headerNotices().alarms.isEmpty)
            #expect(try begun(database) == [one.id: 1])
        }
    }

    @Test func `several workers together send exactly the quota`() throws {
        try TestDatabase.run { database in
            let (options, one, other, today) = (database.options, database.one, database.other, today)
            for tenant in [one, other] {
                try database.installation.setQuotas(Quotas(messagesADay: 25), of: tenant.id)
                for _ in 1...40 { try tenant.add() }
            }
            let faults = Mutex<[String]>([])
            let worker: @Sendable () -> Void = {
                do {
                    let (installation, owner) = (InstallationStore(Connection(options)), WorkerID.make())
                    let mark = try installation.newMark()
                    var current = mark
                    for _ in 1...40 {
                        try installation.fillBudgets()
                        let lanes = try installation.lanes(with: .sends).map { (lane: $0, most: 3) }
                        let claims = try installation.claim(.sends, from: lanes, owner: owner, lease: 60, under: current).flatMap(\.claims)
                        let requests = claims.map { SendRequest($0, owner: owner, after: .asked) }
                        if !requests.isEmpty { current = try installation.begin(requests, lease: 60, on: today, under: current).mark }
                    }
                } catch { faults.withLock { $0.append("\(error)") } }
            }
            inThreads(worker, worker, worker)
            #expect(faults.withLock { $0 } == [])
            for tenant in [one, other] {
                let left = try database.db.first("""
                    SELECT COUNT(*) FROM notification WHERE tenant_id = \(tenant.id) AND state = 'sending'
                    """) { $0.next(Int.self) }
                #expect(left == 25)
            }
        }
    }

    /// Claims all there is and lets it go as a worker would; by tenant, how many left.
    private func begun(_ database: TestDatabase) throws -> [TenantID: Int] {
        let installation = database.installation
        let claims = try installation.claimQueued(limit: 50, owner: owner, lease: 60)
        let requests = claims.map { SendRequest($0, owner: owner, after: .asked) }
        guard !requests.isEmpty else { return [:] }
        let permits = try installation.begin(requests, lease: 60, on: today, under: installation.newMark()).permits
        return zip(claims, permits).filter { $1 == .begun }.reduce(into: [:]) { $0[$1.0.lane.tenant, default: 0] += 1 }
    }

    /// The test's minute must not end while it counts.
    private func awaitRoomInMinute(_ database: TestDatabase) throws {
        while try database.db.first("SELECT SECOND(NOW(6)) > 50", { $0.next(Bool.self) }) == true {
            try database.db.execute("DO SLEEP(1)")
        }
    }
}
