@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Curl

@Suite(.enabled(if: Nginx.isThere, "nginx is not installed")) struct HTTP2Tests {
    @Test func `over TLS the protocol is HTTP 2 and a long body arrives whole`() throws {
        let (server, nginx) = try servers { _ in [.send(answer("201 Created", "made"))] }
        defer { nginx.stop(); server.stop() }
        let body = String(repeating: "0123456789", count: 200_000)
        let reply = try multi(authorities: nginx.authorities).fetch(post(nginx.url, body)).get()
        #expect(reply.status == 201)
        #expect(reply.version == .http2)
        #expect(reply.text == "made")
        #expect(server.received.map(\.body) == [Array(body.utf8)])
    }

    @Test func `one connection serves request after request`() throws {
        let (server, nginx) = try servers { _ in [.send(answer())] }
        defer { nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities)
        let replies = try (0..<5).map { _ in try multi.fetch(post(nginx.url)).get() } + [multi.fetch(get(nginx.url)).get()]
        #expect(Set(replies.map { $0.headers["x-connection"] }).count == 1)
        #expect(replies.allSatisfy { $0.version == .http2 })
    }

    @Test func `a server that recycles its connections puts nothing in doubt, and each gets its own reply`() throws {
        let (server, nginx) = try servers(requestsPerConnection: 20) { request in
            [.pause(milliseconds: 2), .send(answer("201 Created", String(decoding: request.body, as: UTF8.self)))]
        }
        defer { nginx.stop(); server.stop() }
        let outcomes = try multi(authorities: nginx.authorities).fetch((0..<400).map { post(nginx.url, "number \($0)") })
        for (number, outcome) in outcomes.enumerated() {
            #expect(try outcome.get().text == "number \(number)")
        }
        #expect(server.received.count == 400)
    }

    @Test func `a stream cut after the body is in doubt and not sent again`() throws {
        let (server, nginx) = try servers { request in
            request.body == Array("cut me".utf8) ? [.send(answer("200 OK", headers: ["X-Accel-Redirect: /cut"]))]
                : [.pause(milliseconds: 200), .send(answer("201 Created"))]
        }
        defer { nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities)
        #expect(try multi.fetch(post(nginx.url)).get().status == 201)
        let outcomes = try multi.fetch([post(nginx.url), post(nginx.url, "cut me"), post(nginx.url)])
        let fault = try #require(outcomes[1].fault)
        #expect(fault.code == 92)
        #expect(fault.bodyLeft)
        #expect(server.received.filter { $0.body == Array("cut me".utf8) }.count == 1)
        #expect(try outcomes[0].get().status == 201)
        #expect(try outcomes[2].get().status == 201)
    }

    @Test func `a time-out ends its own transfer only`() throws {
        let (server, nginx) = try servers { request in
            request.body == Array("hang".utf8) ? [.hang] : [.pause(milliseconds: 600), .send(answer("201 Created"))]
        }
        defer { nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities)
        let outcomes = try multi.fetch([post(nginx.url), post(nginx.url, "hang", timeout: .milliseconds(300))])
        #expect(try outcomes[0].get().status == 201)
        #expect(outcomes[1].fault?.timedOut == true)
        #expect(outcomes[1].fault?.bodyLeft == true)
        #expect(try multi.fetch(post(nginx.url)).get().status == 201)
    }

    @Test func `a reply too long ends its own transfer only`() throws {
        let (server, nginx) = try servers { _ in [.send(answer("200 OK", String(repeating: "x", count: 200_000)))] }
        defer { nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities)
        let outcomes = try multi.fetch([post(nginx.url, maximumReply: 1_000), post(nginx.url, maximumReply: 300_000)])
        #expect(outcomes[0].fault?.replyTooLong == true)
        #expect(try outcomes[1].get().body.count == 200_000)
    }

    @Test func `replies that came while the thread was busy are read before their time-out is judged`() throws {
        let (server, nginx) = try servers { _ in
            [.pause(milliseconds: 200), .send(answer("201 Created", String(repeating: "x", count: 3_000)))]
        }
        defer { nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities)
        _ = try multi.fetch(get(nginx.url)).get()
        var outcomes: [Outcome] = []
        for _ in 0..<20 { try multi.start(post(nginx.url, timeout: .seconds(1))) { outcomes.append($0) } }
        while server.received.count < 21 { _ = try multi.wait(upTo: .milliseconds(1)) }
        usleep(1_500_000)
        while multi.inFlight > 0 { _ = try multi.wait(upTo: .seconds(1)) }
        #expect(outcomes.compactMap(\.fault?.name) == [])
    }

    @Test func `a certificate of a foreign authority, or of another host, is refused before anything leaves`() throws {
        let (server, nginx) = try servers { _ in [.send(answer())] }
        defer { nginx.stop(); server.stop() }
        let faults = try [
            multi(authorities: nginx.foreignAuthorities()).fetch(post(nginx.url)).fault,
            multi(authorities: nil).fetch(post(nginx.url)).fault,
            multi(authorities: nginx.authorities).fetch(post("https://127.0.0.1:\(nginx.port)")).fault,
        ]
        #expect(faults.map { $0?.code } == [60, 60, 60])
        #expect(faults.allSatisfy { $0?.bodyLeft == false })
        #expect(server.received.isEmpty)
    }

    private func servers(
        requestsPerConnection: Int = 1_000, _ script: @escaping @Sendable (LoopbackServer.Received) -> [LoopbackServer.Action]
    ) throws -> (LoopbackServer, Nginx) {
        let server = LoopbackServer(script)
        return (server, try Nginx(before: server.port, requestsPerConnection: requestsPerConnection))
    }
}
