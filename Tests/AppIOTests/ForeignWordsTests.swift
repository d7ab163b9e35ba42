import Curl
import Domain
import Testing

@testable import AppIO

/// What App IO, or whoever answers in its place, would like to say to a terminal and to who reads a page.
@Suite struct ForeignWordsTests {
    /// As JSON has it: a NUL, a terminal's title and colour, a direction that turns, a header of its own.
    private static let hostile =
        #"\"><img src=x onerror=alert(1)>\u001b]0;preso\u0007\u001b[31m\u202egnp\u2066\u0000\u009b2J\r\nX-Evil: 1\u2028fine"#
    private static let harmless = #""><img src=x onerror=alert(1)> ]0;preso [31m gnp 2J X-Evil: 1 fine"#

    @Test(arguments: [401, 403, 500])
    func `a problem's words are one line and say nothing to a terminal`(status: Int) {
        let function = #"{"title":"\#(Self.hostile)","detail":"\#(Self.hostile)","status":\#(status)}"#
        let problem = HTTPExchange(SubmitOutcome.refused, of: reply(status, [:], function)).problem
        #expect(problem?.title == Self.harmless && problem?.detail == Self.harmless)
        let gateway = #"{"statusCode":\#(status),"message":"\#(Self.hostile)"}"#
        #expect(HTTPExchange(SubmitOutcome.refused, of: reply(status, [:], gateway)).problem?.title == Self.harmless)
    }

    @Test func `so are the words on a message`() {
        let words = #"{"status":"\#(Self.hostile)","notification":{"email":"\#(Self.hostile)","webhook":"\#(Self.hostile)"}}"#
        let known = MessageStatus(raw: Self.harmless, email: Self.harmless, push: Self.harmless)
        #expect(StatusOutcome(reply(200, [:], words)) == .known(known))
    }

    @Test(arguments: [#"PROCESSED\u0000"#, #"\u202ePROCESSED"#, #"PROC\u001bESSED"#, #"REJECTED\r\n"#])
    func `no word that decides comes of one that App IO did not say`(word: String) throws {
        guard case .known(let status) = StatusOutcome(reply(200, [:], #"{"status":"\#(word)"}"#)) else { throw Unread() }
        #expect(status.value == .unknown(status.raw) && status.raw.isOneLine)
    }

    @Test func `what is very long is cut, though nothing in it can be seen`() {
        for (said, kept) in [("x", 2_000), (#"\u0000"#, 1), ("😀", 2_000)] {
            let body = #"{"title":"\#(String(repeating: said, count: 10_000))"}"#
            #expect(Problem(Array(body.utf8))?.title?.unicodeScalars.count == kept, "\(said)")
        }
    }

    @Test func `an id with any of it is none`() {
        let answer = reply(201, ["Location": "/messages/x/01\u{1b}[31m"], #"{"id":"01\u001b[31m"}"#)
        #expect(SubmitOutcome(answer) == .accepted(ioID: nil))
    }

    private struct Unread: Error {}
}
