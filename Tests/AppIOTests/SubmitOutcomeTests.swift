import Curl
import Testing

@testable import AppIO

/// Row by row, the table "Outcome of a call" of reliability.md.
@Suite struct SubmitOutcomeTests {
    private let location = "/api/v1/messages/AAAAAA00A00A000A/01HXXXXXXXXXXXXXXXXXXXXXXX"
    private let id = "01HXXXXXXXXXXXXXXXXXXXXXXX"

    @Test(arguments: [5, 6, 7, 28, 35, 55, 56, 60] as [Int32])
    func `DNS, TCP, TLS failure, or anything before the body left: retry`(code: Int32) {
        #expect(SubmitOutcome(fault(code, bodyLeft: false)) == .retry(.notSent))
    }

    @Test func `429: the account waits App IO's seconds, the standard ones second, 5 third`() {
        #expect(SubmitOutcome(reply(429, ["x-rate-limit-retry-after": "3", "Retry-After": "9"], gatewayLimit)) == .throttled(.seconds(3)))
        #expect(SubmitOutcome(reply(429, ["Retry-After": "9"])) == .throttled(.seconds(9)))
        #expect(SubmitOutcome(reply(429)) == .throttled(.seconds(5)))
    }

    @Test(arguments: ["", "soon", "-4", "1.5", "999999999999999999999", "86401", "Wed, 21 Oct 2026 07:28:00 GMT"])
    func `429 with a wait that cannot be read: 5 seconds`(value: String) {
        #expect(SubmitOutcome(reply(429, ["x-rate-limit-retry-after": value])) == .throttled(.seconds(5)))
    }

    @Test func `429 with less than a second to wait: 1 second`() {
        #expect(SubmitOutcome(reply(429, ["x-rate-limit-retry-after": "0"])) == .throttled(.seconds(1)))
    }

    @Test func `201: accepted, with the id of the body`() {
        #expect(SubmitOutcome(reply(201, ["Location": location], #"{"id":"01FROMTHEBODY"}"#)) == .accepted(ioID: "01FROMTHEBODY"))
    }

    @Test(arguments: ["", "{\"id\":\"01HX", "null", "[]", "{}", #"{"id":7}"#, #"{"id":""}"#, #"{"id":"../x"}"#, "<html>"])
    func `201 with a broken body: accepted, with the id of Location`(body: String) {
        #expect(SubmitOutcome(reply(201, ["Location": location], body)) == .accepted(ioID: id))
        #expect(SubmitOutcome(reply(201, ["location": "https://api.io.pagopa.it" + location + "?x=1"], body)) == .accepted(ioID: id))
    }

    @Test(arguments: [nil, "", "/", "/api/v1/messages", "/api/v1/messages/AAAAAA00A00A000A/", "/elsewhere/a/b"])
    func `201 without any id: accepted`(location: String?) {
        #expect(SubmitOutcome(reply(201, location.map { ["Location": $0] } ?? [:], "{}")) == .accepted(ioID: nil))
    }

    @Test(arguments: [18, 28, 56, 63, 92] as [Int32])
    func `201 whose transfer broke after the headers: accepted, with the id of Location`(code: Int32) {
        let partial = cut(201, ["Location": location], "{\"id\":")
        #expect(SubmitOutcome(fault(code, bodyLeft: true, partial: partial)) == .accepted(ioID: id))
    }

    @Test func `401: unauthorized`() {
        #expect(SubmitOutcome(reply(401, [:], #"{"statusCode":401,"message":"Access denied"}"#)) == .unauthorized)
    }

    @Test(arguments: [300, 301, 302, 304, 307, 308, 400, 402, 403, 404, 405, 409, 410, 413, 415, 422, 431, 451, 499])
    func `400, 403 and any other complete 3xx or 4xx but 408: refused`(status: Int) {
        #expect(SubmitOutcome(reply(status, ["Content-Type": problem], explained)) == .refused)
        #expect(SubmitOutcome(reply(status)) == .refused)
        #expect(SubmitOutcome(reply(status, ["Content-Type": "text/html"], html)) == .refused)
    }

    @Test(arguments: [problem, problem + "; charset=utf-8", "Application/Problem+JSON ;charset=utf-8"])
    func `500 with problem+json: retry`(media: String) {
        #expect(SubmitOutcome(reply(500, ["Content-Type": media], explained)) == .retry(.serverError))
    }

    @Test func `500 without problem+json: unknown`() {
        #expect(SubmitOutcome(reply(500, ["Content-Type": "application/json"], explained)) == .unknown)
        #expect(SubmitOutcome(reply(500, ["Content-Type": problem], html)) == .unknown)
        #expect(SubmitOutcome(reply(500, ["Content-Type": problem], String(explained.dropLast(5)))) == .unknown)
        #expect(SubmitOutcome(reply(500, ["Content-Type": "text/html"], html)) == .unknown)
        #expect(SubmitOutcome(reply(500)) == .unknown)
    }

    @Test(arguments: [501, 502, 503, 504, 507, 520, 599])
    func `other 5xx: unknown, whatever they say`(status: Int) {
        #expect(SubmitOutcome(reply(status, ["Content-Type": problem], explained)) == .unknown)
        #expect(SubmitOutcome(reply(status, ["Content-Type": "text/html"], html)) == .unknown)
    }

    @Test(arguments: [408, 200, 202, 204, 206, 226, 299, 600, 999])
    func `408, other 2xx and what no standard knows: unknown`(status: Int) {
        #expect(SubmitOutcome(reply(status, ["Location": location], #"{"id":"01HX"}"#)) == .unknown)
    }

    @Test(arguments: [65, 92, 18, 52, 55, 56, 28, 16, 63] as [Int32])
    func `time-out, reset, unreadable answer after the body left: unknown`(code: Int32) {
        #expect(SubmitOutcome(fault(code, bodyLeft: true)) == .unknown)
    }

    @Test(arguments: [200, 400, 401, 403, 429, 500, 503])
    func `an answer cut before its end, but for 201: unknown`(status: Int) {
        let partial = cut(status, ["Content-Type": problem, "x-rate-limit-retry-after": "3"], explained)
        #expect(SubmitOutcome(fault(18, bodyLeft: true, partial: partial)) == .unknown)
    }
}
