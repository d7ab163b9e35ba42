extension StringProtocol {
    /// The words of what was typed, as the database has those of an oggetto in `subject_words`: runs of letters and digits, without
    /// the marks over them, and without the signs that stand for two letters.
    package var searchWords: [String] {
        var words: [String] = [], word = String.UnicodeScalarView()
        for scalar in composed.unicodeScalars {
            switch scalar.category {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .letterNumber,
                 .otherNumber:
                word.append(contentsOf: scalar.letters)
            case .nonspacingMark, .spacingMark, .enclosingMark: break
            default:
                if !word.isEmpty { words.append(String(word)) }
                word.removeAll()
            }
        }
        return word.isEmpty ? words : words + [String(word)]
    }
}

extension Unicode.Scalar {
    /// The modifiers from ʰ to ˿ are letters to Unicode, and an apostrophe to who types the one of them.
    fileprivate var category: Unicode.GeneralCategory {
        (0x2B0...0x2FF).contains(value) ? .modifierSymbol : properties.generalCategory
    }

    /// A database compares letter by letter.
    fileprivate var letters: String.UnicodeScalarView {
        switch self {
        case "ß": "ss".unicodeScalars
        case "ẞ": "SS".unicodeScalars
        case "æ": "ae".unicodeScalars
        case "Æ": "AE".unicodeScalars
        case "œ": "oe".unicodeScalars
        case "Œ": "OE".unicodeScalars
        default: String(self).unicodeScalars
        }
    }
}
