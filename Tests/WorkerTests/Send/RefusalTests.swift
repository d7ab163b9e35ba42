import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What a complete refusal of a message makes of it, of its service and of its account.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct RefusalTests {
    @Test func `a complete refusal is an error to correct, with App IO's own words, and is not sent again by itself`() throws {
        try Workplace.run { place in
            let statuses = ["302 Found", "400 Bad Request", "403 Forbidden", "404 Not Found", "413 Content Too Large", "422 Unprocessable"]
            for (number, status) in statuses.enumerated() {
                place.appIO.answers(.message, .problem(status, "Non va \(number)", "Per un motivo"))
                let found = try place.send()
                #expect(found.state == .refused && found.reason == .refusedByIO && found.dueAt == nil && found.attempt == 1, "\(status)")
                #expect(found.problemStatus == Int(status.prefix(3)) && found.problemTitle == "Non va \(number)", "\(status)")
                #expect(found.problemDetail == "Per un motivo" && found.ioID == nil, "\(status)")
            }
            place.appIO.answers(.message, .html("413 Content Too Large"))
            let mute = try place.send()
            #expect(mute.state == .refused && mute.problemStatus == 413 && mute.problemTitle == nil)
            place.appIO.recovers()
            try place.workLater()
            #expect(place.appIO.asked(.message).count == statuses.count + 1)
        }
    }

    @Test func `words of App IO that are longer than their columns are cut, and nothing is lost for it`() throws {
        try Workplace.run { place in
            let long = String(repeating: "è😀 ", count: 2_000)
            place.appIO.answers(.message, .problem("400 Bad Request", long, long))
            let found = try place.send()
            #expect(found.state == .refused && found.problemTitle == String(long.prefix(500)))
            #expect(found.problemDetail == String(long.prefix(2_000)))
            place.appIO.recovers()
            let sent = try place.send()
            place.appIO.answers(.status, .json(#"{"status":"\#(long)","notification":{"email":"\#(long)","webhook":"\#(long)"}}"#))
            try place.workLater()
            #expect(try place.now(sent).state == .accepted && place.now(sent).ioStatus == String(long.prefix(40)))
            try place.putAside()
            place.appIO.answers(.profile, .gateway("401 Access Denied", long))
            let waiting = try place.send()
            #expect(try waiting.state == .queued && place.service().stopReason?.hasPrefix("App IO ha risposto: è😀 è😀") == true)
        }
    }

    @Test func `words of App IO that would speak to a terminal or turn a page around are kept as one line without that`() throws {
        try Workplace.run { place in
            let hostile = #"No\u001b[31m\u202e\r\n2026\u0000"#, kept = "No [31m 2026 "
            place.appIO.answers(.message, .problem("400 Bad Request", hostile, hostile))
            let found = try place.send()
            #expect(found.problemTitle == kept && found.problemDetail == kept)
            place.appIO.recovers()
            let sent = try place.send()
            let words = #"{"status":"\#(hostile)","notification":{"email":"\#(hostile)","webhook":"\#(hostile)"}}"#
            place.appIO.answers(.status, .json(words))
            try place.workLater()
            let checked = try place.now(sent)
            #expect(checked.ioStatus == kept && checked.ioEmail == kept && checked.ioPush == kept)
            try place.putAside()
            place.appIO.answers(.profile, .gateway("401 Access Denied", hostile))
            _ = try place.send()
            #expect(try place.service().stopReason?.isOneLine == true)
        }
    }

    @Test func `ten refusals in a row stop the service, with the last one's words, and no other tenant's`() throws {
        try Workplace.run { place in
            func send(_ count: Int, _ action: LoopbackServer.Action?) throws {
                place.appIO.recovers()
                if let action { place.appIO.answers(.message, action) }
                for _ in 0..<count { _ = try place.send() }
            }
            try send(9, .problem("400 Bad Request"))
            try send(1, nil)
            #expect(try place.service().stoppedAt == nil)
            try send(9, .problem("400 Bad Request"))
            #expect(try place.service().stoppedAt == nil, "one was accepted between them")
            try send(1, .problem("403 Forbidden", "Basta così"))
            let service = try place.service()
            #expect(service.stopKind == .refusals && service.stopReason == "L’ultimo rifiuto: «Basta così»")
            place.appIO.forget()
            place.appIO.recovers()
            let waiting = try place.add(), theirs = try place.add(of: place.other)
            try place.work()
            #expect(try place.now(waiting).state == .queued && place.now(theirs).state == .accepted)
            #expect(Set(place.appIO.asked.map(\.key)) == ["c_b002-primary"])
            try place.one.store.resume(service: place.one.service, on: .today(at: .now()), by: nil)
            try place.workLater()
            #expect(try place.now(waiting).state == .accepted)
        }
    }

    @Test func `a 429 holds the whole account for as many seconds and uses up no try`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message) { asked in
                asked.key == "c_a001-primary" ? [.gateway("429 Too Many Requests", headers: ["x-rate-limit-retry-after: 9"])]
                    : [.send(answer("201 Created", #"{"id":"01THEIRS"}"#))]
            }
            let (mine, theirs) = (try place.add(), try place.add(of: place.other))
            try place.work()
            let found = try place.now(mine)
            #expect(found.state == .queued && found.attempt == 1 && found.problemStatus == 429)
            #expect(try place.number("tries", of: found) == 0 && place.wait(of: found) == 9)
            #expect(try (3...9.4).contains(place.held(place.one)) && place.held(place.other) < 1)
            #expect(try place.now(theirs).state == .accepted)
            place.appIO.recovers()
            try place.workLater()
            #expect(try place.now(mine).state == .accepted && place.now(mine).attempt == 2)
        }
    }

    @Test func `tenants that share an account wait together for its 429`() throws {
        try Workplace.run { place in
            try place.database.installation.setAccount(of: place.other.id, to: place.one.id)
            place.appIO.answers(.message, .gateway("429 Too Many Requests", headers: ["Retry-After: 30"]))
            let mine = try place.send(), theirs = try place.add(of: place.other)
            place.appIO.recovers()
            try place.work(rested: false)
            #expect(try place.now(mine).state == .queued && place.now(theirs).state == .queued)
            #expect(place.appIO.asked(.profile).count == 1)
            try place.workLater()
            #expect(try place.now(mine).state == .accepted && place.now(theirs).state == .accepted)
        }
    }

    @Test func `what App IO says is left of the account's calls is believed`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message, .send(answer("201 Created", headers: ["x-rate-limit-remaining: 1"], #"{"id":"01"}"#)))
            let sent = try place.send()
            let spent = try #require(try place.db.first("""
                SELECT TIMESTAMPDIFF(MICROSECOND, n.sent_at, b.spent_until) FROM notification n
                JOIN budget b ON b.account_id = n.tenant_id WHERE n.id = \(sent.id)
                """) { $0.next(Int.self) })
            #expect(spent >= 9 * CallBudget.microsecondsPerCall, "it paid for two, and App IO says nine")
        }
    }
}
