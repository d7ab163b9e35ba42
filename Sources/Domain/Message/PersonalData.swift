import Text

/// What tells who somebody is, looked for where it does not belong. Rather missed than seen where it is not: a number of
/// protocol, a date or a payment notice is nobody's telephone.
enum PersonalData: String, CaseIterable {
    case fiscalCode = "codice_fiscale"
    case iban
    case mailAddress = "email"
    case telephone = "telefono"

    /// With its article, as a sentence needs it.
    var words: String {
        switch self {
        case .fiscalCode: "un codice fiscale"
        case .iban: "un IBAN"
        case .mailAddress: "un indirizzo e-mail"
        case .telephone: "un numero di telefono"
        }
    }

    /// Each kind once, in the order of the cases.
    static func found(in text: String) -> [PersonalData] {
        let words = text.withPlainLetters.utf8.split { !$0.isLetterOrDigit }
        return allCases.filter { kind in
            switch kind {
            case .fiscalCode: joined(words, lengths: 16...16).contains(where: isFiscalCode)
            case .iban: joined(words, lengths: 15...34).contains(where: isIBAN)
            case .mailAddress: text.split(whereSeparator: \.isWhitespace).contains { isMailAddress(withoutPunctuation($0)) }
            case .telephone: TelephoneSearch.found(in: text)
            }
        }
    }

    /// `name@host.tld`, all of it.
    static func isMailAddress(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty,
              parts[0].utf8.allSatisfy({ $0.isLetterOrDigit || ".!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }) else { return false }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.last!.utf8.count > 1 && labels.last!.allSatisfy { $0.isASCII && $0.isLetter }
            && labels.allSatisfy { label in !label.isEmpty && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") } }
    }

    /// A wrong control character is a slip, and the person can still be told.
    private static func isFiscalCode(_ characters: [UInt8]) -> Bool {
        do {
            _ = try FiscalCode.parse(String(decoding: characters, as: UTF8.self))
            return true
        } catch {
            return error == .wrongControlCharacter
        }
    }

    /// ISO 13616: two letters, two check digits, then mostly digits; the whole, turned around, is 1 modulo 97.
    private static func isIBAN(_ characters: [UInt8]) -> Bool {
        guard characters.prefix(2).allSatisfy({ !$0.isDigit }), characters[2..<4].allSatisfy(\.isDigit),
              characters.dropFirst(4).count(where: \.isDigit) >= 9 else { return false }
        var remainder = 0
        for character in characters.dropFirst(4) + characters.prefix(4) {
            let value = Int(character) - (character.isDigit ? 48 : 55)  // A counts for 10
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
        }
        return remainder == 1
    }

    /// Every run of neighbouring words that together are as long: a code may be printed in groups.
    private static func joined(_ words: [Substring.UTF8View], lengths: ClosedRange<Int>) -> [[UInt8]] {
        words.indices.flatMap { first in
            var run: [UInt8] = []
            return words[first...].compactMap { word in
                run += word
                return lengths.contains(run.count) ? run : nil
            }
        }
    }

    private static func withoutPunctuation(_ word: Substring) -> Substring {
        var word = word
        while let last = word.last, ".,;:!?)>»\"'”’".contains(last) { word.removeLast() }
        while let first = word.first, "(<«\"'“‘".contains(first) { word.removeFirst() }
        for start in ["mailto:", "e-mail:", "email:"] where word.lowercased().hasPrefix(start) { word = word.dropFirst(start.count) }
        return word
    }
}
