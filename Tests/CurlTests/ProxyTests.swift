@preconcurrency import Glibc
import Testing
import TestSupport

@testable import Curl

@Suite(.enabled(if: Nginx.isThere, "nginx is not installed")) struct ProxyTests {
    /// A name that only the proxy knows.
    private static let url = "https://appio.example/api"

    @Test func `what goes through a proxy is encrypted for the server behind it, and answered over HTTP 2`() throws {
        let server = LoopbackServer { _ in [.send(answer("201 Created", "made"))] }
        let nginx = try Nginx(before: server.port), tunnel = Tunnel(to: nginx.port)
        defer { tunnel.stop(); nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities, proxy: (tunnel.address, "utente:segreto"))
        let replies = try (0..<3).map { try multi.fetch(post(Self.url, "number \($0)")).get() }
        #expect(replies.allSatisfy { $0.status == 201 && $0.text == "made" && $0.version == .http2 })
        #expect(replies[0].headers["proxy-agent"] == nil)
        #expect(server.received.map { String(decoding: $0.body, as: UTF8.self) } == ["number 0", "number 1", "number 2"])
        #expect(tunnel.asked.count == 1)
        let asked = try #require(tunnel.asked.first)
        #expect(asked.hasPrefix("CONNECT appio.example:443 HTTP/1.1\r\n"))
        #expect(asked.contains("Proxy-Authorization: Basic dXRlbnRlOnNlZ3JldG8=\r\n"))
        #expect(!server.received.contains { $0.head.contains("Proxy-Authorization") })
    }

    @Test(arguments: [
        [LoopbackServer.Action.send(answer("407 Proxy Authentication Required")), .close], [.send(answer("502 Bad Gateway")), .close],
        [.send(answer("201 Created", "not the server")), .close], [.close], [.reset], [.send("nonsense\r\n\r\n"), .close],
    ])
    func `a proxy that does not connect leaves the body at home, and its answer is not the server's`(
        actions: [LoopbackServer.Action]
    ) throws {
        let proxy = LoopbackServer { _ in actions }
        defer { proxy.stop() }
        let fault = try multi(proxy: (proxy.url, nil)).fetch(post(Self.url)).fault
        // 201 to CONNECT counts as connected: there is no TLS behind it.
        #expect([97, 35].contains(try #require(fault).code))
        #expect(fault?.bodyLeft == false)
        #expect(fault?.partial == nil)
        #expect(!proxy.received.contains { String(decoding: $0.body, as: UTF8.self).contains("once") })
    }

    @Test func `a proxy that is away, unknown or silent leaves the body at home`() throws {
        let away = LoopbackServer { _ in [] }
        let url = away.url
        away.stop()
        usleep(50_000)
        #expect(try multi(proxy: (url, nil)).fetch(post(Self.url)).fault?.code == 97)
        #expect(try multi(proxy: ("http://proxy.invalid:3128", nil)).fetch(post(Self.url)).fault?.code == 5)
        let silent = LoopbackServer { _ in [.hang] }
        defer { silent.stop() }
        let fault = try #require(multi(proxy: (silent.url, nil)).fetch(post(Self.url, timeout: .milliseconds(300))).fault)
        #expect(fault.timedOut && !fault.bodyLeft)
    }

    @Test func `a server behind a proxy that answers no more after the body is in doubt`() throws {
        let server = LoopbackServer { _ in [.hang] }
        let nginx = try Nginx(before: server.port), tunnel = Tunnel(to: nginx.port)
        defer { tunnel.stop(); nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities, proxy: (tunnel.address, nil))
        let fault = try #require(multi.fetch(post(Self.url, timeout: .seconds(2))).fault)
        #expect(fault.timedOut && fault.bodyLeft)
    }

    @Test func `a certificate that the proxy's own server shows is not taken for that of the server behind it`() throws {
        let server = LoopbackServer { _ in [.send(answer())] }
        let nginx = try Nginx(before: server.port), tunnel = Tunnel(to: nginx.port)
        defer { tunnel.stop(); nginx.stop(); server.stop() }
        let multi = try multi(authorities: nginx.authorities, proxy: (tunnel.address, nil))
        let fault = try multi.fetch(post("https://altro.example/")).fault
        #expect(fault?.code == 60 && fault?.bodyLeft == false)
        #expect(server.received.isEmpty)
    }

    @Test func `what is on this machine is asked without the proxy`() throws {
        let server = LoopbackServer { _ in [.send(answer("200 OK", "direct"))] }
        defer { server.stop() }
        let reply = try multi(proxy: ("http://proxy.invalid:3128", nil)).fetch(get(server.url)).get()
        #expect(reply.text == "direct")
    }

    @Test func `a server that asks who we are gets our certificate, and nobody else's will do`() throws {
        let server = LoopbackServer { _ in [.send(answer("201 Created"))] }
        let nginx = try Nginx(before: server.port, asksWho: true)
        defer { nginx.stop(); server.stop() }
        func status(_ identity: (certificate: String, key: String)?) throws -> Int? {
            try? multi(authorities: nginx.authorities, identity: identity).fetch(post(nginx.url)).get().status
        }
        #expect(try status(nil) == 400)
        #expect(try status(nginx.foreignIdentity()) == 400)
        #expect(server.received.isEmpty)
        #expect(try status(nginx.identity) == 201)
        let missing = try multi(authorities: nginx.authorities, identity: ("/nowhere.pem", "/nowhere.key")).fetch(post(nginx.url)).fault
        #expect(missing?.code == 58 && missing?.bodyLeft == false)
    }
}
