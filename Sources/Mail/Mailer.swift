internal import Curl
package import Domain

/// Hands e-mails to a server, one at a time, in the thread that asks. TLS is always verified.
package struct Mailer: Sendable {
    /// How long one e-mail may take. What has left unanswered by the end is in doubt.
    package struct Timeouts: Sendable {
        /// From the start to the end of the TLS handshake.
        package var connect: Duration
        package var whole: Duration

        package init(connect: Duration = .seconds(10), whole: Duration = .seconds(60)) { (self.connect, self.whole) = (connect, whole) }
    }

    private let outbound: Outbound
    private let timeouts: Timeouts

    /// - Parameter outbound: the way to the mail server.
    package init(_ outbound: Outbound = Outbound(), timeouts: Timeouts = Timeouts()) {
        (self.outbound, self.timeouts) = (outbound, timeouts)
    }

    /// - Parameter mayLeave: asked once, when the server wants the message and before its first byte; if it says no, nothing leaves.
    /// - Throws: when libcurl does not start or the authorities cannot be read; its description says so.
    package func send(_ message: MailMessage, by server: MailServer, password: String?, mayLeave: () -> Bool) throws -> MailOutcome {
        // A form refuses it, but who may write the row could have a password sent in the clear, or the worker end.
        guard server.security != .none || MailServer.isLoopback(server.host) else {
            return .notSent(.noTLS, reply: "", isFinal: false)
        }
        var delivery = MailDelivery(
            host: server.host, port: server.port, security: server.security.ofCurl,
            login: server.username.map { (username: $0, password: password ?? "") }, sender: server.sender.description,
            recipient: message.recipient.description, message: message.bytes, authorities: outbound.authorities,
            connectTimeout: timeouts.connect, timeout: timeouts.whole)
        delivery.proxy = outbound.proxy.map { ($0.address, $0.login) }
        return MailOutcome(try MailTransfer.run(delivery, mayLeave: mayLeave))
    }
}

extension MailServer.Security {
    fileprivate var ofCurl: MailDelivery.Security {
        switch self {
        case .startTLS: .startTLS
        case .tls: .tls
        case .none: .none
        }
    }
}
