import AppIO
import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What App IO says of a message that it took.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct StatusCheckTests {
    @Test func `each word of App IO takes the notification where it belongs, and one that nobody knows nowhere`() throws {
        try Workplace.run { place in
            let words: [(String, NotificationState, Reason?)] = [
                ("PROCESSED", .processed, nil), ("REJECTED", .rejected, nil), ("FAILED", .failed, .failedAtIO),
                ("ACCEPTED", .accepted, nil), ("THROTTLED", .accepted, nil), ("ARCHIVED", .accepted, nil), ("processed", .accepted, nil),
            ]
            for (word, state, reason) in words {
                place.appIO.recovers()
                let sent = try place.send()
                place.appIO.answers(.status, .json(#"{"message":{},"status":"\#(word)"}"#))
                try place.workLater()
                let found = try place.now(sent)
                #expect(found.state == state && found.reason == reason && found.ioStatus == word, "\(word)")
                #expect(try place.one.store.chronicle(of: sent.id).calls[0].title == word, "the log names it")
                #expect(try place.number("checks", of: found) == 1 && found.checkedAt != nil, "\(word)")
                #expect((found.dueAt != nil) == (state == .accepted), "\(word)")
                if found.dueAt != nil { #expect(try place.wait(of: found) == 3, "\(word): three seconds after the first") }
                try place.putAside()
            }
            #expect(place.appIO.asked(.message).count == words.count)
        }
    }

    @Test func `a check asks with the tenant's own key about its own message, and moves no other's of the same id`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message, .send(answer("201 Created", #"{"id":"01SAME"}"#)))
            let content = place.other.content(fiscalCode: "BNCMRA80A01H501N")
            let (mine, theirs) = (try place.add(), try place.add(content, of: place.other))
            try place.work()
            try place.db.execute("UPDATE notification SET due_at = NOW(6) WHERE id = \(mine.id)")
            try place.work()
            #expect(place.appIO.asked(.status).map { "\($0.key) \($0.path)" }
                    == ["c_a001-primary /trial/messages/RSSMRA80A01H501U/01SAME"])
            #expect(try place.now(mine).state == .processed && place.now(theirs).state == .accepted)
            #expect(try place.now(theirs).ioStatus == nil && place.number("checks", of: theirs) == 0)
            try place.workLater()
            #expect(place.appIO.asked(.status).map(\.key) == ["c_a001-primary", "c_b002-primary"], "what has ended is not asked about")
        }
    }

    @Test func `a check that brings nothing changes no state and comes again as scheduled`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            let useless: [(String, [LoopbackServer.Action])] = [
                ("403", [.problem("403 Forbidden")]), ("404", [.problem("404 Not Found")]),
                ("500", [.problem("500 Internal Server Error")]), ("502", [.html("502 Bad Gateway")]), ("no JSON", [.json("ciao")]),
                ("no status", [.json(#"{"message":{}}"#)]), ("garbage", [.send("\u{1}ciao\r\n\r\n"), .close]),
                ("half", [.cut("200 OK"), .close]), ("cut", [.close]), ("too long", [.tooLong("200 OK")]), ("hangs", [.hang]),
            ]
            let waits = [3.0, 10, 15, 30, 60, 180, 600, 2_700, 18_000, 64_800, 86_400]
            for (number, (name, actions)) in useless.enumerated() {
                place.appIO.answers(.status) { _ in actions }
                place.timeouts.ask = name == "hangs" ? .milliseconds(150) : .seconds(15)
                try place.workLater()
                let found = try place.now(sent)
                #expect(found.state == .accepted && found.ioID == sent.ioID && found.ioStatus == nil, "\(name)")
                #expect(try place.number("checks", of: found) == number + 1 && place.number("owner IS NULL", of: found) == 1, "\(name)")
                #expect(try place.wait(of: found) == waits[number], "\(name)")
                #expect(try place.one.store.chronicle(of: sent.id).calls[0].outcome == .unavailable, "\(name)")
            }
            place.appIO.recovers()
            try place.workLater()
            #expect(try place.now(sent).state == .processed && place.appIO.asked(.message).count == 1)
        }
    }

    @Test func `a 429 holds the account and counts as a check, a 401 has the other key asked next`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            place.appIO.answers(.status, .gateway("429 Too Many Requests", headers: ["Retry-After: 30"]))
            try place.workLater()
            #expect(try (10...30.4).contains(place.held(place.one)))
            place.appIO.answers(.status, .denied)
            try place.workLater()
            #expect(try place.now(sent).state == .accepted && place.number("checks", of: sent) == 2)
            #expect(try place.one.store.chronicle(of: sent.id).calls.map(\.outcome).prefix(2) == [.unauthorized, .throttled])
            #expect(try place.service().stoppedAt == nil && place.service().keys[.primary]?.refusedAt != nil)
            place.appIO.recovers()
            try place.workLater()
            #expect(try place.now(sent).state == .processed)
            #expect(place.appIO.asked(.status).map(\.key) == ["c_a001-primary", "c_a001-primary", "c_a001-secondary"])
        }
    }

    @Test func `without a key that opens nothing is asked, and the check counts as made`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            try place.removeKeys(of: place.one)
            try place.workLater()
            #expect(try place.now(sent).state == .accepted && place.number("checks", of: sent) == 1 && place.appIO.asked(.status).isEmpty)
            #expect(try place.one.store.chronicle(of: sent.id).calls[0].outcome == .notBegun && place.held(place.one) < 0)
        }
    }

    @Test func `a status does not stay sent for ever: after the last check it is undetermined, whatever that brought`() throws {
        try Workplace.run { place in
            for action in [LoopbackServer.Action.json(#"{"status":"ACCEPTED"}"#), .html("502 Bad Gateway")] {
                place.appIO.answers(.status, action)
                let sent = try place.send()
                try place.db.execute("UPDATE notification SET checks = 15 WHERE id = \(sent.id)")
                try place.workLater()
                #expect(try place.now(sent).state == .accepted)
                try place.workLater()
                #expect(try place.now(sent).state == .undetermined && place.now(sent).dueAt == nil)
            }
        }
    }

    @Test func `what App IO says of e-mail and push is kept, and a message is asked about though its tenant is suspended`() throws {
        try Workplace.run { place in
            let sent = try place.send()
            try place.database.installation.setState(.readOnly, of: place.one.id)
            place.appIO.answers(.status, .json(#"{"status":"PROCESSED","notification":{"email":"SENT","webhook":"FAILED"}}"#))
            try place.workLater()
            let found = try place.now(sent)
            #expect(found.state == .processed && found.ioEmail == "SENT" && found.ioPush == "FAILED")
        }
    }
}
