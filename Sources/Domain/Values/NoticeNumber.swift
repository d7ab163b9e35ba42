import Text

/// The number of a pagoPA payment notice ("numero avviso"): 18 digits, kept as text because leading
/// zeros count and spreadsheets keep only 15 digits.
package struct NoticeNumber: Hashable, Sendable {
    package let value: String
    package init(stored value: String) { self.value = value }

    /// Reads 18 digits; spaces are dropped, since printed notices part them by four.
    ///
    /// The first digit is 0 to 3: App IO refuses any other (`^[0123][0-9]{17}$`).
    package static func parse(_ typed: String) throws(NoticeNumberFault) -> NoticeNumber {
        let text = typed.withoutSpaces()
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.areDigits else { throw .notDigits }
        guard text.utf8.count == 18 else { throw .wrongLength(text.utf8.count) }
        guard ("0"..."3").contains(text.first!) else { throw .wrongFirstDigit }
        return NoticeNumber(stored: text)
    }

    /// Whether the last two digits are the 16 before them modulo 93, as the notices that begin with
    /// 0, 2 or 3 require (pagoPA, "Specifiche attuative dei codici identificativi di versamento").
    /// `nil` for those that begin with 1, which carry no check digits.
    package var hasValidCheckDigits: Bool? {
        guard value.utf8.count == 18, value.utf8.areDigits, value.first != "1" else { return nil }
        return Int64(value.prefix(16))! % 93 == Int64(value.suffix(2))!
    }
}

/// Why what was typed is not a notice number.
package enum NoticeNumberFault: Error, Hashable, Sendable {
    case empty, notDigits, wrongFirstDigit
    case wrongLength(Int)

    /// What is wrong and what to do, for the person who typed it.
    package var sentence: String {
        switch self {
        case .empty: "Indicare il numero avviso."
        case .notDigits: "Il numero avviso contiene caratteri che non sono cifre: scrivere solo le 18 cifre."
        case .wrongLength(let count): "Il numero avviso ha \(countOf(count, "cifra", "cifre")): ne servono 18."
        case .wrongFirstDigit: "Il numero avviso deve cominciare con 0, 1, 2 o 3: controllare le cifre."
        }
    }
}

/// `1 cifra`, `17 cifre`, `10.001 caratteri`.
func countOf(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count.italian) \(count == 1 ? one : many)"
}

/// `a`, `a e b`, `a, b e c`.
func listed(_ words: [String]) -> String {
    words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " e " + words.last!
}
