/// The base address of an App IO, as `https://api.io.pagopa.it/api/v1`: a scheme, a host and
/// perhaps a port and a path; no user, query or fragment, and no slash at the end.
struct ServiceAddress: Equatable, CustomStringConvertible {
    let description: String
    let isEncrypted: Bool
    /// Whether the host is this machine by its name or address.
    let isLoopback: Bool

    init?(_ text: String) {
        let text = text.hasSuffix("/") ? String(text.dropLast()) : text
        let schemes = [("https://", true), ("http://", false)]
        guard let (scheme, encrypted) = schemes.first(where: { text.lowercased().hasPrefix($0.0) }) else { return nil }
        let rest = text.dropFirst(scheme.count)
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"?#@\\\"<>".utf8.contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        guard let host = Self.host(of: authority) else { return nil }
        description = text
        isEncrypted = encrypted
        isLoopback = host == "localhost" || host == "[::1]" || Self.isLoopbackIPv4(host)
    }

    private static func host(of authority: Substring) -> String? {
        var host = authority
        if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
            guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port) else { return nil }
            host = authority[..<colon]
        }
        return host.isEmpty ? nil : host.lowercased()
    }

    /// Four numbers and nothing else: a name such as `127.0.0.1.example` belongs to somebody.
    private static func isLoopbackIPv4(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
