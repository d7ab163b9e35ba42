import Text

/// Looks in a text for the sums in euro that somebody is asked to pay.
///
/// Rather missed than seen where there is none: a sum needs `€`, `euro` or `EUR` beside it, or cents after `importo`, `totale` and the
/// like. What only limits something, or is paid otherwise (`ISEE inferiore a 9.360 €`, `una marca da bollo da 16,00 €`), or is the price
/// of a part (`10 €/mese`), is no sum that is asked for.
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
        // Where the last sum ends.
        var free = 0
        for (index, piece) in pieces.enumerated() where index >= free {
            switch piece {
            case .lineEnd: words.removeAll()
            case .sign(":"): words.append(":")
            case .sign(let sign):
                if TextPiece.endsSentence(at: index, in: pieces) || (sign == "," && index == free) { words.removeAll() }
            case .word, .number:
                if let sum = SumReader(pieces: pieces, free: free).sum(at: index, after: words) {
                    found.append(Found(readings: sum.readings, isAside: sum.isRate || setsAside(words)))
                    free = sum.end
                } else if case .word(let word) = piece, !SumReader.isCurrency(piece) {
                    words.append(word)
                }
            }
        }
        return found
    }

    /// After these a sum is not the one that is asked for; what is compared is within its clause, what is called by its name is so after
    /// a colon too: `Soglia ISEE: 9.360 €`.
    private static let compared: Set<String> = [
        "inferiore", "inferiori", "superiore", "superiori", "oltre", "fino", "almeno", "meno", "più", "supera", "superano",
    ]
    private static let named: Set<String> = [
        "massimo", "minimo", "isee", "reddito", "redditi", "soglia", "limite", "bollo", "rimborso", "sconto", "riduzione", "cui",
        "commissione", "commissioni",
    ]
    /// After these it is.
    private static let asks: Set<String> = [
        "totale", "deve", "devi", "dovete", "paga", "paghi", "pagate", "pagare", "pagherà", "versa", "versi", "versare", "dovuto", "dovuta",
    ]
    private static let none: Set<String> = ["senza", "nessun", "nessuno", "nessuna", "alcun", "alcuno", "alcuna", "niente"]
    private static let applied: Set<String> = ["con", "col", "dopo"]

    /// The nearest of the last four words of the sentence that says something of a sum decides.
    private static func setsAside(_ words: [String]) -> Bool {
        var isPastColon = false, count = 0
        for (index, word) in words.enumerated().suffix(6).reversed() {
            if word == ":" {
                isPastColon = true
                continue
            }
            count += 1
            if count > 4 || asks.contains(word) { return false }
            if compared.contains(word), !isPastColon { return true }
            guard named.contains(word) else { continue }
            let before = words[..<index].suffix(2)
            if !before.contains(where: { none.contains($0) || (isPastColon && applied.contains($0)) }) { return true }
        }
        return false
    }
}
