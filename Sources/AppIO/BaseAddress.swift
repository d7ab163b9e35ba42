internal import Domain
internal import Text
@preconcurrency import Glibc

/// Where App IO, or a sandbox, answers: for instance `https://api.io.pagopa.it/api/v1`.
///
/// Over plain HTTP there is an address of this very machine only (`localhost`, 127.0.0.0/8, `[::1]`): a key never crosses a
/// network in the clear. What is one, libcurl takes.
package struct BaseAddress: Sendable, Hashable, CustomStringConvertible {
    /// Why a text is none.
    package enum Fault: Error {
        /// It is not written `https://host:port/path`, where port and path may be missing.
        case malformed
        /// It is plain HTTP to another machine.
        case inTheClear
    }

    /// With scheme and host in lower case, without a slash at its end.
    package let description: String
    package let isEncrypted: Bool
    /// Whether the host is this machine.
    package let isLoopback: Bool

    /// App IO itself.
    package static let appIO = BaseAddress(description: "https://api.io.pagopa.it/api/v1", isEncrypted: true, isLoopback: false)

    /// Reads an address without user, query and fragment; its scheme and host in either case.
    package static func parse(_ text: String) throws(Fault) -> BaseAddress {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        guard ["https", "http"].contains(scheme), text.dropFirst(scheme.count).hasPrefix("://") else { throw .malformed }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }, path = rest.dropFirst(authority.count)
        guard path.utf8.allSatisfy({ $0.isLetterOrDigit || "/-._~!$&'()*+,;=:%".utf8.contains($0) }),
              let match = authority.wholeMatch(of: /(\[.+\]|[^:\[\]]+)(:[0-9]{1,5})?/), let host = Host(match.1) else { throw .malformed }
        if let port = match.2, !(1...65_535).contains(Int(port.dropFirst()) ?? 0) { throw .malformed }
        guard scheme == "https" || host.isLoopback else { throw .inTheClear }
        var description = "\(scheme)://\(host.text)\(match.2 ?? "")\(path)"
        while description.hasSuffix("/") { description.removeLast() }
        return BaseAddress(description: description, isEncrypted: scheme == "https", isLoopback: host.isLoopback)
    }

    /// The host of an address: a name, an IPv4 address or an IPv6 address in brackets.
    private struct Host {
        let text: String
        let isLoopback: Bool

        init?(_ typed: Substring) {
            text = typed.lowercased()
            if text.hasPrefix("[") {
                var bytes = [UInt8](repeating: 0, count: 16)
                guard inet_pton(AF_INET6, String(text.dropFirst().dropLast()), &bytes) == 1 else { return nil }
                isLoopback = bytes == [UInt8](repeating: 0, count: 15) + [1]
            } else {
                guard HostName(text) != nil else { return nil }
                // Four decimal numbers and nothing else: a name such as 127.0.0.1.example belongs to somebody.
                var bytes = [UInt8](repeating: 0, count: 4)
                isLoopback = text == "localhost" || (inet_pton(AF_INET, text, &bytes) == 1 && bytes[0] == 127)
            }
        }
    }
}
