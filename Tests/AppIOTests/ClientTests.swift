import Domain
import Testing
import TestSupport

@testable import AppIO

/// The client against a real socket: what leaves, and what is made of what comes.
@Suite struct ClientTests {
    private let citizen = FiscalCode(stored: "AAAAAA00A00A000A")

    @Test func `a profile is asked by POST, with the key in the header and the citizen in the body`() throws {
        let server = LoopbackServer { _ in [.send(answer(headers: ["x-rate-limit-remaining: 149"], #"{"sender_allowed":true}"#))] }
        defer { server.stop() }
        let exchange = try answered { try $0.profile(of: citizen, as: account(server), then: $1) }
        #expect(exchange.outcome == .allowed)
        #expect(exchange.remaining == 149)
        let request = try #require(server.received.first)
        #expect(request.head.hasPrefix("POST /api/v1/profiles HTTP/1.1\r\n"))
        #expect(request.head.contains("\r\nOcp-Apim-Subscription-Key: the-key\r\n"))
        #expect(request.head.contains("\r\nContent-Type: application/json\r\n"))
        #expect(request.body == Array(#"{"fiscal_code":"AAAAAA00A00A000A"}"#.utf8))
    }

    @Test func `a message is submitted with the citizen in the body, not in the address`() throws {
        let server = LoopbackServer { _ in [.send(answer("201 Created", #"{"id":"01HXYZ"}"#))] }
        defer { server.stop() }
        let exchange = try answered { try $0.submit(message(), as: account(server), then: $1) }
        #expect(exchange.outcome == .accepted(ioID: "01HXYZ"))
        #expect(exchange.httpStatus == 201)
        let request = try #require(server.received.first)
        #expect(request.head.hasPrefix("POST /api/v1/messages HTTP/1.1\r\n"))
        #expect(request.body == message().json)
    }

    @Test func `a status is asked by citizen and id`() throws {
        let server = LoopbackServer { _ in [.send(answer("200 OK", #"{"message":{},"status":"PROCESSED"}"#))] }
        defer { server.stop() }
        let exchange = try answered { try $0.status(of: "01HX/Z", to: citizen, as: account(server), then: $1) }
        #expect(exchange.outcome == .known(MessageStatus(raw: "PROCESSED")))
        let request = try #require(server.received.first)
        #expect(request.head.hasPrefix("GET /api/v1/messages/AAAAAA00A00A000A/01HX%2FZ HTTP/1.1\r\n"))
        #expect(request.head.contains("\r\nOcp-Apim-Subscription-Key: the-key\r\n"))
        #expect(request.body.isEmpty)
    }

    @Test func `a message whose reused connection is cut unanswered is unknown, and left once`() throws {
        let server = LoopbackServer { request in request.number == 1 ? [.close] : [.send(answer("200 OK", #"{"sender_allowed":true}"#))] }
        defer { server.stop() }
        let client = try Client()
        _ = try answered(by: client) { try $0.profile(of: citizen, as: account(server), then: $1) }
        let exchange = try answered(by: client) { try $0.submit(message(), as: account(server), then: $1) }
        #expect(exchange.outcome == .unknown)
        #expect(server.received.map(\.connection) == [0, 0])
    }

    @Test func `a profile whose reused connection is cut unanswered is asked again`() throws {
        let server = LoopbackServer { request in request.number == 1 ? [.close] : [.send(answer("200 OK", #"{"sender_allowed":true}"#))] }
        defer { server.stop() }
        let client = try Client()
        for _ in 0..<2 {
            #expect(try answered(by: client) { try $0.profile(of: citizen, as: account(server), then: $1) }.outcome == .allowed)
        }
        #expect(server.received.count == 3)
    }

    @Test func `a hanging App IO puts the message in doubt, and only delays a question`() throws {
        let server = LoopbackServer { _ in [.hang] }
        defer { server.stop() }
        let client = try Client(timeouts: Client.Timeouts(submit: .milliseconds(200), ask: .milliseconds(200)))
        #expect(try answered(by: client) { try $0.submit(message(), as: account(server), then: $1) }.outcome == .unknown)
        #expect(try answered(by: client) { try $0.profile(of: citizen, as: account(server), then: $1) }.outcome == .unavailable)
        #expect(try answered(by: client) { try $0.status(of: "01", to: citizen, as: account(server), then: $1) }.outcome == .unavailable)
    }

    @Test func `a 201 whose body hangs is accepted by its Location`() throws {
        let head = "HTTP/1.1 201 Created\r\nLocation: /api/v1/messages/AAAAAA00A00A000A/01HXYZ\r\nContent-Length: 15\r\n\r\n"
        let server = LoopbackServer { _ in [.send(head), .hang] }
        defer { server.stop() }
        let client = try Client(timeouts: Client.Timeouts(submit: .milliseconds(200)))
        #expect(try answered(by: client) { try $0.submit(message(), as: account(server), then: $1) }.outcome == .accepted(ioID: "01HXYZ"))
    }

    @Test func `an App IO that is away gets nothing`() throws {
        let server = LoopbackServer { _ in [] }
        let account = try account(server)
        server.stop()
        let exchange = try answered { try $0.submit(message(), as: account, then: $1) }
        #expect(exchange.outcome == .retry(.notSent))
        #expect(exchange.httpStatus == nil)
        #expect(exchange.curlCode == 7)
    }

    @Test func `each call goes with the key it was given`() throws {
        let server = LoopbackServer { _ in [.send(answer("200 OK", #"{"sender_allowed":true}"#))] }
        defer { server.stop() }
        let client = try Client()
        let keys = (0..<20).map { "key-\($0)" }
        for key in keys { try client.profile(of: citizen, as: account(server, key: key)) { _ in } }
        while client.inFlight > 0 { _ = try client.wait(upTo: .seconds(5)) }
        let seen = server.received.compactMap { request in
            request.head.split(separator: "\r\n").first { $0.hasPrefix("Ocp-Apim-Subscription-Key: ") }?.dropFirst(27)
        }
        #expect(seen.map(String.init).sorted() == keys.sorted())
    }

    private func account(_ server: LoopbackServer, key: String = "the-key") throws -> Credentials {
        Credentials(base: try BaseAddress.parse(server.url + "/api/v1"), key: try #require(APIKey(key)))
    }

    private func answered<Outcome>(
        by client: Client? = nil, _ ask: (Client, @escaping (HTTPExchange<Outcome>) -> Void) throws -> Void
    ) throws -> HTTPExchange<Outcome> {
        let client = try client ?? Client()
        var answer: HTTPExchange<Outcome>?
        try ask(client) { answer = $0 }
        while client.inFlight > 0 { _ = try client.wait(upTo: .seconds(5)) }
        return try #require(answer)
    }
}
