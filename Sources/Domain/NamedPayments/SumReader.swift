import Text

/// Reads the sum that begins at a piece of a text, its euro and cents around it included.
struct SumReader {
    struct Sum {
        var readings: [Amount]
        /// The piece after it.
        var end: Int
        /// The price of a part: `10 €/mese`.
        var isRate: Bool
    }

    let pieces: [TextPiece]
    /// What stands before belongs to another sum.
    let free: Int

    /// - Parameter words: of its sentence before it.
    func sum(at index: Int, after words: [String]) -> Sum? {
        guard let value = value(at: index) else { return nil }
        var (amount, end) = value, start = index
        if let currency = currency(before: index) {
            start = currency
        } else if let after = endOfCurrency(at: end) {
            end = after
        } else if !isSumOfLabel(index, words) {
            return nil
        }
        if let cents = cents(at: end) { (amount, end) = (Amount(cents: amount.cents + cents.value), cents.end) }
        guard amount.cents > 0 else { return nil }
        var readings = [amount]
        if let whole = joined(index - 1, index) { readings.append(whole) }
        if start < index, let whole = joined(index, index + 1) { (readings, end) = ([whole, amount], index + 2) }
        readings += [times(after: end), times(before: start)].compactMap { $0 }.map { Amount(cents: amount.cents * $0) }
        return Sum(readings: readings, end: end, isRate: isRate(end))
    }

    static func isCurrency(_ piece: TextPiece) -> Bool {
        piece == .sign("€") || piece == .word("euro") || piece == .word("eur")
    }

    private func piece(_ index: Int) -> TextPiece? { pieces.indices.contains(index) ? pieces[index] : nil }

    private func word(_ index: Int) -> String? {
        if case .word(let word) = piece(index) { word } else { nil }
    }

    private func number(_ index: Int) -> String? {
        if case .number(let number) = piece(index) { number } else { nil }
    }

    // MARK: - The sum

    /// Digits, or words with or without cents in digits: `centotrenta/00`.
    private func value(at index: Int) -> (Amount, end: Int)? {
        if let number = number(index) { return Self.amount(number).map { ($0, index + 1) } }
        guard let word = word(index), var whole = NumberWords.value(of: word) else { return nil }
        // `cento trenta`
        if index > free, let before = self.word(index - 1), let both = NumberWords.value(of: before + word) { whole = both }
        if piece(index + 1) == .sign("/"), let text = number(index + 2), text.count == 2, let cents = Int64(text) {
            return (Amount(cents: whole * 100 + cents), index + 3)
        }
        return (Amount(cents: whole * 100), index + 1)
    }

    /// `1.234,56`, `1234,5`, `1.234`, and what a text says though a form would not take it: `12.34`, `1,234.56`.
    private static func amount(_ number: String) -> Amount? {
        guard number.allSatisfy({ $0.isNumber || ".,'’".contains($0) }) else { return nil }
        var digits = number.filter(\.isNumber)
        let decimals = number.lastIndex { !$0.isNumber }.map { number.distance(from: $0, to: number.endIndex) - 1 } ?? 3
        digits += decimals < 3 ? String(repeating: "0", count: 2 - decimals) : "00"
        guard digits.utf8.count <= 15, let cents = Int64(digits) else { return nil }
        return Amount(cents: cents)
    }

    /// `1 234,56`, whose thousands are parted by a space.
    private func joined(_ first: Int, _ second: Int) -> Amount? {
        guard first >= free, let thousands = number(first), let rest = number(second), thousands.count <= 3,
              thousands.allSatisfy(\.isNumber), rest.prefix(while: \.isNumber).count == 3 else { return nil }
        return Self.amount(thousands + rest)
    }

    private func currency(before index: Int) -> Int? {
        guard index > free else { return nil }
        if Self.isCurrency(pieces[index - 1]) { return index - 1 }
        let isApart = pieces[index - 1] == .sign(":") || (pieces[index - 1] == .sign(".") && piece(index - 2) == .sign("€"))
        return isApart && index - 1 > free && Self.isCurrency(pieces[index - 2]) ? index - 2 : nil
    }

    /// Also after `,-`.
    private func endOfCurrency(at index: Int) -> Int? {
        var index = index
        if [.sign(","), .sign(".")].contains(piece(index)) {
            let dashes = pieces[(index + 1)...].prefix(2).prefix { [.sign("-"), .sign("–"), .sign("—"), .sign("=")].contains($0) }
            if !dashes.isEmpty { index = dashes.endIndex }
        }
        return piece(index).map(Self.isCurrency) == true ? index + 1 : nil
    }

    /// `e 50 centesimi`.
    private func cents(at index: Int) -> (value: Int64, end: Int)? {
        let start = word(index) == "e" ? index + 1 : index
        guard let whole = whole(start), whole < 100, ["centesimi", "centesimo", "cent"].contains(word(start + 1)) else { return nil }
        return (whole, start + 2)
    }

    private func whole(_ index: Int) -> Int64? {
        if let number = number(index) { return number.utf8.areDigits ? Int64(number) : nil }
        return word(index).flatMap(NumberWords.value)
    }

    // MARK: - Without a sign

    private static let labels: Set<String> = ["importo", "importi", "somma", "totale", "pagare", "versare", "dovuto", "dovuta"]
    /// What has two decimals and a total, and is no sum.
    private static let others: Set<String> = [
        "mq", "m²", "m2", "mc", "m³", "metri", "kg", "kwh", "litri", "ore", "punti", "punteggio", "superficie", "consumo",
        "percentuale", "aliquota",
    ]

    /// `Importo: 130,00`.
    private func isSumOfLabel(_ index: Int, _ words: [String]) -> Bool {
        guard let number = number(index), number.last(where: { !$0.isNumber }) == ",", number.suffix(3).first == ",",
              piece(index + 1) != .sign("%") else { return false }
        let near = words.suffix(4)
        return near.contains(where: Self.labels.contains) && !near.contains(where: Self.others.contains)
            && !(word(index + 1).map(Self.others.contains) ?? false)
    }

    // MARK: - Several times the sum

    private func isTimes(_ index: Int, _ words: Set<String>) -> Bool {
        piece(index) == .sign("×") || word(index).map(words.contains) == true
    }

    /// `€ 4,00 x 30 giorni`.
    private func times(after index: Int) -> Int64? {
        isTimes(index, ["x", "per"]) ? checked(whole(index + 1)) : nil
    }

    /// `2 rate da 60 €`, `due rate mensili di 60 €`, `30 x 4,00 €`.
    private func times(before index: Int) -> Int64? {
        guard isTimes(index - 1, ["x", "da", "di", "a"]) else { return nil }
        // Not `rata 2 di 60 €`.
        let isProduct = isTimes(index - 1, ["x"])
        for count in (isProduct ? index - 4...index - 2 : index - 4...index - 3).reversed() {
            if let times = checked(whole(count)) { return times }
            guard let word = word(count), word != "di" else { return nil }
        }
        return nil
    }

    private func checked(_ times: Int64?) -> Int64? { times.flatMap { (2...366).contains($0) ? $0 : nil } }

    private static let parts: Set<String> = ["mese", "giorno", "settimana", "ora", "pasto", "notte", "persona", "mq", "kg", "litro"]

    /// `10 €/mese`, `10 € al mese`.
    private func isRate(_ index: Int) -> Bool {
        guard let part = word(index + 1) else { return false }
        if piece(index) == .sign("/") { return true }
        return ["a", "al", "alla", "ogni"].contains(word(index)) && Self.parts.contains(part)
    }
}
