import Text

/// The codice fiscale of a person, 16 characters. App IO does not check its control character, so
/// what `parse` lets through is the only guard against a slip (D.M. 23 dicembre 1976).
package struct FiscalCode: Hashable, Sendable {
    package let value: String
    package init(stored value: String) { self.value = value }

    /// PagoPA's own recipient for trials. Its control character is wrong, and it is let through.
    package static let officialTest = FiscalCode(stored: "AAAAAA00A00A000A")

    /// Reads a code as people type or paste it and as readers of cards give it: in either case, with spaces, dashes, points and
    /// quotes anywhere, after "C.F.". A code altered against homonyms (omocodia) stays as it was issued.
    package static func parse(_ typed: String) throws(FiscalCodeFault) -> FiscalCode {
        let text = bare(typed)
        guard !text.isEmpty else { throw .empty }
        let characters = text.utf8.map(\.uppercased)
        if characters.count == 11 && text.utf8.areDigits { throw .provisional }
        guard text.count == 16 else { throw .wrongLength(text.count) }
        let misplaced = misplaced(Array(text))
        guard misplaced.isEmpty, let digits = undoOmocodia(characters) else {
            let code = FiscalCode(stored: String(decoding: characters, as: UTF8.self))
            guard code != officialTest else { return code }
            throw .misplaced(misplaced)
        }
        let code = FiscalCode(stored: String(decoding: characters, as: UTF8.self))
        guard code != officialTest else { return code }
        guard isPossibleBirthday(digits) else { throw .impossibleDate }
        guard controlCharacter(characters.prefix(15)) == characters[15] else { throw .wrongControlCharacter }
        return code
    }

    /// What was typed without what a code does not have: spaces, punctuation, and its own name before it.
    static func bare(_ typed: String) -> String {
        var scalars = typed.withoutSpaces().unicodeScalars
        scalars.removeAll { isPunctuation($0.properties.generalCategory) }
        let text = String(scalars)
        for name in ["codicefiscale", "codfisc", "cf"] where text.lowercased().hasPrefix(name) && text.count >= name.count + 11 {
            // Two letters of a surname may be these: then it is no longer than a code.
            if text.count > 16 || text.dropFirst(name.count).utf8.areDigits { return String(text.dropFirst(name.count)) }
        }
        return text
    }

    private static func isPunctuation(_ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .dashPunctuation, .connectorPunctuation, .otherPunctuation, .initialPunctuation, .finalPunctuation, .openPunctuation,
             .closePunctuation, .modifierSymbol: true
        default: false
        }
    }

    /// Whether letters stand where digits would, to tell apart two persons with the same code.
    package var isOmocode: Bool {
        let characters = Array(value.utf8)
        return characters.count == 16 && Self.digitPositions.contains { characters[$0] >= UInt8(ascii: "A") }
    }

    /// `RSSMRA80*******U`: enough to recognise a row in a log, not to know the person.
    package var masked: String {
        value.utf8.count == 16 ? value.prefix(8) + "*******" + value.suffix(1) : String(repeating: "*", count: value.count)
    }

    private static let digitPositions = [6, 7, 9, 10, 12, 13, 14]
    static let months = Array("ABCDEHLMPRST".utf8)
    private static let lettersForDigits = Array("LMNPQRSTUV".utf8)

    /// What stands where a code cannot have it.
    private static func misplaced(_ characters: [Character]) -> [FiscalCodeFault.Misplaced] {
        characters.enumerated().compactMap { position, character in
            let byte = character.utf8.count == 1 ? character.utf8.first!.uppercased : 0
            let expected: FiscalCodeFault.Misplaced.Expected = digitPositions.contains(position) ? .digit : position == 8 ? .month : .letter
            let isRight = switch expected {
            case .digit: byte.isDigit || lettersForDigits.contains(byte)
            case .month: months.contains(byte)
            case .letter: byte.isUppercaseLetter
            }
            let found = byte == 0 ? character : Character(Unicode.Scalar(byte))
            return isRight ? nil : FiscalCodeFault.Misplaced(place: position + 1, found: found, expected: expected)
        }
    }

    /// The code with letters of omocodia turned back into digits; `nil` when it has not App IO's
    /// pattern, `^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`.
    static func undoOmocodia(_ characters: [UInt8]) -> [UInt8]? {
        var plain = characters
        for (position, character) in characters.enumerated() {
            if digitPositions.contains(position) {
                if let digit = lettersForDigits.firstIndex(of: character) {
                    plain[position] = UInt8(ascii: "0") + UInt8(digit)
                } else if !character.isDigit {
                    return nil
                }
            } else if !character.isUppercaseLetter {
                return nil
            }
        }
        return months.contains(plain[8]) ? plain : nil
    }

    /// Day 1 to the month's last, 40 more for women. The century is unknown: 29 February always is possible.
    private static func isPossibleBirthday(_ plain: [UInt8]) -> Bool {
        let month = months.firstIndex(of: plain[8])! + 1
        let day = Int(plain[9] - UInt8(ascii: "0")) * 10 + Int(plain[10] - UInt8(ascii: "0"))
        return (1...CalendarDate.days(inMonth: month, of: 2000)).contains(day > 40 ? day - 40 : day)
    }

    /// What letters and digits count for at the first, third… place; at the others a letter counts
    /// for its place in the alphabet from zero, a digit for itself.
    private static let oddPlaceValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

    private static func controlCharacter(_ characters: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for (position, character) in characters.enumerated() {
            let isLetter = character >= UInt8(ascii: "A")
            let value = Int(character - (isLetter ? UInt8(ascii: "A") : UInt8(ascii: "0")))
            sum += position % 2 == 0 ? oddPlaceValues[value] : value
        }
        return UInt8(ascii: "A") + UInt8(sum % 26)
    }
}

extension FiscalCode: CustomStringConvertible {
    /// Masked, so that a log line cannot give a person away.
    package var description: String { masked }
}
