import Domain
import MariaDB
@testable import Store
import Testing
import TestSupport

/// What is to leave at a time of its own.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ScheduledTests {
    private let owner = WorkerID.make()

    @Test func `before its time it does not wait, whatever makes others due; from then on it does, since then`() throws {
        try TestDatabase.run { database in
            let (one, other, installation) = (database.one, database.other, database.installation)
            let moment = Moment.ahead(), id = try one.add(sendAt: moment), theirs = try other.add(sendAt: .ahead(60))
            let record = try #require(try one.store.notification(id))
            #expect(record.state == .scheduled && record.sendAt == moment && record.dueAt == moment && record.attempt == 0)
            // An outage is over, a key is taken again, leases end, a worker comes.
            try one.store.makeDue(one.service)
            try database.makeDue()
            #expect(try installation.takeBackTimesAhead(claim: 50, post: 90, on: .today(at: .now())) == 0)
            #expect(try installation.queueScheduled() == 0 && installation.lanes(with: .sends).isEmpty)
            #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).isEmpty)
            #expect(try one.store.traffic() == Traffic(waiting: 0, inFlight: 0))
            let before = try installation.metrics()
            #expect(before.oldestWait == 0 && before.open.map(\.count) == [2, 0, 0, 0, 0])
            #expect(try installation.queue().map { [$0.scheduled, $0.waiting] } == [[1, 0], [1, 0]])

            try database.bringTime(of: id, ago: 100)
            #expect(try (100...110).contains(installation.metrics().oldestWait), "though no worker has seen it")
            #expect(try installation.queueScheduled() == 1)
            let waiting = try #require(try one.store.notification(id))
            #expect(waiting.state == .queued && waiting.updatedAt == record.updatedAt && waiting.movedAt == nil)
            #expect(try (100...110).contains(installation.metrics().oldestWait))
            #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).map(\.notification.id) == [id])
            #expect(try other.state(theirs) == .scheduled)
        }
    }

    @Test func `when its time comes, what holds the others holds it`() throws {
        try TestDatabase.run { database in
            let (one, installation) = (database.one, database.installation)
            let brakes: [(String, () throws -> Void, () throws -> Void)] = [
                ("paused by a person", { try one.store.pause(by: nil) }, { try one.store.resume(on: .someDay, by: nil) }),
                ("stopped by the program", { try one.store.stop(one.service, .refusals, because: "x") },
                 { try one.store.resume(service: one.service, on: .someDay, by: nil) }),
                ("disabled", { try one.store.setDisabled(true, service: one.service, by: one.administrator) },
                 { try one.store.setDisabled(false, service: one.service, by: one.administrator) }),
                ("the installation paused", { try installation.setPaused(true) }, { try installation.setPaused(false) }),
                ("read only", { try installation.setState(.readOnly, of: one.id, because: "x") },
                 { try installation.setState(.active, of: one.id, because: "") }),
                ("a quota used up", {
                    try installation.setQuotas(Quotas(messagesAMinute: 1), of: one.id)
                    _ = try one.store.countForQuotas(on: .today(at: .now()))
                }, { try installation.setQuotas(Quotas(), of: one.id) }),
            ]
            for (name, hold, release) in brakes {
                let id = try one.add(sendAt: .ahead())
                try hold()
                try database.bringTime(of: id)
                #expect(try installation.queueScheduled() == 1, "\(name)")
                #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).isEmpty, "\(name)")
                try release()
                try database.makeDue()
                #expect(try installation.claimQueued(limit: 9, owner: owner, lease: 60).map(\.notification.id) == [id], "\(name)")
                #expect(try one.store.cancel(id, attempt: 0, by: one.operator_))
            }
        }
    }

    @Test func `a clock that was ahead has brought its time too early: it is scheduled again`() throws {
        try TestDatabase.run { database in
            let (one, moment) = (database.one, Moment.ahead())
            let id = try one.add(sendAt: moment), retried = try one.add(sendAt: .ahead())
            let ahead = database.connect()
            try ahead.db.execute("SET timestamp = UNIX_TIMESTAMP() + 172800")
            #expect(try ahead.queueScheduled() == 2)
            #expect(try ahead.claimQueued(limit: 1, owner: owner, lease: 60).map(\.notification.id) == [id])
            // This one has left by then, and a person sends it again.
            try database.put(retried, of: one, in: .failed, attempt: 1)
            #expect(try one.store.retry(retried, attempt: 1, by: one.operator_))
            #expect(try database.installation.takeBackTimesAhead(claim: 50, post: 90, on: .today(at: .now())) > 0)
            let record = try #require(try one.store.notification(id))
            #expect(record.state == .scheduled && record.dueAt == moment && record.attempt == 0)
            #expect(try one.state(retried) == .queued)
            #expect(try one.store.permit(id, attempt: 1, owner: owner) == .lost, "whoever held it finds it gone")
        }
    }

    @Test func `who has just pressed Aggiungi does not wait for hundreds of the same minute`() throws {
        try TestDatabase.run { database in
            let one = database.one
            for _ in 0..<60 { try database.bringTime(of: one.add(sendAt: .ahead())) }
            try database.installation.queueScheduled()
            let new = try one.add()
            let claims = try database.installation.claimQueued(limit: 3, owner: owner, lease: 60)
            #expect(claims.first?.notification.id == new && claims.count == 3)
        }
    }

    @Test func `it is moved until it leaves, by who saw how it stood, and by nobody of another ente or service`() throws {
        try TestDatabase.run { database in
            let (one, other, by) = (database.one, database.other, database.one.operator_)
            let id = try one.add(sendAt: .ahead()), later = Moment.ahead(7_200)
            let seen = try #require(try one.store.notification(id)).updatedAt
            #expect(try !other.store.move(id, to: later, attempt: 0, seen: seen, by: other.operator_))
            #expect(try !TenantStore(one.id, scope: .only([.make()]), database.db).move(id, to: later, attempt: 0, seen: seen, by: by))
            #expect(try !one.store.move(id, to: later, attempt: 1, seen: seen, by: by))
            #expect(try one.store.move(id, to: later, attempt: 0, seen: seen, by: by))
            let moved = try #require(try one.store.notification(id))
            #expect(moved.state == .scheduled && moved.sendAt == later && moved.dueAt == later)
            let line = try #require(try one.store.auditLines(limit: 1).first)
            #expect(line.action == .notificationMoved && line.detail == .sendTime(later))
            #expect(try !one.store.move(id, to: .ahead(), attempt: 0, seen: seen, by: by), "the second of two people")
            #expect(try !one.store.cancel(id, attempt: 0, seen: seen, by: by), "nor withdrawn on what stood before")

            // A worker has it in hand: it finds that it is gone.
            try database.bringTime(of: id)
            try database.installation.queueScheduled()
            #expect(try database.installation.claimQueued(limit: 1, owner: owner, lease: 60).count == 1)
            #expect(try one.store.move(id, to: .ahead(), attempt: 0, seen: moved.updatedAt, by: by))
            #expect(try one.store.permit(id, attempt: 1, owner: owner) == .lost && one.state(id) == .scheduled)

            try database.bringTime(of: id)
            try database.installation.queueScheduled()
            _ = try database.installation.claimQueued(limit: 1, owner: owner, lease: 60)
            #expect(try one.store.permit(id, attempt: 1, owner: owner) == .begun)
            for attempt in [0, 1] { #expect(try !one.store.move(id, to: .ahead(), attempt: attempt, seen: nil, by: by), "it has left") }
            let unscheduled = try one.add()
            #expect(try !one.store.move(unscheduled, to: .ahead(), attempt: 0, seen: nil, by: by))
        }
    }

    @Test func `the same for the same citizen is a twin while it is scheduled and for a day after, however old its form`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other), moment = Moment.ahead(30 * 86_400)
            let id = try one.add(sendAt: moment)
            func age() throws -> NotificationID {
                let old = NotificationID.first(at: Moment(seconds: Moment.now().seconds - 20 * 86_400))
                try database.db.execute("UPDATE notification SET id = \(old) WHERE id = \(id)")
                return old
            }
            let old = try age()
            func twin(_ tenant: TestTenant) throws -> Twin? { try tenant.store.twin(of: tenant.content(), formKey: .make()) }
            let found = try #require(try twin(one))
            #expect(found.id == old && found.leavesAt == moment)
            #expect(try twin(other) == nil)
            #expect(throws: NewTwin.self) {
                try one.store.addNotification(one.content(), environment: .trial, formKey: .make(), sendAt: .ahead(), by: one.operator_)
            }
            try database.put(old, of: one, in: .processed, attempt: 1)
            try database.db.execute("UPDATE notification SET send_at = NOW(6) - INTERVAL 1 HOUR WHERE id = \(old)")
            let sent = try #require(try twin(one))
            #expect(sent.id == old && sent.leavesAt == nil)
            try database.db.execute("UPDATE notification SET send_at = NOW(6) - INTERVAL 25 HOUR WHERE id = \(old)")
            #expect(try twin(one) == nil)
        }
    }

    @Test func `where its ente comes to from another host it becomes a doubt`() throws {
        try TestDatabase.run { database in
            let mine = try database.one.add(sendAt: .ahead()), theirs = try database.other.add(sendAt: .ahead())
            #expect(try database.one.store.doubtWhatWaited() == 1)
            let record = try #require(try database.one.store.notification(mine))
            #expect(record.state == .uncertain && record.reason == .moved && record.attempt == 1)
            #expect(try database.other.state(theirs) == .scheduled)
        }
    }
}
