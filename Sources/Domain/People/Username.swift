import Text

/// The name by which a person logs in: 3 to 64 lower-case letters, digits, dots, hyphens and underscores.
package struct Username: Hashable, Sendable {
    package let value: String

    package init?(_ typed: String) {
        value = typed
        guard (3...64).contains(typed.utf8.count),
              typed.utf8.allSatisfy({ $0.isLowercaseLetterOrDigit || ".-_".utf8.contains($0) }) else { return nil }
    }

    package static let fault = "Scrivere il nome utente: da 3 a 64 caratteri tra lettere minuscole, cifre, punti e trattini."
}
