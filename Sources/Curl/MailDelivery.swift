/// One e-mail to one address, by an SMTP server, and within what limits.
package struct MailDelivery {
    package enum Security: Sendable {
        /// The connection begins in the clear and must go over to TLS before anything is said.
        case startTLS
        /// TLS from the first byte.
        case tls
        /// In the clear: only for a server of this very machine.
        case none
    }

    /// A name or an IPv4 address.
    package var host: String
    package var port: Int
    package var security: Security
    /// `nil`: the server asks for none.
    package var login: (username: String, password: String)?
    /// Addresses, without angle brackets.
    package var sender: String
    package var recipient: String
    /// Its header and body, whole, each line ended by CR and LF.
    package var message: [UInt8]
    /// A PEM file with the certification authorities to trust; `nil` means the system's.
    package var authorities: String?
    /// What other machines are reached through, asked by CONNECT: `http://name:port`, and `user:password` if it wants one.
    package var proxy: (address: String, login: String?)?
    /// From the start to the end of the TLS handshake.
    package var connectTimeout: Duration
    /// From the start to the server's last reply.
    package var timeout: Duration

    package init(host: String, port: Int, security: Security, login: (username: String, password: String)?, sender: String,
                 recipient: String, message: [UInt8], authorities: String? = nil, connectTimeout: Duration, timeout: Duration) {
        precondition(Self.isPlain(host, without: "<>/@"), "a host is a name or an address")
        precondition([sender, recipient].allSatisfy { Self.isPlain($0, without: "<>") }, "no blank, control character or angle bracket")
        precondition(!message.isEmpty, "there is no empty e-mail")
        (self.host, self.port, self.security, self.login) = (host, port, security, login)
        (self.sender, self.recipient, self.message, self.authorities) = (sender, recipient, message, authorities)
        (self.connectTimeout, self.timeout) = (connectTimeout, timeout)
    }

    private static func isPlain(_ text: String, without others: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { 0x21...0x7e ~= $0 && !others.utf8.contains($0) }
    }
}

/// How far an e-mail came with the server. It holds no password and nothing of the message.
package struct MailDialogue: Sendable {
    /// The commands of SMTP that are told apart.
    package enum Command: String, CaseIterable, Sendable {
        case ehlo = "EHLO", helo = "HELO", startTLS = "STARTTLS", auth = "AUTH", mail = "MAIL", recipient = "RCPT", data = "DATA"
    }

    /// libcurl's number (`CURLcode`); 0: the server has taken the message.
    package var code: Int32
    /// The last one that was given; `nil`: none.
    package var command: Command?
    /// The server's last reply: three digits, and its words. 0: there was none.
    package var replyCode = 0
    package var reply = ""
    /// Whether all of the message was handed out. `false` means that the server cannot have it.
    package var messageLeft = false

    package init(code: Int32 = 0, command: Command? = nil, replyCode: Int = 0, reply: String = "", messageLeft: Bool = false) {
        (self.code, self.command, self.replyCode, self.reply, self.messageLeft) = (code, command, replyCode, reply, messageLeft)
    }
}
