/// Rows of marks, and words, that stand where something is missing.
extension UnfilledText {
    /// `%%nome%%`, `%NOME%`, `#NOME#`, `##nome##`, `@nome@`, `$nome`, `$NOME$`, `$(nome)`, `%1$s`,
    /// and the faults of Excel's cells, `#RIF!`.
    mutating func marked(_ position: Int, _ mark: Unicode.Scalar) -> Range<Int>? {
        if position > 0, text[position - 1].isOfIdentifier || text[position - 1] == mark { return nil }
        if mark == "#", let fault = Self.cellFaults.first(where: { follows($0, position) }) { return position..<position + fault.count }
        if mark == "$", at(position + 1) == "(" { return closed(position, by: ")", after: 2) { Self.isIdentifier($0) } }
        if mark == "%", at(position + 1)?.isDigit == true, at(position + 2) == "$", at(position + 3) == "s" || at(position + 3) == "d" {
            return position..<position + 4
        }
        let start = at(position + 1) == mark ? position + 2 : position + 1
        let end = text[start...].prefix(Self.reach).firstIndex { !$0.isOfIdentifier } ?? min(start + Self.reach, text.count)
        work += end - start
        guard start < text.count, text[start].properties.isAlphabetic, end - start > 1 || mark == "%" else { return nil }
        let marks = start - position
        let isClosed = text[end...].prefix(marks).count == marks && text[end...].prefix(marks).allSatisfy { $0 == mark }
        if isClosed, end - start > 1, at(end + marks)?.properties.isAlphabetic != true { return position..<end + marks }
        // `$nome` alone is what programs write; `%s` too.
        let isVariable = text[start].properties.isLowercase && end - start > 1 || text[start].properties.isUppercase && end - start > 3
        let isOfProgram = mark == "$" && isVariable || mark == "%" && text[start..<end] == ["s"]
        return isOfProgram ? position..<end : nil
    }

    /// `____`, and fewer in the midst of a sentence. A row of them alone between paragraphs is a rule, unless something is asked above.
    mutating func line(of position: Int) -> Range<Int>? {
        let before = position == lineStart ? nil : text[position - 1]
        guard before != "_" else { return nil }
        let last = text[position..<run(position) { $0 == "_" || "/.-".unicodeScalars.contains($0) }].lastIndex(of: "_")! + 1
        let count = text[position..<last].count { $0 == "_" }, after = at(last)
        if isRule() { return count > 2 && lastVisible == ":" ? position..<last : nil }
        if before.map(\.isOfIdentifier) == true && after.map(\.isOfIdentifier) == true { return nil }
        if count > 3 { return position..<last }
        let isAlone = (before.map { $0.properties.isWhitespace || "(€:".unicodeScalars.contains($0) } ?? true)
            && (after.map { $0.properties.isWhitespace || ",.;:)€".unicodeScalars.contains($0) } ?? true)
        return count > 1 && isAlone ? position..<last : nil
    }

    mutating func isRule() -> Bool {
        if rule.line != line {
            let marks = text[lineStart...].prefix { $0 == "_" || $0 == " " }
            work += marks.count + 1
            rule = (line, marks.endIndex == text.count || text[marks.endIndex] == "\n")
        }
        return rule.isThere
    }

    /// `......`, `…… del ……`, `€ …`, `../../....`; not those that lead to a price.
    mutating func dots(_ position: Int) -> Range<Int>? {
        let before = position == lineStart ? nil : text[position - 1], sign = text[position]
        guard before != sign, before != "/" else { return nil }
        let slashed = run(position) { $0 == "." || $0 == "/" || $0 == "…" }, parts = text[position..<slashed].split(separator: "/")
        if parts.count > 2, parts.allSatisfy({ $0.count > 1 }), at(slashed)?.isOfIdentifier != true, before?.isOfIdentifier != true {
            return position..<slashed
        }
        let end = run(position) { $0 == sign }
        let isApart = before.map { $0.properties.isWhitespace || $0 == "(" } ?? true
        let most = sign == "." ? (isAfterSum(position) ? 2 : 5) : isAfterSum(position) ? 0 : isApart ? 1 : 2
        guard end - position > most else { return nil }
        let rest = text[end...].prefix(12).drop { $0 == " " }
        let price = rest.prefix { $0.isDigit || ".,€ ".unicodeScalars.contains($0) }
        return price.first == "€" || price.contains(",") && price.contains(where: \.isDigit) ? nil : position..<end
    }

