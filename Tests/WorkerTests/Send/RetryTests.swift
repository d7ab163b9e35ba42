import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What certainly delivered nothing is tried again, later each time, and given up in the end.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RetryTests {
    @Test func `while App IO is away nothing leaves, and what waits is tried again later each time`() throws {
        try Workplace.run { place in
            place.appIO.stop()
            let waiting = try place.send()
            #expect(waiting.state == .queued && waiting.attempt == 0)
            #expect(waiting.problemTitle == "App IO non accetta il collegamento (libcurl 7)")
            for (tries, wait) in zip(1..., [2.5...5, 5...10, 10...20]) {
                if tries > 1 { try place.workLater() }
                #expect(try place.number("tries", of: waiting) == tries)
                #expect(try wait.contains(place.wait(of: waiting)), "after \(tries)")
            }
        }
    }

    @Test func `a message that found nobody to take it did not leave, and counts for no quota`() throws {
        try Workplace.run { place in
            try place.database.installation.setQuotas(Quotas(messagesADay: 5), of: place.one.id)
            let store = place.one.store, form = place.one.content(), key = FormID.make()
            _ = try store.askWhetherReachable(form.fiscalCode, by: form.service, form: key, for: place.one.operator_)
            try place.work()
            place.appIO.stop()
            let id = try store.addNotification(form, environment: .trial, formKey: key, by: place.one.operator_).id
            try place.work()
            let found = try #require(try store.notification(id))
            #expect(found.state == .queued && found.attempt == 1 && found.problemTitle?.hasSuffix("(libcurl 7)") == true)
            #expect(try place.number("tries", of: found) == 1 && (2.5...5).contains(place.wait(of: found)))
            #expect(try store.chronicle(of: id).calls.map(\.outcome) == [.notSent, .reused])
            #expect(try store.begunToday(CalendarDate.today(at: .now())) == 0)
        }
    }

    @Test func `a 500 before App IO's queue is tried again for two hours and then given up, until a person tries again`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message, .problem("500 Internal Server Error"))
            let found = try place.send(), tries = RetryPolicy.brokenBeforeQueue.tries + 3
            for tries in 1..<tries {
                #expect(try place.now(found).state == .queued && place.number("tries", of: found) == tries)
                try place.workLater()
            }
            #expect(try place.now(found).state == .queued, "it was often, but within a moment")
            try place.db.execute("UPDATE notification SET queued_at = queued_at - INTERVAL 3 HOUR")
            try place.db.execute("UPDATE attempt SET began_at = began_at - INTERVAL 2 HOUR")
            try place.workLater()
            let failed = try place.now(found)
            #expect(failed.state == .failed && failed.reason == .triesExhausted && failed.attempt == tries + 1 && failed.dueAt == nil)
            place.appIO.recovers()
            try place.workLater()
            #expect(place.appIO.asked(.message).count == tries + 1)
            #expect(try place.one.store.retry(found.id, attempt: tries + 1, by: place.one.operator_))
            try place.work()
            #expect(try place.now(found).state == .accepted && place.now(found).attempt == tries + 2)
        }
    }

    @Test func `a notification that was tried for a day is given up`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile, .html("503 Service Unavailable"))
            let found = try place.send(), young = try place.send()
            try place.db.execute("UPDATE notification SET queued_at = NOW(6) - INTERVAL 26 HOUR")
            try place.db.execute("UPDATE attempt SET began_at = NOW(6) - INTERVAL 25 HOUR WHERE notification_id = \(found.id)")
            try place.workLater()
            #expect(try place.now(found).state == .failed && place.now(found).reason == .hoursExhausted)
            #expect(try place.now(young).state == .queued, "it waited as long, but was tried only now")
        }
    }
}
