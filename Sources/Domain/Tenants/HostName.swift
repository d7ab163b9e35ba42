import Text

/// The name by which browsers reach a tenant: lower case, without a port.
package struct HostName: Hashable, Sendable {
    package let value: String

    /// Reads labels of letters, digits and hyphens (RFC 1123 §2.1), 63 characters at most each, 253 in all.
    package init?(_ typed: String) {
        value = typed.lowercased()
        let labels = value.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard value.utf8.count <= 253, labels.allSatisfy(Self.isLabel) else { return nil }
    }

    /// Whether it has a dot and a last label that begins with a letter: nginx shows the certificate of no other name, and an address
    /// is none.
    package var isComplete: Bool {
        let labels = value.utf8.split(separator: UInt8(ascii: "."))
        return value.utf8.count > 3 && labels.count > 1 && labels.last?.first?.isDigit == false
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { $0.isLowercaseLetterOrDigit || $0 == hyphen }
    }
}
