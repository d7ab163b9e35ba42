import Text
@preconcurrency import Glibc

/// How an SMTP server is reached, but for the password.
package struct MailServer: Sendable, Equatable {
    /// What protects the way to it. Its certificate is verified in either case.
    package enum Security: String, Sendable, CaseIterable {
        case startTLS = "starttls", tls
        /// In the clear: only within this machine.
        case none

        package var label: String {
            switch self {
            case .startTLS: "STARTTLS"
            case .tls: "TLS"
            case .none: "nessuna"
            }
        }

        /// The same for who chooses.
        package var choice: String {
            switch self {
            case .startTLS: "STARTTLS (di solito porta 587)"
            case .tls: "TLS (di solito porta 465)"
            case .none: "Nessuna: solo per un server su questa stessa macchina"
            }
        }
    }

    /// A name or an IPv4 address, in lower case.
    package var host: String
    package var port: Int
    package var security: Security
    /// `nil`: it asks for none.
    package var username: String?
    package var sender: MailAddress

    package init(host: String, port: Int, security: Security, username: String?, sender: MailAddress) {
        (self.host, self.port, self.security, self.username, self.sender) = (host, port, security, username, sender)
    }

    /// Whether a host is this machine: `localhost` or 127.0.0.0/8.
    package static func isLoopback(_ host: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 4)
        return host == "localhost" || inet_pton(AF_INET, host, &bytes) == 1 && bytes[0] == 127
    }

    /// What a sealed password belongs to: given to another server, or for another username, it does not open.
    package var binding: [UInt8] { Array("mail|\(host)|\(username ?? "")".utf8) }
}
