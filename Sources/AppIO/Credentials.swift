/// Whom to ask, and as whom: to App IO the key *is* the service.
package struct Credentials: Sendable {
    package var base: BaseAddress
    package var key: APIKey

    package init(base: BaseAddress, key: APIKey) {
        self.base = base
        self.key = key
    }
}

/// The key of a service. Nothing prints it: only a request's header gets its value.
package struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let value: String

    /// - Returns: `nil` unless the text has 1 to 256 visible ASCII characters.
    package init?(_ text: String) {
        guard (1...256).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        value = text
    }

    /// Never the value.
    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Where App IO, or a sandbox, answers: for instance `https://api.io.pagopa.it/api/v1`.
package struct BaseAddress: Sendable, Hashable {
    /// Without a slash at its end.
    let value: String

    /// - Returns: `nil` unless the text is an `https` address, or an `http` one of this very host
    ///   (a key never crosses a network in the clear), without user, query and fragment.
    package init?(_ text: String) {
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && !"@?#\\\"<>".utf8.contains($0) }) else { return nil }
        let authority = parts[1].prefix { $0 != "/" }
        let match = authority.wholeMatch(of: /(\[[0-9a-fA-F:]+\]|[^:\[\]]+)(:[0-9]{1,5})?/)
        guard let host = match?.1 else { return nil }
        switch parts[0] {
        case "https": break
        case "http": guard ["127.0.0.1", "localhost", "[::1]"].contains(host) else { return nil }
        default: return nil
        }
        value = text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
