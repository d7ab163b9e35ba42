/// Looks for what was to be filled in and was not: `{{nome}}`, `{nome}`, `((nome))`, `«Nome»`, `[NOME]`, `<nome>`, `${nome}`, `%%nome%%`,
/// `%NOME%`, `#NOME#`, `*|NOME|*`, `<%= nome %>`, XXXX, `____`, `......`, `???`, gg/mm/aaaa, and what Word, Excel and programs say
/// where a value is missing; also in letters that look like these.
///
/// Rather missed than seen where there is none: quotations, links, boxes, roman numerals, notes in brackets and rules between paragraphs
/// are texts. Each place is looked at with a bounded look ahead, so that the work grows with the length of the text and no faster.
package struct UnfilledText {
    /// Each character that looks like a mark of these as that mark.
    let text: [Unicode.Scalar]
    private(set) var found: [TextPlace] = []
    /// How many characters were looked at, ahead too.
    var work = 0
    private(set) var line = 1
    private(set) var lineStart = 0
    /// The last character so far that is no white space.
    private(set) var lastVisible: Unicode.Scalar?
    /// Of the line that was looked at last: whether nothing but `_` is on it.
    var rule = (line: 0, isThere: false)
    /// Of the line so far: where a brace or a quotation was opened that is not closed yet.
    private var open = (brace: false, quotation: false)
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
        text = scalars.map(\.asPlainMark)
        var position = 0
        while position < text.count {
            work += 1
            note(position)
            if let match = match(at: position) {
                found.append(TextPlace(scalars[match], line: line))
                position = match.upperBound
                open = (false, false)
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
        case "\n": (line, lineStart, backquotes, open) = (line + 1, position + 1, 0, (false, false))
        case "`": backquotes += 1
        case "{": open.brace = true
        case "«", "“": open.quotation = true
        case "»", "”": open.quotation = false
        case ":" where follows("://", position), "w" where follows("www.", position):
            if position >= addressEnd { addressEnd = text[position...].firstIndex { $0.properties.isWhitespace } ?? text.count }
        default: break
        }
    }

    private mutating func match(at position: Int) -> Range<Int>? {
        let scalar = text[position]
        switch scalar {
        case "{": return braces(position)
        case "}": return closingBrace(position)
        case "(": return round(position)
        case "«", "‹":
            return closed(position, by: scalar == "«" ? "»" : "›") { FieldWords($0).name(in: .guillemets) }.flatMap { notOfScreen($0) }
        case "<":
            if at(position + 1) == "<" { return closed(position, by: ">>", after: 2) { FieldWords($0).name(in: .angles) } }
            if let mark = at(position + 1), mark == "%" || mark == "?" { return closed(position, by: "\(mark)>", after: 2) { _ in true } }
            return closed(position, by: ">") { Self.isWords($0) && FieldWords($0).name(in: .angles) }.flatMap { notOfScreen($0) }
        case "[": return square(position)
        case _ where position < addressEnd: return nil
        case "*": return at(position + 1) == "|" ? closed(position, by: "|*", after: 2) { Self.isIdentifier($0) } : nil
        case "%", "#", "@", "$": return marked(position, scalar)
        case "_": return line(of: position)
        case ".", "…": return dots(position)
        case "?": return questions(position)
        case "x", "X": return crosses(position)
        case _ where scalar.isOfIdentifier: return phrase(position)
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
        var isClosed = false
        let match = closed(position, by: "}") { inner in
            isClosed = true
            guard let first = inner.first(where: { $0 != " " }) else { return false }
            // Several words that begin as a sentence does are the name of something.
            let isName = first.properties.isUppercase && inner.drop { $0 == " " }.contains(" ") && !FieldWords(inner).hasNameOfField
            return first.properties.isAlphabetic && !isName && !inner.contains { ",;:?!".unicodeScalars.contains($0) }
                || inner.count < 4 && inner.allSatisfy(\.isDigit)
        }
        guard let match = match.flatMap({ notOfScreen($0) }) else { return isClosed ? nil : unclosedBrace(position) }
        if isCode(match) { return nil }
        guard position > 0, "$#%".unicodeScalars.contains(text[position - 1]) else { return match }
        return position - 1..<match.upperBound
    }

    /// `{nome,`
    private mutating func unclosedBrace(_ position: Int) -> Range<Int>? {
        if at(run(position) { $0 != "}" && $0 != "\n" }) == "}" { return nil }
        let end = run(position + 1, while: \.isOfIdentifier)
        guard end > position + 2, text[position + 1].properties.isAlphabetic, at(end) != "}", !isCode(position..<end) else { return nil }
        return position..<end
    }

    /// `nome}}`
    private mutating func closingBrace(_ position: Int) -> Range<Int>? {
        defer { open.brace = false }
        guard !open.brace else { return nil }
        let name = text[max(lineStart, position - Self.reach)..<position].reversed().prefix(while: \.isOfIdentifier)
        work += name.count
        guard name.count > 1, name.last?.properties.isAlphabetic == true, !isCode(position..<position + 1) else { return nil }
        return position - name.count..<(at(position + 1) == "}" ? position + 2 : position + 1)
    }

    private func isCode(_ match: Range<Int>) -> Bool {
        backquotes % 2 == 1 && text[match.upperBound...].prefix(Self.reach).prefix { $0 != "\n" }.contains("`")
    }

    /// `((nome))`, `(inserire importo)`
    private mutating func round(_ position: Int) -> Range<Int>? {
        if at(position + 1) == "(" { return closed(position, by: "))", after: 2) { $0.first?.properties.isAlphabetic == true } }
        return closed(position, by: ")") { FieldWords($0).asksForField }.flatMap { notOfScreen($0) }
    }

    private mutating func square(_ position: Int) -> Range<Int>? {
        if position > 0, text[position - 1] == "]" { return nil }
        let before = text[lineStart..<position]
        let beginsLine = before.suffix(Self.reach).allSatisfy { $0.properties.isWhitespace || "#*>-".unicodeScalars.contains($0) }
        let mayBeOmission = beginsLine || open.quotation
        let match = closed(position, by: "]") { inner in
            // `[___]`, and `[…]` where nothing is quoted.
            let isBlank = inner.allSatisfy { "_.…●•".unicodeScalars.contains($0) || $0.properties.isWhitespace }
            if isBlank, let sign = inner.first(where: { !$0.properties.isWhitespace }) {
                return sign == "_" || sign == "●" || !mayBeOmission
            }
            if inner.elementsEqual("object Object".unicodeScalars) { return true }
            return FieldWords(inner).name(in: .square(beginsLine: beginsLine))
        }
        guard let match = match.flatMap({ notOfScreen($0) }) else { return nil }
        // The text of a link, or what a link is called.
        switch at(match.upperBound) {
        case "(", "[": return nil
        case ":" where beginsLine: return nil
        default: break
        }
        return match
    }

    /// What stands between a place and the next sign of closing, of the same line and not far, if it is as it has to be.
    mutating func closed(
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

    /// `nil` for what is on a screen or a form: `nel campo «Codice fiscale»`.
    private mutating func notOfScreen(_ match: Range<Int>) -> Range<Int>? {
        let position = match.lowerBound
        let before = String(String.UnicodeScalarView(text[max(lineStart, position - Self.reach)..<position]))
        work += Self.reach
        return before.lowercased().split { !$0.isLetter }.suffix(3).contains { Self.ofScreens.contains(String($0)) } ? nil : match
    }

    // MARK: - Looking ahead

    /// How far a mark may be from the one that closes it.
    static let reach = 60
    private static let longestRun = 200

    func at(_ position: Int) -> Unicode.Scalar? { text.indices.contains(position) ? text[position] : nil }

    func follows(_ words: String, _ position: Int) -> Bool { text[position...].starts(with: words.unicodeScalars) }

    mutating func run(_ position: Int, while belongs: (Unicode.Scalar) -> Bool) -> Int {
        let end = text[position...].prefix(Self.longestRun).prefix(while: belongs).endIndex
        work += end - position
        return end
    }

    private static func isWords(_ inner: ArraySlice<Unicode.Scalar>) -> Bool {
        inner.allSatisfy { $0.isOfIdentifier || " '’.".unicodeScalars.contains($0) }
    }

    static func isIdentifier(_ inner: ArraySlice<Unicode.Scalar>) -> Bool { inner.allSatisfy { $0.isOfIdentifier || $0 == ":" } }
}

extension Unicode.Scalar {
    /// Full-width signs as those of ASCII, the letters of Cyrillic and Greek that look like X as X.
    fileprivate var asPlainMark: Unicode.Scalar {
        switch value {
        case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0) ?? self
        case 0x0425, 0x03A7: "X"
        case 0x0445, 0x03C7: "x"
        default: self
        }
    }
    var isDigit: Bool { isASCII && ("0"..."9").contains(self) }
    /// What names of fields are made of.
    var isOfIdentifier: Bool { properties.isAlphabetic || isDigit || self == "_" }
    fileprivate var isASCIIPunctuation: Bool {
        isASCII && value > 0x20 && value < 0x7f && !properties.isAlphabetic && !isDigit
    }
}
