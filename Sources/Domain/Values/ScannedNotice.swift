import Text

/// A payment notice as a person gives it: its number as it is printed, or all that a scanner reads from its QR code.
package struct ScannedNotice: Sendable, Equatable {
    package let number: NoticeNumber
    /// What is to be paid, which only the QR code says.
    package let amount: Amount?

    /// Reads a printed number (`301000000000012345`, `3010 0000 0000 0123 45`, `3010-0000-…`, `Codice avviso: 3010 …`) or the QR code's
    /// `PAGOPA|002|notice number|codice fiscale of the payee|euro cents` (pagoPA, "Specifiche attuative", avviso di pagamento).
    package static func parse(_ typed: String) throws(NoticeNumberFault) -> ScannedNotice {
        let text = typed.withoutSpaces(), folded = text.uppercased()
        guard !text.isEmpty else { throw .empty }
        if folded.hasPrefix("PAGOPA|") || folded.hasPrefix("PAGOPA§") { return try code(folded) }
        guard !folded.hasPrefix("CODFASE=") else { throw .code(.postal) }
        guard !folded.hasPrefix("HTTP://"), !folded.hasPrefix("HTTPS://") else { throw .code(.address) }
        return ScannedNotice(number: try printed(text), amount: nil)
    }

    // MARK: - The QR code

    /// - Parameter text: a scanner that takes the keyboard for an American one types `§` where the code has `|`.
    private static func code(_ text: String) throws(NoticeNumberFault) -> ScannedNotice {
        let parts = text.replacing("§", with: "|").split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.dropFirst().allSatisfy({ !$0.contains("PAGOPA") }) else { throw .code(.twice) }
        guard parts.count == 5, parts.allSatisfy({ !$0.isEmpty }) else { throw .code(.incomplete) }
        guard parts[1] == "002" else { throw .code(.version) }
        guard let number = try? digits(parts[2][...]) else { throw .code(.number) }
        guard parts[3].utf8.count == 11, parts[3].utf8.areDigits else { throw .code(.payee) }
        guard parts[4].utf8.count <= 12, parts[4].utf8.areDigits, let cents = Int64(parts[4]),
              (Amount.minimum.cents...Amount.maximum.cents).contains(cents) else { throw .code(.amount) }
        return ScannedNotice(number: number, amount: Amount(cents: cents))
    }

    // MARK: - The number in print

    /// What may stand before a number, longest first.
    private static let titles = [
        "numeroavvisopagopa", "codiceavvisopagopa", "numerodiavviso", "codicediavviso", "numeroavviso", "codiceavviso", "avvisopagopa",
        "numavviso", "codavviso", "nravviso", "navviso", "avvison", "avviso", "numero", "codice", "nr", "n",
    ]
    private static let lookalikes: [Character: Int] = ["O": 0, "o": 0, "I": 1, "i": 1, "l": 1, "Z": 2, "S": 5, "B": 8]
    private static let marks = Set("-‐‑‒–—−._:°º/'’")

    private static func printed(_ text: String) throws(NoticeNumberFault) -> NoticeNumber {
        let bare = text.filter { !marks.contains($0) }
        let lower = bare.lowercased()
        let title = titles.first { lower.hasPrefix($0) } ?? ""
        return try digits(bare.dropFirst(title.count))
    }

    private static func digits(_ text: Substring) throws(NoticeNumberFault) -> NoticeNumber {
        guard text.utf8.areDigits else {
            if text.count == 18, text.utf8.count(where: \.isDigit) == 17, let index = text.firstIndex(where: \.isLetter),
               let digit = lookalikes[text[index]] {
                throw .letter(String(text[index]), place: text.distance(from: text.startIndex, to: index) + 1, digit: digit)
            }
            throw .notDigits
        }
        guard text.utf8.count == 18 else { throw .wrongLength(text.utf8.count) }
        guard ("0"..."3").contains(text.first!) else { throw .wrongFirstDigit }
        return NoticeNumber(stored: String(text))
    }
}

extension NotificationForm {
    /// Takes number and sum out of a notice's QR code that was read into the field of the number. A sum that was typed and is another
    /// stays, and the code with it: whoever sends it must choose.
    package mutating func takeUpScannedNotice() {
        guard let notice = try? ScannedNotice.parse(self[.noticeNumber]), let amount = notice.amount else { return }
        if !saysNoAmount {
            guard let typed = try? Amount.parse(self[.amount]), typed == amount else { return }
        }
        self[.noticeNumber] = notice.number.value
        if saysNoAmount { self[.amount] = amount.italian }
    }

    /// The guide's own page shows "0,00" where there is nothing to pay.
    var saysNoAmount: Bool { self[.amount].allSatisfy { "0,. €".contains($0) || $0.isWhitespace } }
}
