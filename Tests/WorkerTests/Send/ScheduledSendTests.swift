import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What is to leave at a time of its own leaves then, once.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ScheduledSendTests {
    @Test func `it leaves at its time, not before, and once; the citizen is asked for then`() throws {
        try Workplace.run { place in
            let mine = try place.add(sendAt: .ahead()), theirs = try place.add(of: place.other, sendAt: .ahead())
            for _ in 1...3 { try place.workLater() }
            #expect(place.appIO.asked.isEmpty)
            #expect(try place.now(mine).state == .scheduled)
            try place.database.bringTime(of: mine.id, ago: 30)
            try place.work()
            #expect(place.appIO.asked(.profile).count == 1 && place.appIO.asked(.message).count == 1)
            for _ in 1...3 { try place.workLater() }
            #expect(try place.appIO.asked(.message).count == 1 && place.now(mine).attempt == 1)
            #expect(try place.now(mine).sendAt != nil && place.now(theirs).state == .scheduled)
        }
    }

    @Test func `a worker that sees the second of its time sends it within a few`() throws {
        try Workplace.run { place in
            let moment = Moment.ahead(3), soon = try place.add(sendAt: moment)
            try place.whileWorking { try place.until("it has left") { try place.now(soon).attempt == 1 } }
            let sent = try #require(try place.now(soon).sentAt)
            #expect(moment <= sent && sent.seconds < moment.seconds + 8, "\(sent.microseconds - moment.microseconds)")
        }
    }

    @Test func `with no worker it is late, not lost: the first that comes sends it`() throws {
        try Workplace.run { place in
            let late = try place.add(sendAt: .ahead())
            try place.database.bringTime(of: late.id, ago: 86_400)
            try place.work()
            #expect(try place.now(late).state == .accepted && place.appIO.asked(.message).count == 1)
        }
    }

    @Test func `a worker that dies with it in hand leaves it to the next, which sends it once`() throws {
        try Workplace.run { place in
            let held = try place.add(sendAt: .ahead())
            try place.database.bringTime(of: held.id)
            try place.database.installation.queueScheduled()
            let dead = WorkerID.make()
            try place.db.execute("UPDATE notification SET owner = \(dead), due_at = NOW(6) + INTERVAL 40 SECOND WHERE id = \(held.id)")
            try place.work()
            #expect(place.appIO.asked.isEmpty)
            try place.workLater()
            try place.workLater()
            #expect(try place.now(held).attempt == 1 && place.appIO.asked(.message).count == 1)
        }
    }

    @Test func `the end of an outage makes due what waits, not what is scheduled`() throws {
        try Workplace.run { place in
            place.hurry()
            let waits = try place.add(), due = try place.add(sendAt: .ahead()), later = try place.add(sendAt: .ahead())
            try place.database.bringTime(of: due.id)
            place.appIO.answers(.profile, .problem("500 Internal Server Error"))
            try place.whileWorking {
                try place.until("it has failed") { place.appIO.asked(.profile).count >= 3 }
                place.appIO.recovers()
                try place.until("both have left") { try [waits, due].allSatisfy { try place.now($0).attempt == 1 } }
            }
            try place.workLater()
            #expect(try place.now(later).state == .scheduled && place.appIO.asked(.message).count == 2)
        }
    }

    @Test(arguments: [true, false])
    func `what is withdrawn or moved while its profile is asked does not leave`(isMoved: Bool) throws {
        try Workplace.run { place in
            let (tenant, person) = (place.one.id, place.one.operator_), taken = try place.add(sendAt: .ahead()), later = Moment.ahead(7_200)
            try place.database.bringTime(of: taken.id)
            place.meanwhile(.profile) {
                let store = $0.store(of: tenant)
                let isDone = try isMoved ? store.move(taken.id, to: later, attempt: 0, seen: taken.updatedAt, by: person)
                    : store.cancel(taken.id, attempt: 0, seen: taken.updatedAt, by: person)
                try Unexpected.unless(isDone, "it had moved on")
            }
            try place.work()
            try place.workLater()
            let found = try place.now(taken)
            #expect(found.state == (isMoved ? .scheduled : .cancelled) && found.attempt == 0 && place.appIO.asked(.message).isEmpty)
            #expect(found.dueAt == (isMoved ? later : nil))
        }
    }

    @Test func `the day's ceilings are those of the day on which it leaves`() throws {
        try Workplace.run { place in
            try place.one.store.setCitizenCeiling(1, by: nil)
            let tomorrow = try place.add(sendAt: .ahead())
            _ = try place.send(place.one.content(subject: "Quella di oggi"))
            try place.database.bringTime(of: tomorrow.id)
            try place.work()
            let refused = try place.now(tomorrow)
            #expect(refused.state == .refused && refused.reason == .citizenCeiling && place.appIO.asked(.message).count == 1)
        }
    }
}
