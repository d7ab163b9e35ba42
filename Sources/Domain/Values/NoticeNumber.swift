import Text

/// The number of a pagoPA payment notice ("numero avviso"): 18 digits, kept as text because leading
/// zeros count and spreadsheets keep only 15 digits.
package struct NoticeNumber: Hashable, Sendable {
    package let value: String
    package init(stored value: String) { self.value = value }

    /// Reads 18 digits as `ScannedNotice` does.
    ///
    /// The first digit is 0 to 3: App IO refuses any other (`^[0123][0-9]{17}$`).
    package static func parse(_ typed: String) throws(NoticeNumberFault) -> NoticeNumber { try ScannedNotice.parse(typed).number }

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
    /// A letter that looks like the digit, and at which place it stands, counted from one.
    case letter(String, place: Int, digit: Int)
    case code(CodeFault)

    /// What is wrong with a code that a scanner read.
    package enum CodeFault: Hashable, Sendable, CaseIterable {
        case incomplete, twice, version, number, payee, amount, postal, address
    }

    /// What is wrong and what to do, for the person who typed it.
    package var sentence: String {
        let notDigits = "Il numero avviso contiene caratteri che non sono cifre: "
        return switch self {
        case .empty: "Indicare il numero avviso."
        case .notDigits: notDigits + "scrivere solo le 18 cifre."
        case .letter(let letter, let place, let digit):
            notDigits + "al posto \(place) c’è la lettera \(letter), forse è la cifra \(digit)."
        case .wrongLength(let count): "Il numero avviso ha \(countOf(count, "cifra", "cifre")): ne servono 18."
        case .wrongFirstDigit: "Il numero avviso deve cominciare con 0, 1, 2 o 3: controllare le cifre."
        case .code(let fault): fault.sentence
        }
    }
}

extension NoticeNumberFault.CodeFault {
    fileprivate var sentence: String {
        let instead = "leggerlo di nuovo oppure scrivere le 18 cifre del numero avviso."
        return switch self {
        case .incomplete: "Il codice QR dell’avviso non è stato letto per intero: svuotare il campo e \(instead)"
        case .twice: "Il codice QR dell’avviso è stato letto più volte: svuotare il campo e \(instead)"
        case .version: "Il codice QR letto non è di una versione nota: scrivere le 18 cifre del numero avviso."
        case .number: "Nel codice QR il numero avviso non è di 18 cifre che cominciano con 0, 1, 2 o 3: \(instead)"
        case .payee: "Nel codice QR il codice fiscale dell’ente non è di 11 cifre: \(instead)"
        case .amount: "Nel codice QR la somma non è un importo in centesimi: \(instead)"
        case .postal: "È stato letto il codice del bollettino postale: leggere il codice QR dell’avviso oppure scrivere le 18 cifre."
        case .address: "È stato letto l’indirizzo di una pagina: leggere il codice QR dell’avviso oppure scrivere le 18 cifre."
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
