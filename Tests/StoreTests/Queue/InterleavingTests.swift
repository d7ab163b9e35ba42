import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

@preconcurrency import Glibc

/// What comes at the wrong moment: a brake, an answer, a command, an act that is made twice.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct InterleavingTests {
    private let owner = WorkerID.make()

    @Test func `a lane that was found before a brake was pulled gets nothing, and no further turn`() throws {
        try TestDatabase.run { database in
            let (installation, one) = (database.installation, database.one)
            for _ in 1...20 { try one.add() }
            let lanes = try installation.lanes(with: .sends).map { (lane: $0, most: 8) }
            let mark = try installation.newMark()
            for (brake, release) in [
                ({ try one.store.pause(service: one.service, by: nil) },
                 { try one.store.resume(service: one.service, on: .someDay, by: nil) }),
                ({ try one.store.pause(by: nil) }, { try one.store.resume(on: .someDay, by: nil) }),
                ({ try one.store.stop(one.service, .refusals, because: "") },
                 { try one.store.resume(service: one.service, on: .someDay, by: nil) }),
                ({ try one.store.setDisabled(true, service: one.service, by: nil) },
                 { try one.store.setDisabled(false, service: one.service, by: nil) }),
                ({ try installation.setState(.readOnly, of: one.id) }, { try installation.setState(.active, of: one.id) }),
            ] as [(() throws -> Void, () throws -> Void)] {
                try brake()
                let turn = try #require(try installation.claim(.sends, from: lanes, owner: owner, lease: 60, under: mark).first)
                #expect(turn.claims.isEmpty && !turn.hasMore)
                try release()
                try installation.fillBudgets()
                #expect(try !installation.claim(.sends, from: lanes, owner: owner, lease: 60, under: mark)[0].claims.isEmpty)
                try database.makeDue()
                try installation.fillBudgets()
            }
        }
    }

    @Test func `an answer that moved nothing says so, also when it is settled again`() throws {
        try TestDatabase.run { database in
            let (one, installation) = (database.one, database.installation)
            let id = try one.add()
            _ = try installation.claimQueued(limit: 1, owner: owner, lease: 60)
            #expect(try one.store.settleSubmit(id, attempt: 1, owner: owner, .again(after: 0, counted: false), call: .submitted) == false)
            #expect(try one.store.permit(id, attempt: 1, owner: owner) == .begun)
            let call = LoggedCall.submitted
            for isFirst in [true, false] {
                #expect(try one.store.settleSubmit(id, attempt: 1, owner: owner, .again(after: 0, counted: true), call: call) == isFirst)
            }
        }
    }

    @Test func `what the profile said is settled once`() throws {
        try TestDatabase.run { database in
            let (one, call) = (database.one, LoggedCall.asked)
            let id = try one.add()
            _ = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
            for _ in 1...2 { try one.store.settleProfile(id, owner: owner, .again(after: 0, counted: true), call: call) }
            #expect(try database.db.first("SELECT tries FROM notification WHERE id = \(id)") { $0.next(Int.self) } == 1)
        }
    }

    @Test func `a worker that looks while after-restore is at work does not find a restored backup`() throws {
        try TestDatabase.run { database in
            let (mark, options) = (try database.installation.newMark(), database.options)
            inThreads({
                let command = Connection(options)
                for statement in ["START TRANSACTION", "DELETE FROM send_mark", "DO SLEEP(1)", "UPDATE host SET epoch = 9", "COMMIT"] {
                    try? command.script(SQL(trusted: statement))
                }
            }, {
                usleep(300_000)
                _ = try? InstallationStore(Connection(options)).reconcile(mark)
            })
            #expect(try database.installation.pauses().restored == nil)
            #expect(try database.installation.reconcile(mark)?.epoch == 9)
        }
    }

    @Test func `the answer of a POST that after-restore made a doubt of still counts`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let (leaving, waiting) = (try one.add(), try one.add())
            _ = try database.installation.claimQueued(limit: 2, owner: owner, lease: 60)
            #expect(try one.store.permit(leaving, attempt: 1, owner: owner) == .begun)
            _ = try database.installation.settleRestore(epoch: 9, evenUnnoticed: true)
            for id in [leaving, waiting] {
                try one.store.settleSubmit(id, attempt: 1, owner: owner, .accepted(ioID: "IO1", firstCheck: 2), call: .submitted)
            }
            #expect(try one.state(leaving) == .accepted)
            #expect(try one.state(waiting) == .uncertain, "no POST of it was on its way")
        }
    }

    @Test func `questions of an account that must wait keep nobody else's from being asked`() throws {
        try TestDatabase.run { database in
            let (installation, one, other) = (database.installation, database.one, database.other)
            for _ in 1...5 { _ = try one.store.ask(.key(service: one.service, slot: .primary), by: nil) }
            let foreign = try other.store.ask(.key(service: other.service, slot: .primary), by: nil)
            let account = Account(owner: one.id, environment: .trial)
            _ = try installation.callsLeft(account)
            try installation.hold(account, seconds: 30)
            #expect(try installation.claimAsks(limit: 5, lease: 30).map(\.id) == [foreign])
        }
    }

    @Test func `checks of a service that an older program stopped end as well`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let id = try one.add()
            try database.put(id, of: one, in: .accepted, attempt: 1)
            try database.makeDue()
            try database.db.execute("UPDATE notification SET accepted_at = NOW(6) - INTERVAL 8 DAY")
            try database.db.execute("UPDATE service SET stopped_at = NOW(6), stop_kind = NULL WHERE tenant_id = \(one.id)")
            try database.installation.putOffChecksWithoutKey()
            #expect(try one.state(id) == .undetermined)
        }
    }

    @Test func `what App IO says of an older message does not touch the one that was sent since`() throws {
        try TestDatabase.run { database in
            let one = database.one
            let id = try one.add()
            try database.put(id, of: one, in: .accepted, attempt: 1)
            let asked = try #require(try one.store.notification(id))
            try database.put(id, of: one, in: .failed, attempt: 1)
            #expect(try one.store.retry(id, attempt: 1, by: one.operator_))
            try database.put(id, of: one, in: .accepted, attempt: 2)
            try database.db.execute("UPDATE notification SET io_id = 'NEWER' WHERE id = \(id)")
            let words = IOWords(status: "FAILED", email: nil, push: nil)
            try one.store.settleStatus(
                id, owner: nil, about: asked.ioID, state: .failed, reason: .failedAtIO, words: words, next: nil, call: nil)
            #expect(try one.state(id) == .accepted)
        }
    }
}
