import Domain
import Mail
import Testing

/// Nothing that a page may have saved ends the worker.
struct MailerTests {
    private static func send(to recipient: String, by host: String, _ security: MailServer.Security) throws -> MailOutcome {
        let sender = MailAddress("avvisi@comune.example.it")!
        // Nobody listens there.
        let server = MailServer(host: host, port: 1, security: security, username: nil, sender: sender)
        let message = MailMessage(
            id: .make(), sender: sender, recipient: MailAddress(recipient)!, text: .ofServer, date: Moment(seconds: 1_795_000_331))
        return try Mailer().send(message, by: server, password: nil) { true }
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
}
