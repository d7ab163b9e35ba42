import Text

/// The codice IPA by which a tenant is known: 3 to 32 lower-case letters, digits and underscores.
package struct TenantCode: Hashable, Sendable {
    package let value: String

    package static let fault = "Il codice ha da 3 a 32 lettere minuscole, cifre e trattini bassi."

    package init?(_ typed: String) {
        value = typed
        guard (3...32).contains(typed.utf8.count), typed != "host",
              typed.utf8.allSatisfy({ $0.isLowercaseLetterOrDigit || $0 == UInt8(ascii: "_") }) else { return nil }
    }
}
