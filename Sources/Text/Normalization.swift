@_spi(_Unicode) import Swift

extension StringProtocol {
    /// The text in Unicode's form NFC: `è` is one code point, however it was typed.
    ///
    /// Swift compares texts without regard to the form; whoever hashes, keeps or searches bytes asks for it first.
    package var composed: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return String(self) }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: String(self)._nfc)
        return String(scalars)
    }

    /// The text as it is searched: composed, and each of the signs that people and word processors set as an apostrophe as `'`.
    package var foldedForSearch: String {
        var scalars = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars {
            switch scalar {
            case "\u{2018}", "\u{2019}", "\u{02BC}", "\u{00B4}": scalars.append("'")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
