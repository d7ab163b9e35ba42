import Curl
import Testing

@testable import AppIO

@Suite struct HTTPExchangeTests {
    @Test func `a function's problem is kept, in one line`() {
        let body = #"{"detail":"value \"x\" at root\r\nsecond line","status":400,"title":"Invalid message structure"}"#
        let exchange = HTTPExchange(SubmitOutcome.refused, of: reply(400, ["Content-Type": problem], body))
        #expect(exchange.problem?.title == "Invalid message structure")
        #expect(exchange.problem?.detail == "value \"x\" at root second line")
        #expect(exchange.problem?.isFromGateway == false)
        #expect(exchange.httpStatus == 400)
        #expect(exchange.duration == .milliseconds(40))
        #expect(exchange.curlCode == nil)
    }

    @Test func `a gateway's message is a title`() {
        let exchange = HTTPExchange(SubmitOutcome.throttled(.seconds(3)), of: reply(429, ["X-Rate-Limit-Remaining": "0"], gatewayLimit))
        #expect(exchange.problem?.title == "Rate limit is exceeded. Try again in 3 seconds.")
        #expect(exchange.problem?.detail == nil)
        #expect(exchange.problem?.isFromGateway == true)
        #expect(exchange.remaining == 0)
    }

    @Test(arguments: ["", html, "null", "[]", "7", "{}", #"{"title":7,"detail":[]}"#, "{\"title\":\"cut", "\u{0}\u{1}"])
    func `a refusal that explains nothing has no problem`(body: String) {
        let exchange = HTTPExchange(SubmitOutcome.refused, of: reply(403, [:], body))
        #expect(exchange.problem == nil)
        #expect(exchange.remaining == nil)
    }

    @Test(arguments: ["-5", "-9223372036854775808", "99999999999999999999", "abc", ""])
    func `a number of remaining calls that makes no sense is none`(value: String) {
        #expect(HTTPExchange(SubmitOutcome.refused, of: reply(403, ["X-Rate-Limit-Remaining": value], html)).remaining == nil)
    }

    @Test func `what can be read of an odd problem is kept`() {
        let exchange = HTTPExchange(SubmitOutcome.refused, of: reply(403, [:], #"{"title":7,"detail":"why"}"#))
        #expect(exchange.problem?.title == nil)
        #expect(exchange.problem?.detail == "why")
    }

    @Test func `a fault is told by libcurl's number, with the status if one had come`() {
        let none = HTTPExchange(SubmitOutcome.unknown, of: fault(28, bodyLeft: true))
        #expect(none.curlCode == 28)
        #expect(none.httpStatus == nil)
        let partial = HTTPExchange(SubmitOutcome.accepted(ioID: nil), of: fault(18, bodyLeft: true, partial: cut(201)))
        #expect(partial.httpStatus == 201)
        #expect(partial.curlCode == 18)
    }
}
