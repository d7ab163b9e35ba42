import Domain
import Mail
import Testing
import TestSupport

/// Nothing that a page may have saved ends the worker.
struct MailerTests {
    private static func send(to recipient: String, by host: String, _ security: MailServer.Security, through proxy: String? = nil,
                             mayLeave: () -> Bool = { true }) throws -> MailOutcome {
        let sender = MailAddress("avvisi@comune.example.it")!
        // Nobody listens there.
        let server = MailServer(host: host, port: 1, security: security, username: nil, sender: sender)
        let message = MailMessage(
            id: .make(), sender: sender, recipient: MailAddress(recipient)!, text: .ofServer, date: Moment(seconds: 1_795_000_331))
        let outbound = Outbound(proxy: proxy.map { Outbound.Proxy(address: $0, login: "utente:segreto") })
        return try Mailer(outbound).send(message, by: server, password: nil, mayLeave: mayLeave)
    }

    @Test func `whatever letters an address has, it is handed to the server`() throws {
        for letter in "a.!#$%&'*+-/=?^_`{|}~" {
            let outcome = try Self.send(to: "u\(letter)f@comune.example.it", by: "127.0.0.1", .none)
            #expect(outcome == .notSent(.noConnection, reply: "", isFinal: false), "\(letter)")
        }
    }

    @Test func `a server elsewhere gets nothing in the clear, whoever has written that it should`() throws {
        let outcome = try Self.send(to: "ufficio@comune.example.it", by: "smtp.example.invalid", .none)
        #expect(outcome == .notSent(.noTLS, reply: "", isFinal: false))
    }

    @Test(arguments: [[LoopbackServer.Action.send("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"), .close], [.close]])
    func `a proxy that does not connect to the server gets no e-mail, and none is in doubt`(actions: [LoopbackServer.Action]) throws {
        let proxy = LoopbackServer { _ in actions }
        defer { proxy.stop() }
        var asked = false
        let outcome = try Self.send(to: "ufficio@comune.example.it", by: "smtp.example.it", .tls, through: proxy.url) {
            asked = true
            return true
        }
        #expect(outcome == .notSent(.noConnection, reply: "", isFinal: false))
        #expect(!asked)
        let head = try #require(proxy.received.first).head
        #expect(head.hasPrefix("CONNECT smtp.example.it:1 HTTP/1.1\r\n") && head.contains("Proxy-Authorization: Basic"))
    }
}
