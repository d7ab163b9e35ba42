import AppIO
import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What App IO says of a citizen before anything leaves.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ProfileTests {
    @Test func `who cannot be reached is not sent to`() throws {
        try Workplace.run { place in
            let cases: [(LoopbackServer.Action, Reason)] = [
                (.problem("404 Not Found"), .notOnIO), (.json(#"{"sender_allowed":false}"#), .senderNotAllowed),
            ]
            for (action, reason) in cases {
                place.appIO.answers(.profile, action)
                let found = try place.send()
                #expect(found.state == .unreachable && found.reason == reason && found.attempt == 0 && found.dueAt == nil, "\(reason)")
            }
            #expect(place.appIO.asked(.message).isEmpty)
        }
    }

    @Test func `a complete refusal, a gateway's 404 too, is an error to correct and says nothing of the citizen`() throws {
        try Workplace.run { place in
            for action in [LoopbackServer.Action.problem("403 Forbidden"), .gateway("404 Resource Not Found"), .html("302 Found")] {
                place.appIO.answers(.profile, action)
                let found = try place.send()
                #expect(found.state == .refused && found.reason == .refusedByIO && found.attempt == 0, "\(action)")
            }
            #expect(try place.appIO.asked(.message).isEmpty && (place.number("MAX(attempt)", of: place.add()) == 0))
        }
    }

    @Test func `a profile that cannot be had is asked for again later, and nothing leaves before`() throws {
        try Workplace.run { place in
            let useless: [(String, [LoopbackServer.Action])] = [
                ("503", [.html("503 Service Unavailable")]), ("500", [.problem("500 Internal Server Error")]),
                ("408", [.html("408 Request Timeout")]),
                ("no JSON", [.json("ciao")]), ("other JSON", [.json(#"{"sender_allowed":"si"}"#)]),
                ("garbage", [.send("\u{1}\u{2}ciao\r\n\r\n"), .close]), ("half", [.cut("200 OK"), .close]), ("cut", [.close]),
                ("reset", [.reset]), ("too long", [.tooLong("200 OK")]), ("hangs", [.hang]),
            ]
            for (name, actions) in useless {
                place.appIO.recovers()
                place.appIO.answers(.profile) { _ in actions }
                place.timeouts.ask = name == "hangs" ? .milliseconds(150) : .seconds(15)
                let found = try place.send()
                #expect(found.state == .queued && found.attempt == 0, "\(name)")
                #expect(try place.number("tries", of: found) == 1 && (2.5...5).contains(place.wait(of: found)), "\(name)")
                #expect(place.appIO.asked(.message).isEmpty, "\(name)")
                place.appIO.recovers()
                place.timeouts.ask = .seconds(15)
                try place.workLater()
                #expect(try place.now(found).state == .accepted, "\(name)")
                #expect(place.appIO.asked(.message).count == 1, "\(name)")
                place.appIO.forget()
                try place.putAside()
            }
        }
    }

    @Test func `a wait that App IO asks for is taken in seconds, by the whole account, and uses up no try`() throws {
        try Workplace.run { place in
            place.appIO.answers(.profile) { asked in
                asked.key == "c_a001-primary" ? [.gateway("429 Too Many Requests", headers: ["Retry-After: 7"])]
                    : [.json(#"{"sender_allowed":true}"#)]
            }
            let (mine, theirs) = (try place.add(), try place.add(of: place.other))
            try place.work()
            #expect(try place.now(mine).state == .queued && place.number("tries", of: mine) == 0)
            #expect(try place.wait(of: mine) == 7 && (2...7.4).contains(place.held(place.one)))
            #expect(try place.now(theirs).state == .accepted)
            // What is due all the same waits with its account.
            try place.database.makeDue()
            try place.work(rested: false)
            #expect(place.appIO.asked(.profile).count == 2)
            place.appIO.recovers()
            try place.workLater()
            #expect(try place.now(mine).state == .accepted)
        }
    }
}
