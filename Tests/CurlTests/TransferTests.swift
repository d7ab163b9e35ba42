@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Curl

@Suite struct TransferTests {
    @Test func `a reply brings its status, headers in any case, body and version`() throws {
        let server = LoopbackServer { _ in
            [.send(answer("201 Created", headers: ["Location:  /a/b ", "X-Twice: 1", "X-Twice: 2"], "però"))]
        }
        defer { server.stop() }
        let reply = try multi().fetch(post(server.url)).get()
        #expect(reply.status == 201)
        #expect(reply.headers["LOCATION"] == "/a/b")
        #expect(reply.headers["x-twice"] == "1")
        #expect(reply.headers["absent"] == nil)
        #expect(reply.text == "però")
        #expect(reply.version == .http1)
        #expect(reply.duration > .zero && reply.duration < .seconds(10))
    }

    @Test func `a request carries its headers and body, and waits for no permission to send it`() throws {
        let server = LoopbackServer { _ in [.send(answer())] }
        defer { server.stop() }
        let long = String(repeating: "è", count: 1_500_000)
        _ = try multi().fetch(post(server.url + "/x", long)).get()
        let received = try #require(server.received.first)
        #expect(received.head.hasPrefix("POST /x HTTP/1.1\r\n"))
        #expect(received.head.contains("\r\nContent-Type: text/plain\r\n"))
        #expect(received.head.contains("\r\nUser-Agent: Tests\r\n"))
        #expect(received.head.contains("\r\nContent-Length: 3000000\r\n"))
        #expect(!received.head.lowercased().contains("expect:"))
        #expect(received.body == Array(long.utf8))
    }

    @Test func `what is given up calls back no more, and what has ended or begins later is another`() throws {
        let server = LoopbackServer { $0.head.contains("/hang") ? [.hang] : [.send(answer())] }
        defer { server.stop() }
        let multi = try multi()
        var heard: [String] = []
        let hung = try multi.start(get(server.url + "/hang")) { _ in heard.append("hung") }
        let good = try multi.start(get(server.url + "/good")) { _ in heard.append("good") }
        while multi.inFlight > 1 { _ = try multi.wait(upTo: .seconds(5)) }
        #expect(!multi.giveUp(good) && multi.giveUp(hung) && !multi.giveUp(hung))
        #expect(multi.inFlight == 0)
        _ = try multi.fetch(get(server.url + "/good")).get()
        #expect(heard == ["good"])
    }

    @Test func `one connection serves request after request`() throws {
        let server = LoopbackServer { _ in [.send(answer())] }
        defer { server.stop() }
        let multi = try multi()
        for _ in 0..<3 {
            _ = try multi.fetch(post(server.url)).get()
            _ = try multi.fetch(get(server.url)).get()
        }
        #expect(server.received.count == 6)
        #expect(server.connections == 1)
    }

    @Test func `many transfers move at once`() throws {
        let server = LoopbackServer { _ in [.pause(milliseconds: 1_000), .send(answer())] }
        defer { server.stop() }
        let start = ContinuousClock.now
        let outcomes = try multi().fetch((0..<10).map { _ in get(server.url) })
        #expect(outcomes.allSatisfy { $0.fault == nil })
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test func `no host gets more connections than allowed`() throws {
        let server = LoopbackServer { _ in [.pause(milliseconds: 20), .send(answer())] }
        defer { server.stop() }
        let outcomes = try multi(connectionsPerHost: 2).fetch((0..<10).map { _ in get(server.url) })
        #expect(outcomes.allSatisfy { $0.fault == nil })
        #expect(server.connections == 2)
    }

    @Test func `a callback may start the next transfer`() throws {
        let server = LoopbackServer { request in [.send(answer("200 OK", "\(request.number)"))] }
        defer { server.stop() }
        let multi = try multi()
        var bodies: [String] = []
        try multi.start(get(server.url)) { first in
            bodies.append((try? first.get().text) ?? "")
            #expect(throws: Never.self) {
                try multi.start(get(server.url)) { bodies.append((try? $0.get().text) ?? "") }
            }
        }
        while multi.inFlight > 0 { _ = try multi.wait(upTo: .seconds(5)) }
        #expect(bodies == ["0", "1"])
    }

    @Test func `a redirect is an answer, not an order`() throws {
        let server = LoopbackServer { _ in [.send(answer("302 Found", headers: ["Location: /elsewhere"]))] }
        defer { server.stop() }
        #expect(try multi().fetch(get(server.url)).get().status == 302)
        #expect(server.received.count == 1)
    }

    @Test func `an interim answer is passed over`() throws {
        let server = LoopbackServer { _ in [.send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer("200 OK", "done"))] }
        defer { server.stop() }
        let reply = try multi().fetch(get(server.url)).get()
        #expect(reply.status == 200)
        #expect(reply.headers["link"] == nil)
        #expect(reply.text == "done")
    }

    @Test(arguments: ["file:///etc/hostname", "ftp://127.0.0.1/", "gopher://127.0.0.1/"])
    func `only http and https are spoken`(url: String) throws {
        let fault = try #require(multi().fetch(get(url)).fault)
        #expect(fault.code == 1)
        #expect(!fault.bodyLeft)
    }

    @Test func `a proxy in the environment is ignored`() async {
        // In a process of its own: the environment belongs to all threads.
        await #expect(processExitsWith: .success) {
            setenv("http_proxy", "http://127.0.0.1:9", 1)
            let server = LoopbackServer { _ in [.send(answer())] }
            let outcome = try? multi().fetch(get(server.url))
            exit((try? outcome?.get().status) == 200 ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    @Test func `another descriptor wakes the wait and is named`() throws {
        var pipe: [Int32] = [0, 0]
        #expect(Glibc.pipe(&pipe) == 0)
        defer { for end in pipe { close(end) } }
        let multi = try multi()
        #expect(try multi.wait(upTo: .milliseconds(10), alsoWatching: [pipe[0]]).isEmpty)
        #expect(write(pipe[1], "x", 1) == 1)
        let start = ContinuousClock.now
        #expect(try multi.wait(upTo: .seconds(60), alsoWatching: [pipe[0]]) == [pipe[0]])
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func `unreadable authorities are told at once`() {
        #expect(throws: CurlError.self) { try multi(authorities: "/nowhere/ca.pem") }
    }

    @Test func `transfers in flight may be dropped`() throws {
        let server = LoopbackServer { _ in [.hang] }
        defer { server.stop() }
        do {
            let multi = try multi()
            try multi.start(post(server.url)) { _ in Issue.record("called") }
            _ = try multi.wait(upTo: .milliseconds(50))
            #expect(multi.inFlight == 1)
        }
    }
}
