import Curl
import Testing

@testable import AppIO

@Suite struct ProfileOutcomeTests {
    @Test func `200 tells whether the service may write`() {
        #expect(ProfileOutcome(reply(200, [:], #"{"sender_allowed":true,"preferred_languages":["it_IT","xx"]}"#)) == .allowed)
        #expect(ProfileOutcome(reply(200, [:], #"{"sender_allowed":false}"#)) == .senderNotAllowed)
    }

    @Test(arguments: ["", "{}", "null", #"{"sender_allowed":"yes"}"#, html, #"{"sender_allowed":tr"#])
    func `200 that cannot be read is no answer`(body: String) {
        #expect(ProfileOutcome(reply(200, [:], body)) == .unavailable)
    }

    @Test func `404 of App IO means not reachable`() {
        let body = #"{"detail":"The profile you requested was not found in the system.","status":404,"title":"Profile not found"}"#
        #expect(ProfileOutcome(reply(404, ["Content-Type": problem], body)) == .notFound)
    }

    @Test func `404 of the gateway or of a wrong address says nothing of the citizen`() {
        let gateway = #"{"statusCode":404,"message":"Resource not found"}"#
        #expect(ProfileOutcome(reply(404, ["Content-Type": "application/json"], gateway)) == .refused)
        #expect(ProfileOutcome(reply(404, ["Content-Type": "text/html"], html)) == .refused)
    }

    @Test func `401 and 429 stop the service and the account`() {
        #expect(ProfileOutcome(reply(401)) == .unauthorized)
        #expect(ProfileOutcome(reply(429, ["x-rate-limit-retry-after": "2"], gatewayLimit)) == .throttled(.seconds(2)))
    }

    @Test(arguments: [302, 400, 403, 409])
    func `any other complete 3xx or 4xx is a refusal`(status: Int) {
        #expect(ProfileOutcome(reply(status)) == .refused)
    }

    @Test(arguments: [201, 204, 408, 500, 502, 503, 504])
    func `anything else is asked again`(status: Int) {
        #expect(ProfileOutcome(reply(status, ["Content-Type": problem], explained)) == .unavailable)
        #expect(ProfileOutcome(fault(28, bodyLeft: true)) == .unavailable)
        #expect(ProfileOutcome(fault(18, bodyLeft: true, partial: cut(200, [:], #"{"sender_allowed":true}"#))) == .unavailable)
    }
}
