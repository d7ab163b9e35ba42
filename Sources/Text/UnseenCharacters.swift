/// What does something where it stands, and is not read.
extension Unicode.Scalar {
    /// Tells readers to show what follows in another order: what is hidden in a text with it is not what stands there.
    package var turnsDirection: Bool { (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value) }

    /// Whether it ends a line, speaks to a terminal or turns letters around, and is not seen.
    package var actsUnseen: Bool {
        if isASCII { return value < 0x20 || value == 0x7f }
        return turnsDirection || [.control, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
    }

    /// As it can be read, for instance `\u{1b}`.
    package var spelledOut: String { "\\u{\(String(value, radix: 16))}" }
}

extension StringProtocol {
    /// The text with what acts unseen spelled out, for a terminal.
    ///
    /// - Parameter kept: what stays as it is.
    package func spelledOut(but kept: Unicode.Scalar? = nil) -> String {
        var text = ""
        for scalar in unicodeScalars {
            if scalar.actsUnseen, scalar != kept { text += scalar.spelledOut } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