    /// Whether `€` stands before it.
    func isAfterSum(_ position: Int) -> Bool {
        text[max(lineStart, position - 3)..<position].last { !$0.properties.isWhitespace } == "€"
    }

    /// Whether the word before announces a number: `prot. n. xxx`, `€ xxx`.
    mutating func isAfterNumberSign(_ position: Int) -> Bool {
        if isAfterSum(position) { return true }
        work += 12
        let before = text[max(lineStart, position - 12)..<position].reversed().drop { !$0.properties.isAlphabetic }
        let word = String(String.UnicodeScalarView(before.prefix { $0.properties.isAlphabetic }.reversed())).lowercased()
        return Self.numberSigns.contains(word)
    }

    /// XXXX, xx/xx/xxxx, XXX,XX; of three only what is no roman number.
    mutating func crosses(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1].properties.isAlphabetic { return nil }
        var end = run(position) { "xX/.,-:".unicodeScalars.contains($0) }
        while end > position, text[end - 1] != "x", text[end - 1] != "X" { end -= 1 }
        let count = text[position..<end].count { $0 == "x" || $0 == "X" }
        guard count > 2, at(end)?.properties.isAlphabetic != true else { return nil }
        return count > 3 || isAfterNumberSign(position) ? position..<end : nil
    }

    /// `???` alone or after `n.`; not what asks in earnest.
    mutating func questions(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1] == "?" { return nil }
        let end = run(position) { $0 == "?" }
        guard end - position > 2, at(end)?.isOfIdentifier != true else { return nil }
        let before = position == lineStart ? nil : text[position - 1]
        let isAlone = before.map { $0.properties.isWhitespace || "(€:/".unicodeScalars.contains($0) } ?? true
        return isAlone || before == "." && isAfterNumberSign(position) ? position..<end : nil
    }

    /// gg/mm/aaaa, hh:mm and 00/00/0000, unless they are explained; what Word shows where something is to be written; what programs
    /// write where there is nothing.
    mutating func phrase(_ position: Int) -> Range<Int>? {
        guard Self.firstLetters.contains(text[position]), position == 0 || !text[position - 1].isOfIdentifier else { return nil }
        work += 40
        let typed = String(String.UnicodeScalarView(text[position...].prefix(40))), ahead = typed.lowercased()
        if let phrase = Self.phrases.first(where: ahead.hasPrefix) { return position..<position + phrase.unicodeScalars.count }
        if let word = Self.words.first(where: typed.hasPrefix) {
            let end = position + word.unicodeScalars.count, after = at(end)
            // `null’altro`, `null-modem`
            return after.map { $0.isOfIdentifier || "'’-/@".unicodeScalars.contains($0) } == true ? nil : position..<end
        }
        if ahead.hasPrefix("nnn") {
            let end = run(position) { $0 == "n" || $0 == "N" }
            return at(end)?.isOfIdentifier == true || at(end) == "@" ? nil : position..<end
        }
        let token = ahead.unicodeScalars.prefix { $0.isOfIdentifier || "/.-:".unicodeScalars.contains($0) }
        let letters = String(String.UnicodeScalarView(token)).replacing("-", with: "/").replacing(".", with: "/")
        guard let date = Self.dates.first(where: { letters == $0 || letters == $0 + "/" || letters == $0 + ":" }) else { return nil }
        let end = position + date.unicodeScalars.count
        let isExplained = position > 0 && text[position - 1] == "(" && at(end) == ")"
        let before = String(String.UnicodeScalarView(text[max(lineStart, position - 16)..<position])).lowercased()
        return isExplained || before.contains("format") ? nil : position..<end
    }
}
