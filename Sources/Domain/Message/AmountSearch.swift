/// Looks in a text for the sums in euro that somebody is asked to pay.
///
/// Rather missed than seen where there is none: a sum needs `€`, `euro` or `EUR` beside it. What only limits something, or is paid
/// otherwise (`ISEE inferiore a 9.360 €`, `una marca da bollo da 16,00 €`), is no sum that is asked for.
enum AmountSearch {
    struct Found: Equatable {
        /// As it may be read: `2 120,00 €` is both 120,00 € and 2.120,00 €. The likeliest first.
        var readings: [Amount]
        /// Another sum than what is to be paid.
        var isAside: Bool
    }

    static func found(in text: String) -> [Found] {
        let pieces = TextPiece.pieces(of: text)
        var found: [Found] = [], words: [String] = []
        // Where the sign stands that belongs to the sum before it.
        var taken = -1
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .word(let word):
                if !isCurrency(piece) { words.append(word) }
            case .lineEnd: words.removeAll()
            case .sign: break
            case .number(let number):
                let isBefore = taken != index - 1 && isCurrencyBefore(index, pieces)
                let isAfter = index + 1 < pieces.count && isCurrency(pieces[index + 1])
                if isAfter { taken = index + 1 }
                guard isBefore || isAfter, let amount = amount(number) else { continue }
                var readings = [amount]
                if index > 0, case .number(let thousands) = pieces[index - 1], let whole = joined(thousands, number) {
                    readings.append(whole)
                }
                found.append(Found(readings: readings, isAside: words.suffix(4).contains(where: aside.contains)))
            }
        }
        return found
    }

    /// After these a sum is not the one that is asked for.
    private static let aside: Set<String> = [
        "inferiore", "inferiori", "superiore", "superiori", "oltre", "fino", "massimo", "minimo", "almeno", "meno", "più", "supera",
        "superano", "isee", "reddito", "redditi", "soglia", "limite", "bollo", "rimborso", "sconto", "riduzione", "cui",
        "commissione", "commissioni",
    ]

    private static func isCurrency(_ piece: TextPiece) -> Bool {
        piece == .sign("€") || piece == .word("euro") || piece == .word("eur")
    }

    private static func isCurrencyBefore(_ index: Int, _ pieces: [TextPiece]) -> Bool {
        guard index > 0 else { return false }
        if isCurrency(pieces[index - 1]) { return true }
        return index > 1 && pieces[index - 1] == .sign(":") && isCurrency(pieces[index - 2])
    }

    /// `1.234,56`, `1234,5`, `1.234`, and what a text says though a form would not take it: `12.34`, `1,234.56`.
    private static func amount(_ number: String) -> Amount? {
        guard number.allSatisfy({ $0.isNumber || ".,'’".contains($0) }) else { return nil }
        var digits = number.filter(\.isNumber)
        let decimals = number.lastIndex { !$0.isNumber }.map { number.distance(from: $0, to: number.endIndex) - 1 } ?? 3
        digits += decimals < 3 ? String(repeating: "0", count: 2 - decimals) : "00"
        guard digits.utf8.count <= 15, let cents = Int64(digits), cents > 0 else { return nil }
        return Amount(cents: cents)
    }

    /// `1 234,56`, whose thousands are parted by a space.
    private static func joined(_ thousands: String, _ rest: String) -> Amount? {
        guard thousands.count <= 3, thousands.allSatisfy(\.isNumber), rest.prefix(while: \.isNumber).count == 3 else { return nil }
        return amount(thousands + rest)
    }
}
