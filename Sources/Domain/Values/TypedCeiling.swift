import Text

/// A maximum as somebody typed it, of messages, people or days: a number, or nothing for as many as there are.
package struct TypedCeiling: Sendable {
    package let value: Int?

    package static let range = 1...1_000_000
    package static let fault =
        "Scrivere un numero da \(range.lowerBound) a \(range.upperBound.italian), oppure lasciare vuoto per nessun limite."

    /// `nil` unless it is one.
    package init?(_ typed: String) {
        let text = typed.trimmed()
        guard !text.isEmpty else {
            value = nil
            return
        }
        guard let number = Int(italian: text), Self.range.contains(number) else { return nil }
        value = number
    }
}
