/// Letters and digits that look like those of a codice fiscale and are others: of Cyrillic and Greek, in full width, from the letters of
/// mathematics. Who copies a code from elsewhere brings them along, and who wants to hide one too.
extension StringProtocol {
    /// The text with such letters turned into those that they look like, in capitals, and without marks that cannot be seen.
    var withPlainLetters: String {
        var plain = String.UnicodeScalarView()
        for scalar in uppercased().unicodeScalars where !scalar.isSuperfluous(after: nil, before: nil, isRightToLeft: false) {
            plain.append(scalar.lookalike)
        }
        return String(plain)
    }
}

extension Unicode.Scalar {
    /// The ASCII letter or digit that it looks like, itself when it looks like none.
    var lookalike: Unicode.Scalar {
        switch value {
        case 0..<0x80: return self
        case 0xFF10...0xFF19: return Unicode.Scalar(value - 0xFF10 + 0x30)!
        case 0xFF21...0xFF3A: return Unicode.Scalar(value - 0xFF21 + 0x41)!
        case 0xFF41...0xFF5A: return Unicode.Scalar(value - 0xFF41 + 0x41)!
        case 0x24B6...0x24CF: return Unicode.Scalar(value - 0x24B6 + 0x41)!
        case 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189: return Unicode.Scalar((value - 0x1F130) % 32 + 0x41)!
        case 0x1D400...0x1D6A3: return Unicode.Scalar((value - 0x1D400) % 26 + 0x41)!  // capitals and small letters, in turns
        case 0x1D7CE...0x1D7FF: return Unicode.Scalar((value - 0x1D7CE) % 10 + 0x30)!
        default: return Self.lookalikes[self] ?? self
        }
    }

    private static let lookalikes = Dictionary(uniqueKeysWithValues: zip(
        "АВСЕНІЈКМОРЅТХУԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹℂℍℕℙℚℝℤ".unicodeScalars, "ABCEHIJKMOPSTXYQWABEZHIKMNOPTYXCCHNPQRZ".unicodeScalars))
}
