extension Sequence<UInt8> {
    /// Percent-encoded: every byte but RFC 3986's unreserved characters and those that are to stay.
    ///
    /// - Parameter others: characters of ASCII that stay too.
    package func percentEncoded(keeping others: StaticString = "") -> String {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(underestimatedCount)
        for byte in self {
            if byte.isUnreserved || others.contains(byte) {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                // RFC 3986 §2.1 asks for upper case.
                encoded.append((byte >> 4).hexadecimalDigit.uppercased)
                encoded.append((byte & 15).hexadecimalDigit.uppercased)
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension UInt8 {
    /// RFC 3986 §2.3.
    fileprivate var isUnreserved: Bool {
        isLetterOrDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_") || self == UInt8(ascii: "~")
    }
}

extension StaticString {
    fileprivate func contains(_ byte: UInt8) -> Bool { withUTF8Buffer { $0.contains(byte) } }
}
