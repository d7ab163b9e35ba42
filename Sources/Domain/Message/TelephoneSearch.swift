import Text

/// Looks for an Italian or international telephone number in a sentence. A number is a chain of groups of digits, with one
/// space, point, hyphen or slash between two, and counts only as a whole: `15.07.2026`, `3010 1110 0007 3475 57` and
/// `312345678/2026` are chains too.
struct TelephoneSearch {
    private var groups: [Int] = []  // their lengths
    private var marks: [UInt8] = []  // what stands between them
    private var digits: [UInt8] = []
    private var hasPlus = false

    static func found(in text: String) -> Bool {
        let bytes = Array(text.utf8)
        var position = 0
        while let start = bytes[position...].firstIndex(where: \.isDigit) {
            var search = TelephoneSearch()
            position = search.read(bytes, from: start)
            let before = bytes[..<start]
            search.hasPlus = before.last == UInt8(ascii: "+")
            let isPartOfCode = before.last.map(isLetter) == true || (position < bytes.count && isLetter(bytes[position]))
            if !isPartOfCode && search.isTelephone(after: wordBefore(before)) { return true }
        }
        return false
    }

    /// - Returns: where the chain ends.
    private mutating func read(_ bytes: [UInt8], from start: Int) -> Int {
        var position = start
        while true {
            let end = bytes[position...].firstIndex { !$0.isDigit } ?? bytes.count
            digits += bytes[position..<end]
            groups.append(end - position)
            guard end + 1 < bytes.count, " .-/".utf8.contains(bytes[end]), bytes[end + 1].isDigit else { return end }
            marks.append(bytes[end])
            position = end + 1
        }
    }

    private func isTelephone(after word: String) -> Bool {
        if hasPlus { return (8...15).contains(digits.count) }
        if digits.starts(with: "0039".utf8) { return (10...15).contains(digits.count) }
        guard digits.count > 7, !Self.numbering.contains(word), !marks.dropFirst().contains(UInt8(ascii: "/")) else { return false }
        let second = digits[1] - UInt8(ascii: "0")
        switch digits[0] {
        case UInt8(ascii: "3"):
            let isAmount = groups.count > 1 && groups.dropFirst().allSatisfy { $0 == 3 } && marks.allSatisfy { $0 == UInt8(ascii: ".") }
            return second > 1 && (9...10).contains(digits.count) && (groups.count == 1 || groups[0] == 3) && !isAmount
        case UInt8(ascii: "0"):
            guard second > 0, (8...11).contains(digits.count) else { return false }
            if groups.count == 1 { return (9...10).contains(digits.count) }  // eleven are a partita IVA
            if groups.count == 2 { return groups[0] < 5 && groups[1] > 4 }
            return groups[0] < 5 && (groups[0] > 2 || groups[1] > 2)
        default: return false
        }
    }

    /// After these a number is of something else.
    private static let numbering: Set<String> = [
        "n", "nr", "num", "no", "prot", "protocollo", "pratica", "avviso", "codice", "cod", "id", "rif", "verbale", "fattura", "atto",
        "delibera", "determina", "ordinanza", "cig", "cup", "iuv",
    ]

    private static func wordBefore(_ bytes: ArraySlice<UInt8>) -> String {
        let end = bytes.lastIndex(where: isLetter).map { $0 + 1 } ?? bytes.startIndex
        let start = bytes[..<end].lastIndex { !isLetter($0) }.map { $0 + 1 } ?? bytes.startIndex
        return String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte >= 0x80
    }
}
