internal import Text

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
        guard (1...256).contains(text.utf8.count), text.utf8.allSatisfy(\.isVisible) else { return nil }
        value = text
    }

    /// Never the value.
    package var description: String { "…" }
    package var debugDescription: String { "…" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
