import Curl
import Testing

@testable import AppIO

@Suite struct StatusOutcomeTests {
    @Test(arguments: [
        ("ACCEPTED", MessageStatus.Value.accepted), ("PROCESSED", .processed), ("REJECTED", .rejected), ("FAILED", .failed),
        ("THROTTLED", .throttled), ("ARCHIVED", .unknown("ARCHIVED")), ("", .unknown("")), ("processed", .unknown("processed")),
    ])
    func `App IO's word is read, and kept as it is`(raw: String, value: MessageStatus.Value) throws {
        let outcome = StatusOutcome(reply(200, [:], #"{"message":{"id":"01"},"status":"\#(raw)"}"#))
        #expect(outcome == .known(MessageStatus(raw: raw)))
        #expect(MessageStatus(raw: raw).value == value)
    }

    @Test func `the notification block is read when there is one`() {
        let whole = #"{"status":"PROCESSED","notification":{"email":"SENT","webhook":"FAILED"}}"#
        #expect(StatusOutcome(reply(200, [:], whole)) == .known(MessageStatus(raw: "PROCESSED", email: "SENT", push: "FAILED")))
        let half = #"{"status":"PROCESSED","notification":{"email":"QUEUED"}}"#
        #expect(StatusOutcome(reply(200, [:], half)) == .known(MessageStatus(raw: "PROCESSED", email: "QUEUED")))
        let odd = #"{"status":"PROCESSED","notification":[{"email":7}]}"#
        #expect(StatusOutcome(reply(200, [:], odd)) == .known(MessageStatus(raw: "PROCESSED")))
    }

    @Test(arguments: ["", "{}", "null", #"{"status":7}"#, #"{"status":null}"#, #"{"status":"PROC"#, html])
    func `200 that cannot be read changes nothing`(body: String) {
        #expect(StatusOutcome(reply(200, [:], body)) == .unavailable)
    }

    @Test(arguments: [204, 302, 400, 403, 404, 408, 500, 503])
    func `any other answer changes nothing`(status: Int) {
        #expect(StatusOutcome(reply(status, ["Content-Type": problem], explained)) == .unavailable)
        #expect(StatusOutcome(fault(28, bodyLeft: false)) == .unavailable)
    }

    @Test func `401 and 429 stop the service and the account`() {
        #expect(StatusOutcome(reply(401)) == .unauthorized)
        #expect(StatusOutcome(reply(429, ["Retry-After": "7"])) == .throttled(.seconds(7)))
    }
}
