import AppIO
import Domain
import Store
import Testing
import TestSupport
@testable import Worker

/// What is lost or unclear after a message left is a doubt, and is never sent again by itself.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct DoubtTests {
    @Test func `an answer that does not say whether the message was taken makes a doubt, and nothing leaves again`() throws {
        try Workplace.run { place in
            let unclear: [LoopbackServer.Action] = [
                .html("500 Internal Server Error"), .gateway("500 Internal Server Error"), .html("502 Bad Gateway"),
                .problem("503 Service Unavailable"), .html("504 Gateway Timeout"), .html("408 Request Timeout"),
                .send(answer("202 Accepted", #"{"id":"01HX"}"#)), .json(#"{"id":"01HX"}"#), .tooLong("400 Bad Request"),
            ]
            for action in unclear { try place.expectDoubt(.answerUnclear, "\(action)", action) }
            try place.expectDoubt(.answerUnclear, "half a refusal", .cut("400 Bad Request"), .close)
        }
    }

    @Test func `an answer that does not come makes a doubt, and nothing leaves again`() throws {
        try Workplace.run { place in
            try place.expectDoubt(.answerLost, "closed", .close)
            try place.expectDoubt(.answerLost, "reset", .reset)
            try place.expectDoubt(.answerLost, "garbage", .send("\u{1}\u{2}ciao\r\n\r\n"), .close)
            try place.expectDoubt(.answerLost, "half a head", .send("HTTP/1.1 201 Crea"), .close)
            place.timeouts.submit = .milliseconds(500)
            try place.expectDoubt(.answerLost, "hangs", .hang)
        }
    }

    @Test func `a doubt says what went wrong, and the other tenant's message is none`() throws {
        try Workplace.run { place in
            place.appIO.answers(.message) { $0.key.hasPrefix("c_a001") ? [.close] : [.send(answer("201 Created", #"{"id":"01"}"#))] }
            let (mine, theirs) = (try place.add(), try place.add(of: place.other))
            try place.work()
            let found = try place.now(mine)
            #expect(found.state == .uncertain)
            #expect(found.problemTitle == "Il collegamento si è interrotto durante l’invio (libcurl 65)",
                    "libcurl wanted to repeat it on a new connection, and could not")
            #expect(try place.one.store.chronicle(of: mine.id).calls.map(\.outcome) == [.unknown, .allowed])
            #expect(try place.now(theirs).state == .accepted)
        }
    }
}

extension Workplace {
    fileprivate func expectDoubt(_ reason: Reason, _ name: String, _ actions: LoopbackServer.Action...) throws {
        appIO.answers(.message) { _ in actions }
        let found = try send()
        #expect(found.state == .uncertain && found.reason == reason && found.attempt == 1 && found.dueAt == nil, "\(name)")
        #expect(found.ioID == nil && appIO.asked(.message).count == 1, "\(name)")
        appIO.recovers()
        try workLater()
        #expect(try now(found).state == .uncertain && appIO.asked(.message).count == 1, "\(name)")
        appIO.forget()
    }
}
