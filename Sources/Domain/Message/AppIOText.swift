/// The lengths of a text, in UTF-16 units as App IO counts them (its validators use JavaScript's `length`).
package enum TextLimits {
    package static let subject = 10...120
    /// What App IO takes; a tenant may ask for more than the lower bound.
    package static let content = 80...10_000
}

extension String {
    /// The text with CRLF and CR, which forms send, turned into LF, which App IO gets.
    package var withLineFeeds: String {
        guard utf8.contains(UInt8(ascii: "\r")) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if byte != UInt8(ascii: "\n") || previous != UInt8(ascii: "\r") {
                bytes.append(byte)
            }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How long App IO takes the text to be: UTF-16 units, a line end counting one.
    package var appIOLength: Int { withLineFeeds.utf16.count }

    /// Tells one text from another without repeating it (FNV-1a): for the key of a warning, which travels through a page.
    package var fingerprint: String {
        String(utf8.reduce(0x811c_9dc5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }, radix: 16)
    }

    /// Whether there is a control character other than line ends and tabs. No keyboard makes one;
    /// JSON, XML and phones disagree about what to do with it.
    var hasControlCharacters: Bool {
        unicodeScalars.contains(where: \.isHiddenControl)
    }
}
