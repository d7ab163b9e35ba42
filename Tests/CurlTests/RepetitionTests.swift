import Testing
import TestSupport

@testable import Curl

/// libcurl sends a POST again by itself when a reused HTTP/1.1 connection dies unanswered.
@Suite struct RepetitionTests {
    @Test(arguments: [LoopbackServer.Action.close, .reset])
    func `a POST whose reused connection is cut unanswered is not sent again`(cut: LoopbackServer.Action) throws {
        let server = cuttingTheSecond(cut)
        defer { server.stop() }
        let multi = try multi()
        #expect(try multi.fetch(post(server.url, "first")).get().status == 201)
        let fault = try #require(multi.fetch(post(server.url, "second")).fault)
        #expect(fault.bodyLeft)
        #expect([65, 56, 55, 52].contains(fault.code))
        #expect(server.received.map { String(decoding: $0.body, as: UTF8.self) } == ["first", "second"])
        #expect(server.received.map(\.connection) == [0, 0])
    }

    @Test func `a request that may be repeated is, and then answered`() throws {
        let server = cuttingTheSecond(.close)
        defer { server.stop() }
        let multi = try multi()
        var request = post(server.url, "again")
        request.repeatable = true
        #expect(try multi.fetch(request).get().status == 201)
        #expect(try multi.fetch(request).get().status == 201)
        #expect(server.received.map { String(decoding: $0.body, as: UTF8.self) } == ["again", "again", "again"])
    }

    @Test func `a connection that the server closed while idle does not put the next POST in doubt`() throws {
        let server = LoopbackServer { _ in [.send(answer("201 Created")), .close] }
        defer { server.stop() }
        let multi = try multi()
        for _ in 0..<3 {
            #expect(try multi.fetch(post(server.url)).get().status == 201)
            _ = try multi.wait(upTo: .milliseconds(50))
        }
        #expect(server.received.count == 3)
    }

    private func cuttingTheSecond(_ cut: LoopbackServer.Action) -> LoopbackServer {
        LoopbackServer { request in request.number == 1 ? [cut] : [.send(answer("201 Created"))] }
    }
}
