/// Looks in a text for the numbers of payment notices: 18 digits that begin with 0 to 3, together or in groups that a space, a point or a
/// hyphen parts. What is glued to a letter (an IBAN) or numbers something else (`matricola 3010…`) is none.
enum NoticeSearch {
    static func found(in text: String) -> [NoticeNumber] {
        guard text.utf8.count(where: { (48...57).contains($0) }) >= 18 else { return [] }
        let characters = text.replacing("&nbsp;", with: " ").filter { !"\\*_".contains($0) }
            .map { $0.isWhitespace && !$0.isNewline ? " " : $0 }
        var found: [NoticeNumber] = [], position = 0
        while let start = characters[position...].firstIndex(where: isDigit) {
            var groups: [String] = [], marks: Set<Character> = []
            position = start
            while true {
                let end = characters[position...].firstIndex { !isDigit($0) } ?? characters.count
                groups.append(String(characters[position..<end]))
                position = end
                guard end < characters.count, " .-‐‑–".contains(characters[end]) else { break }
                let spaces = characters[end...].prefix(3).prefix { $0 == " " }, next = end + max(1, spaces.count)
                guard next < characters.count, isDigit(characters[next]) else { break }
                marks.insert(characters[end])
                position = next
            }
            let isGlued = (start > 0 && characters[start - 1].isLetter) || (position < characters.count && characters[position].isLetter)
            let numbers = isGlued ? [] : numbers(groups, areOne: marks.count < 2)
            if !numbers.isEmpty, !isOfAnother(characters[..<start]) { found += numbers }
        }
        return found
    }

    /// All groups together, or those among others that are one as it is printed: `16 12 2026 3010 1110 0007 3475 57`.
    ///
    /// - Parameter areOne: not so `16.12.2026 0832 123456`.
    private static func numbers(_ groups: [String], areOne: Bool) -> [NoticeNumber] {
        if areOne, let number = number(groups.joined()) { return [number] }
        return groups.indices.compactMap { first in
            if groups[first].count == 18 { return number(groups[first]) }
            let printed = groups[first...].prefix(5)
            return printed.map(\.count) == [4, 4, 4, 4, 2] ? number(printed.joined()) : nil
        }
    }

    private static func number(_ digits: String) -> NoticeNumber? {
        digits.count == 18 && ("0"..."3").contains(digits.first!) ? NoticeNumber(stored: digits) : nil
    }

    private static let others: Set<String> = [
        "iban", "protocollo", "prot", "pratica", "matricola", "tessera", "contatore", "contratto", "cliente", "utente", "utenza", "conto",
        "corrente", "cro", "trn", "pod", "pdr", "cig", "cup", "telefono", "tel", "cellulare", "spedizione", "raccomandata", "fattura",
        "seriale", "registro", "repertorio", "fascicolo", "domanda", "istanza", "posts", "status",
    ]

    /// Whether the nearest of the last words of the line that says what the number is of says that it is no notice's.
    private static func isOfAnother(_ before: ArraySlice<Character>) -> Bool {
        let line = before.suffix(60).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).last ?? []
        for word in line.split(whereSeparator: { !$0.isLetter }).suffix(4).reversed() {
            let word = String(word).lowercased()
            if word.hasPrefix("avvis") { return false }
            if others.contains(word) { return true }
        }
        return false
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
