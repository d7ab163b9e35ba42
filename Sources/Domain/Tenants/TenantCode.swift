/// The codice IPA by which a tenant is known: 3 to 32 lower-case letters, digits and underscores.
package struct TenantCode: Hashable, Sendable {
    package let value: String

    package init?(_ typed: String) {
        value = typed
        guard (3...32).contains(typed.utf8.count), typed != "host",
              typed.utf8.allSatisfy({ $0.isLowercaseLetterOrDigit || $0 == UInt8(ascii: "_") }) else { return nil }
    }
}
