import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// The database's clock was ahead for some seconds: nothing that was written then binds longer than it means.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct TimesAheadTests {
    @Test(arguments: [600, 86_400]) func `what a clock that was ahead wrote of an account's calls holds nobody`(_ seconds: Int) throws {
        try TestDatabase.run { database in
            try database.stopTime()
            let account = Account(owner: database.one.id, environment: .trial), ahead = try database.ahead(seconds)
            #expect(try ahead.callsLeft(account) == CallBudget.burst)
            try ahead.spend(10, of: account)
            #expect(try ahead.callsLeft(account) < 3)
            #expect(try database.installation.callsLeft(account) == CallBudget.burst)
            try ahead.lower(account, to: 0)
            try ahead.hold(account, seconds: 5)
            #expect(try ahead.callsLeft(account) == 0)
            #expect(try database.installation.callsLeft(account) == CallBudget.burst)
            // What is said now counts, however far ahead the other was.
            try database.installation.spend(4, of: account)
            #expect(try database.installation.callsLeft(account) == 6)
            try database.installation.hold(account, seconds: 86_400)
            #expect(try database.installation.callsLeft(account) == 0)
        }
    }

    @Test(arguments: [600, 86_400]) func `what waits, is tried again or is held for a claim is due`(_ seconds: Int) throws {
        try TestDatabase.run { database in
            let ahead = try database.ahead(seconds), (one, owner) = (database.one, WorkerID.make())
            let claimed = try one.add(), tried = try one.add()
            _ = try ahead.claimQueued(limit: 10, owner: owner, lease: 50)
            try one.store(on: ahead).settleProfile(
                tried, owner: owner, .again(after: 300, counted: true), call: LoggedCall(step: .profile, slot: .primary, milliseconds: 1,
                                                                                          outcome: .unavailable))
            let new = try one.store(on: ahead).addNotification(
                one.content(subject: "Aggiunta domani"), environment: .trial, formKey: .make(), by: one.operator_).id
            #expect(try database.installation.lanes(with: .sends).isEmpty)
            try database.takeBack()
            let due = try database.installation.claimQueued(limit: 10, owner: .make(), lease: 50)
            #expect(Set(due.map(\.notification.id)) == [claimed, tried, new])
        }
    }

    @Test func `times that are as they should be stay as they are`() throws {
        try TestDatabase.run { database in
            let (one, owner) = (database.one, WorkerID.make())
            for _ in 0..<3 { try one.add() }
            let claims = try database.installation.claimQueued(limit: 3, owner: owner, lease: 50)
            let call = LoggedCall(step: .profile, slot: .primary, milliseconds: 1, outcome: .unavailable)
            try one.store.settleProfile(claims[0].notification.id, owner: owner, .again(after: 600, counted: true), call: call)
            _ = try one.store.beginSending(claims[1].notification.id, attempt: 1, owner: owner, lease: 90)
            try database.furnishTimes()
            let count = try database.installation.takeBackTimesAhead(claim: 50, post: 90, on: .someDay)
            #expect(count == 0)
        }
    }

    @Test func `sessions, questions, failures, links, quotas and workers of tomorrow bind nobody today`() throws {
        try TestDatabase.run { database in
            let ahead = try database.ahead(86_400), (one, there) = (database.one, database.one.store(on: try database.ahead(86_400)))
            try there.openSession([UInt8](repeating: 1, count: 32), for: one.operator_)
            _ = try there.ask(.key(service: one.service, slot: .primary), by: nil)
            try there.invite(one.operator_, [UInt8](repeating: 1, count: 32), by: nil)
            try ahead.beat(worker: .make(), host: "domani")
            let bucket = FailureBucket(key: one.service.bytes, free: 0, longest: 900, memory: 24)
            try there.countFailure(in: [bucket])
            try database.installation.setQuotas(Quotas(messagesAMinute: 1), of: one.id)
            #expect(try there.countForQuotas(on: .today(at: .now()).next) && !there.countForQuotas(on: .today(at: .now()).next))
            try there.holdForQuota(on: .today(at: .now()).next)
            #expect(try one.store.wait(of: [bucket]) == 0, "a failure that is yet to come")
            #expect(try !database.installation.workerIsAlive())
            try database.takeBack()
            #expect(try database.db.rows("SELECT expires_at <= NOW(6) + INTERVAL 1 DAY FROM invitation") { $0.next(Bool.self) } == [true])
            for table in ["session", "ask", "worker", "login_failure"] {
                #expect(try database.db.rows(SQL(trusted: "SELECT 1 FROM \(table)")) { $0.next(Int.self) }.isEmpty, "\(table)")
            }
            #expect(try database.db.first("SELECT held_until IS NULL AND minute <= NOW() FROM quota_use") { $0.next(Bool.self) } == true)
        }
    }
}

extension TestDatabase {
    /// What another process sees whose server's clock is so many seconds ahead.
    fileprivate func ahead(_ seconds: Int) throws -> InstallationStore {
        let installation = connect()
        try installation.db.execute("SET timestamp = UNIX_TIMESTAMP() + \(seconds)")
        return installation
    }

    fileprivate func takeBack() throws {
        #expect(try installation.takeBackTimesAhead(claim: 50, post: 90, on: .today(at: .now())) > 0)
    }

    /// As far ahead as each may be.
    fileprivate func furnishTimes() throws {
        try one.store.openSession([UInt8](repeating: 1, count: 32), for: one.operator_)
        _ = try one.store.ask(.key(service: one.service, slot: .primary), by: nil)
        try one.store.remember(place: one.service.bytes)
        _ = try one.store.addExport(filter: ArchiveFilter(), by: one.operator_)
        try installation.beat(worker: .make(), host: "oggi")
    }
}
