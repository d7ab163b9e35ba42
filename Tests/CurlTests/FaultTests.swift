@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Curl

@Suite struct FaultTests {
    @Test func `a refused connection leaves the body at home`() throws {
        let server = LoopbackServer { _ in [] }
        let url = server.url
        server.stop()
        usleep(50_000)
        let fault = try #require(multi().fetch(post(url)).fault)
        #expect(fault.code == 7)
        #expect(!fault.bodyLeft)
        #expect(fault.partial == nil)
    }

    @Test func `an unknown host leaves the body at home`() throws {
        let fault = try #require(multi().fetch(post("http://name.invalid/")).fault)
        #expect(fault.code == 6)
        #expect(!fault.bodyLeft)
    }

    @Test func `a time-out after the body left says so`() throws {
        let server = LoopbackServer { _ in [.hang] }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url, timeout: .milliseconds(300))).fault)
        #expect(fault.timedOut)
        #expect(fault.bodyLeft)
        #expect(fault.duration >= .milliseconds(300) && fault.duration < .seconds(5))
    }

    @Test func `a time-out in the TLS handshake leaves the body at home`() throws {
        // It answers no ClientHello.
        let server = LoopbackServer { _ in [.hang] }
        defer { server.stop() }
        let url = "https://127.0.0.1:\(server.port)"
        let total = try #require(multi().fetch(post(url, timeout: .milliseconds(300))).fault)
        #expect(total.timedOut && !total.bodyLeft)
        let connect = try #require(multi().fetch(post(url, connectTimeout: .milliseconds(300))).fault)
        #expect(connect.timedOut && !connect.bodyLeft)
        #expect(connect.duration < .seconds(5))
    }

    @Test func `a transfer that waits for a connection until its time is over has left nothing`() throws {
        let server = LoopbackServer { _ in [.hang] }
        defer { server.stop() }
        let outcomes = try multi(connectionsPerHost: 1).fetch([
            post(server.url, timeout: .milliseconds(400)), post(server.url, timeout: .milliseconds(200)),
        ])
        #expect(outcomes[0].fault?.bodyLeft == true)
        #expect(outcomes[1].fault?.bodyLeft == false)
        #expect(server.received.count == 1)
    }

    @Test(arguments: [LoopbackServer.Action.reset, .close])
    func `a connection cut after the body is in doubt`(cut: LoopbackServer.Action) throws {
        let server = LoopbackServer { _ in [cut] }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url)).fault)
        #expect([52, 56].contains(fault.code))
        #expect(fault.bodyLeft)
        #expect(fault.partial == nil)
        #expect(server.received.count == 1)
    }

    @Test func `a body cut short leaves the status and the headers that came`() throws {
        let server = LoopbackServer { _ in
            [.send("HTTP/1.1 201 Created\r\nLocation: /messages/X/01ABC\r\nContent-Length: 99\r\n\r\n{\"id\":"), .close]
        }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url)).fault)
        #expect(fault.code == 18)
        #expect(fault.bodyLeft)
        #expect(fault.partial?.status == 201)
        #expect(fault.partial?.headers["location"] == "/messages/X/01ABC")
        #expect(fault.partial?.text == "{\"id\":")
    }

    @Test func `a time-out within the body leaves the status and the headers that came`() throws {
        let server = LoopbackServer { _ in [.send("HTTP/1.1 201 Created\r\nLocation: /x\r\nContent-Length: 99\r\n\r\n"), .hang] }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url, timeout: .milliseconds(300))).fault)
        #expect(fault.timedOut)
        #expect(fault.partial?.status == 201)
        #expect(fault.partial?.headers["location"] == "/x")
    }

    @Test func `a reply too long is broken off`() throws {
        let server = LoopbackServer { _ in [.send(answer("200 OK", String(repeating: "x", count: 5_000)))] }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url, maximumReply: 1_000)).fault)
        #expect(fault.replyTooLong)
        #expect(fault.bodyLeft)
        #expect(fault.partial?.status == 200)
        #expect(fault.partial?.body.count ?? 0 <= 1_000)
        #expect(try multi().fetch(get(server.url, maximumReply: 10_000)).get().body.count == 5_000)
    }

    @Test func `endless headers are broken off`() throws {
        let server = LoopbackServer { _ in
            [.send("HTTP/1.1 200 OK\r\n" + String(repeating: "X-More: and more\r\n", count: 1_000))]
        }
        defer { server.stop() }
        let fault = try #require(multi().fetch(get(server.url, timeout: .seconds(5), maximumReply: 1_000)).fault)
        #expect(fault.replyTooLong)
    }

    @Test func `bytes that are not HTTP are a fault in doubt`() throws {
        let server = LoopbackServer { _ in [.send("\u{16}\u{3} what?\r\n\r\n"), .close] }
        defer { server.stop() }
        let fault = try #require(multi().fetch(post(server.url)).fault)
        #expect(fault.bodyLeft)
        #expect(fault.partial == nil)
    }

    @Test func `an answer that comes before the body is wanted is still the answer`() throws {
        let server = LoopbackServer(readsBody: false) { _ in
            [.send(answer("413 Too Large", headers: ["Connection: close"])), .pause(milliseconds: 300)]
        }
        defer { server.stop() }
        let reply = try multi().fetch(post(server.url, String(repeating: "x", count: 3_000_000))).get()
        #expect(reply.status == 413)
    }

    @Test func `a fault tells no address, header or body`() throws {
        let server = LoopbackServer { _ in [.reset] }
        defer { server.stop() }
        var request = post(server.url + "/secret", "secret")
        request.headers = [("Key", "secret")]
        let fault = try #require(multi().fetch(request).fault)
        #expect(!"\(fault)".contains("secret") && !"\(fault)".contains("127.0.0.1"))
    }

    @Test func `a reply that came while the thread was busy is read before its time-out is judged`() throws {
        let server = LoopbackServer { _ in [.pause(milliseconds: 100), .send(answer("201 Created", "made"))] }
        defer { server.stop() }
        let multi = try multi()
        var outcome: Outcome?
        try multi.start(post(server.url, timeout: .milliseconds(500))) { outcome = $0 }
        while server.received.isEmpty { _ = try multi.wait(upTo: .milliseconds(1)) }
        usleep(800_000)  // busy elsewhere, beyond the time-out
        while multi.inFlight > 0 { _ = try multi.wait(upTo: .seconds(1)) }
        #expect(try #require(outcome).get().text == "made")
    }

    @Test func `no body leaves after its deadline`() throws {
        let server = LoopbackServer { _ in [.send(answer())] }
        defer { server.stop() }
        let multi = try multi()
        var outcome: Outcome?
        try multi.start(post(server.url, timeout: .milliseconds(200))) { outcome = $0 }
        usleep(400_000)  // busy elsewhere, before anything could leave
        while multi.inFlight > 0 { _ = try multi.wait(upTo: .seconds(1)) }
        let fault = try #require(outcome?.fault)
        #expect(fault.timedOut)
        #expect(!fault.bodyLeft)
        usleep(100_000)
        #expect(server.received.isEmpty)
    }
}
