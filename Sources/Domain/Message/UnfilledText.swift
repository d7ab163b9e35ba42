/// Looks for what was to be filled in and was not: `{{nome}}`, `{nome}`, `((nome))`, `«Nome»`, `[NOME]`, `<nome>`, `${nome}`, `%%nome%%`,
/// `%NOME%`, `#NOME#`, `*|NOME|*`, XXXX, `____`, `......`, gg/mm/aaaa, and what Word and Excel say where a value is missing.
///
/// Rather missed than seen where there is none: quotations, links, boxes, roman numerals, notes in brackets and rules between paragraphs
/// are texts. Each place is looked at with a bounded look ahead, so that the work grows with the length of the text and no faster.
package struct UnfilledText {
    private let text: [Unicode.Scalar]
    private(set) var found: [TextPlace] = []
    /// How many characters were looked at, ahead too.
    private(set) var work = 0
    private var line = 1
    private var lineStart = 0
    /// The last character so far that is no white space.
    private var lastVisible: Unicode.Scalar?
    /// Of the line that was looked at last: whether nothing but `_` is on it.
    private var rule = (line: 0, isThere: false)
    /// Backquotes on the line so far: an odd number of them opened code.
    private var backquotes = 0
    /// Where an address of the web ends.
    private var addressEnd = 0

    /// The places of a text, in Markdown or not.
    package static func found(in text: String) -> [TextPlace] { UnfilledText(text).found }

    init(_ typed: String) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(typed.utf8.count)
        for scalar in typed.withLineFeeds.unicodeScalars {
            // A mark that was escaped is the mark.
            if scalar.isASCIIPunctuation, scalars.last == "\\" { scalars.removeLast() }
            scalars.append(scalar)
        }
        text = scalars
        var position = 0
        while position < text.count {
            work += 1
            note(position)
            if let match = match(at: position) {
                found.append(TextPlace(text[match], line: line))
                position = match.upperBound
            } else {
                if !text[position].properties.isWhitespace { lastVisible = text[position] }
                position += 1
            }
        }
    }

    /// Takes up what the places after this one depend on.
    private mutating func note(_ position: Int) {
        let scalar = text[position]
        switch scalar {
        case "\n": (line, lineStart, backquotes) = (line + 1, position + 1, 0)
        case "`": backquotes += 1
        case ":" where follows("://", position), "w" where follows("www.", position):
            if position >= addressEnd { addressEnd = text[position...].firstIndex { $0.properties.isWhitespace } ?? text.count }
        default: break
        }
    }

    private mutating func match(at position: Int) -> Range<Int>? {
        let scalar = text[position]
        switch scalar {
        case "{": return braces(position)
        case "(": return at(position + 1) == "(" ? closed(position, by: "))", after: 2) { $0.first?.properties.isAlphabetic == true } : nil
        case "«", "‹":
            if isOfScreen(position) { return nil }
            return closed(position, by: scalar == "«" ? "»" : "›") { FieldWords($0).name(in: .guillemets) }
        case "<":
            if at(position + 1) == "<" { return closed(position, by: ">>", after: 2) { FieldWords($0).name(in: .angles) } }
            return closed(position, by: ">") { Self.isWords($0) && FieldWords($0).name(in: .angles) }
        case "[": return square(position)
        case _ where position < addressEnd: return nil
        case "*": return at(position + 1) == "|" ? closed(position, by: "|*", after: 2) { Self.isIdentifier($0) } : nil
        case "%", "#", "@", "$": return marked(position, scalar)
        case "_": return line(of: position)
        case ".", "…": return dots(position)
        case "x", "X": return crosses(position)
        case "g", "G", "d", "D", "h", "H", "0", "f", "F", "e", "E", "l", "L": return phrase(position)
        default: return nil
        }
    }

    // MARK: - Between two marks

    private mutating func braces(_ position: Int) -> Range<Int>? {
        if at(position + 1) == "{" {
            if let match = closed(position, by: "}}", after: 2, { _ in true }) { return match }
            let end = text[position...].prefix(24).firstIndex { $0.properties.isWhitespace } ?? min(position + 24, text.count)
            return position..<end
        }
        let match = closed(position, by: "}") { inner in
            guard let first = inner.first(where: { $0 != " " }) else { return false }
            return first.properties.isAlphabetic && !inner.contains { ",;:?!".unicodeScalars.contains($0) }
                || inner.count < 4 && inner.allSatisfy(\.isDigit)
        }
        guard let match else { return nil }
        if backquotes % 2 == 1, text[match.upperBound...].prefix(Self.reach).prefix(while: { $0 != "\n" }).contains("`") { return nil }
        guard position > 0, "$#%".unicodeScalars.contains(text[position - 1]) else { return match }
        return position - 1..<match.upperBound
    }

    private mutating func square(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1] == "]" { return nil }
        let before = text[lineStart..<position]
        let beginsLine = before.suffix(Self.reach).allSatisfy { $0.properties.isWhitespace || "#*>-".unicodeScalars.contains($0) }
        guard let match = closed(position, by: "]", { FieldWords($0).name(in: .square(beginsLine: beginsLine)) }) else { return nil }
        // The text of a link, or what a link is called.
        switch at(match.upperBound) {
        case "(", "[": return nil
        case ":" where beginsLine: return nil
        default: break
        }
        return match
    }

    /// `%%nome%%`, `%NOME%`, `#NOME#`, `##nome##`, `@nome@`, `$nome`, `$NOME$`, and the faults of Excel's cells, `#RIF!`.
    private mutating func marked(_ position: Int, _ mark: Unicode.Scalar) -> Range<Int>? {
        if position > 0, text[position - 1].isOfIdentifier || text[position - 1] == mark { return nil }
        if mark == "#", let fault = Self.cellFaults.first(where: { follows($0, position) }) { return position..<position + fault.count }
        let start = at(position + 1) == mark ? position + 2 : position + 1
        let end = text[start...].prefix(Self.reach).firstIndex { !$0.isOfIdentifier } ?? min(start + Self.reach, text.count)
        work += end - start
        guard start < text.count, text[start].properties.isAlphabetic, end - start > 1 || mark == "%" else { return nil }
        let marks = start - position
        let isClosed = text[end...].prefix(marks).count == marks && text[end...].prefix(marks).allSatisfy { $0 == mark }
        if isClosed, end - start > 1, at(end + marks)?.properties.isAlphabetic != true { return position..<end + marks }
        // `$nome` alone is what programs write; `%s` too.
        let isOfProgram = mark == "$" && text[start].properties.isLowercase && end - start > 1 || mark == "%" && text[start..<end] == ["s"]
        return isOfProgram ? position..<end : nil
    }

    /// What stands between a place and the next sign of closing, of the same line and not far, if it is as it has to be.
    private mutating func closed(
        _ position: Int, by closing: String, after length: Int = 1, _ isField: (ArraySlice<Unicode.Scalar>) -> Bool
    ) -> Range<Int>? {
        let start = position + length, mark = Array(closing.unicodeScalars)
        var end = start
        while end < text.count, end - start < Self.reach, text[end] != "\n" {
            work += 1
            if text[end...].starts(with: mark) {
                guard end > start, isField(text[start..<end]) else { return nil }
                return position..<end + mark.count
            }
            end += 1
        }
        return nil
    }

    /// Whether what is quoted is something on a screen or a form: `nel campo «Codice fiscale»`.
    private mutating func isOfScreen(_ position: Int) -> Bool {
        let before = String(String.UnicodeScalarView(text[max(lineStart, position - Self.reach)..<position]))
        work += Self.reach
        return before.lowercased().split { !$0.isLetter }.suffix(3).contains { Self.ofScreens.contains(String($0)) }
    }

    // MARK: - Lines and crosses

    /// `____`, and fewer in the midst of a sentence. A row of them alone between paragraphs is a rule, unless something is asked above.
    private mutating func line(of position: Int) -> Range<Int>? {
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

    private mutating func isRule() -> Bool {
        if rule.line != line {
            let marks = text[lineStart...].prefix { $0 == "_" || $0 == " " }
            work += marks.count + 1
            rule = (line, marks.endIndex == text.count || text[marks.endIndex] == "\n")
        }
        return rule.isThere
    }

    /// `......`, `………`; not those that lead to a price.
    private mutating func dots(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1] == text[position] { return nil }
        let sign = text[position], end = run(position) { $0 == sign }
        guard end - position > (sign == "." ? 5 : 2) else { return nil }
        let rest = text[end...].prefix(12).drop { $0 == " " }
        let price = rest.prefix { $0.isDigit || ".,€ ".unicodeScalars.contains($0) }
        return price.first == "€" || price.contains(",") && price.contains(where: \.isDigit) ? nil : position..<end
    }

    /// XXXX, xx/xx/xxxx, XXX,XX.
    private mutating func crosses(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1].properties.isAlphabetic { return nil }
        var end = run(position) { "xX/.,-:".unicodeScalars.contains($0) }
        while end > position, text[end - 1] != "x", text[end - 1] != "X" { end -= 1 }
        let crosses = text[position..<end]
        guard crosses.count(where: { $0 == "x" || $0 == "X" }) > 3, at(end)?.properties.isAlphabetic != true else { return nil }
        return position..<end
    }

    // MARK: - Words

    /// gg/mm/aaaa, hh:mm and 00/00/0000, unless they are explained; what Word shows where something is to be written.
    private mutating func phrase(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1].properties.isAlphabetic || text[position - 1].isDigit { return nil }
        work += 40
        let ahead = String(String.UnicodeScalarView(text[position...].prefix(40))).lowercased()
        if let phrase = Self.phrases.first(where: ahead.hasPrefix) { return position..<position + phrase.unicodeScalars.count }
        let token = ahead.unicodeScalars.prefix { $0.isOfIdentifier || "/.-:".unicodeScalars.contains($0) }
        let letters = String(String.UnicodeScalarView(token)).replacing("-", with: "/").replacing(".", with: "/")
        guard let date = Self.dates.first(where: { letters == $0 || letters == $0 + "/" || letters == $0 + ":" }) else { return nil }
        let end = position + date.unicodeScalars.count
        let isExplained = position > 0 && text[position - 1] == "(" && at(end) == ")"
        let before = String(String.UnicodeScalarView(text[max(lineStart, position - 16)..<position])).lowercased()
        return isExplained || before.contains("format") ? nil : position..<end
    }

    // MARK: - Looking ahead

    /// How far a mark may be from the one that closes it.
    private static let reach = 60
    private static let longestRun = 200

    private func at(_ position: Int) -> Unicode.Scalar? { text.indices.contains(position) ? text[position] : nil }

    private func follows(_ words: String, _ position: Int) -> Bool { text[position...].starts(with: words.unicodeScalars) }

    private mutating func run(_ position: Int, while belongs: (Unicode.Scalar) -> Bool) -> Int {
        let end = text[position...].prefix(Self.longestRun).prefix(while: belongs).endIndex
        work += end - position
        return end
    }

    private static func isWords(_ inner: ArraySlice<Unicode.Scalar>) -> Bool {
        inner.allSatisfy { $0.isOfIdentifier || " '’.".unicodeScalars.contains($0) }
    }

    private static func isIdentifier(_ inner: ArraySlice<Unicode.Scalar>) -> Bool { inner.allSatisfy { $0.isOfIdentifier || $0 == ":" } }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { isASCII && ("0"..."9").contains(self) }
    /// What names of fields are made of.
    fileprivate var isOfIdentifier: Bool { properties.isAlphabetic || isDigit || self == "_" }
    fileprivate var isASCIIPunctuation: Bool {
        isASCII && value > 0x20 && value < 0x7f && !properties.isAlphabetic && !isDigit
    }
}
