/// The rules by which `remove-markdown` 0.5.5 takes the marks out of a message for the copy by e-mail. They are no parser:
/// each looks for its own pattern in what the one before has left.
struct MailRules {
    var text: [UInt16]
    /// What stood between `<` and `>`, or was taken for a definition or a note, and is gone.
    private(set) var dropped: [[UInt16]] = []
    /// Whether what would be dropped stays, so that one sees what is missing.
    private let keepsAll: Bool

    init(_ typed: [UInt16], keepsAll: Bool = false) {
        text = typed
        self.keepsAll = keepsAll
        removeRules()
        removeListMarks()
        underlines()
        removeFences(UInt16(ascii: "~"))
        removeDoubleTildes()
        removeFences(UInt16(ascii: "`"))
        removeAngles()
        if text.count >= 2, let end = text.lastIndex(where: { !$0.isBlank }), end > 0,
           text[...end].allSatisfy({ $0 == UInt16(ascii: "=") || $0 == UInt16(ascii: "-") }) { text = [] }
        removeNotes()
        removeLastDefinition()
        unwrapImages()
        unwrapLinks()
        removeQuoteMarks()
        removeOnlyDefinition()
        removeHeadingMarks()
        unwrapStars()
        unwrapUnderscores()
        unwrapCodeBlocks()
        unwrap(UInt16(ascii: "`"), atLeast: 1)
        unwrap(UInt16(ascii: "~"), atLeast: 0)
    }

    /// Rewrites the text: at each position the rule answers how far it matches and what stands there instead, or `nil`.
    mutating func rewrite(only letter: UInt16, _ rule: (Int) -> (end: Int, kept: [UInt16])?) {
        guard text.contains(letter) else { return }
        var result: [UInt16] = []
        result.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            if let (end, kept) = text[position] == letter ? rule(position) : nil {
                result += kept
                position = end
            } else {
                result.append(text[position])
                position += 1
            }
        }
        text = result
    }

    /// The same at the beginnings of lines. A rule that does not match answers before where no other line need be looked at.
    mutating func rewriteLines(_ rule: (Int) -> (end: Int, kept: [UInt16]?)) {
        var result: [UInt16] = []
        result.reserveCapacity(text.count)
        var start = 0
        while start < text.count {
            let (end, kept) = rule(start)
            result += kept ?? []
            if kept != nil, text.isLineStart(end) { start = end; continue }
            let next = text.nextLine(after: end)
            result += text[(kept == nil ? start : end)..<next]
            start = next
        }
        text = result
    }

    /// Three or more of `-`, `*` and `_`, with blanks between the first of them: a line across, and `- **` as well.
    private mutating func removeRules() {
        rewriteLines { [text] start in
            var (position, end, marks) = (start, start, 0)
            while position < text.count, "-*_".utf16.contains(text[position]) {
                marks += 1
                end = position + 1
                position = marks < 3 ? text.skippingBlanks(from: end) : end
            }
            return marks >= 3 ? (text.skippingBlanks(from: end), []) : (start, nil)
        }
    }

    private mutating func removeListMarks() {
        rewriteLines { [text] start in
            let mark = text.skippingBlanks(from: start)
            guard mark < text.count else { return (mark, nil) }
            var end = mark
            if "*-+".utf16.contains(text[mark]) {
                end += 1
            } else {
                while end < text.count, text[end].isDigit { end += 1 }
                guard end > mark, end < text.count, text[end] == UInt16(ascii: ".") else { return (mark, nil) }
                end += 1
            }
            let words = text.skippingBlanks(from: end)
            return words > end ? (words, Array(text[start..<mark])) : (mark, nil)
        }
    }

    private mutating func underlines() {
        rewrite(only: 0x0a) { [text] position in
            let length = text.run(of: UInt16(ascii: "="), from: position + 1)
            return length >= 2 ? (position + 1 + length, [0x0a]) : nil
        }
    }

    private mutating func removeFences(_ mark: UInt16) {
        rewrite(only: mark) { [text] position in
            guard text.run(of: mark, from: position) >= 3 else { return nil }
            let end = text.lineEnd(from: position)
            return end < text.count && text[end] == 0x0a ? (end + 1, []) : nil
        }
    }

    private mutating func removeDoubleTildes() {
        rewrite(only: UInt16(ascii: "~")) { [text] position in
            text.run(of: UInt16(ascii: "~"), from: position) >= 2 ? (position + 2, []) : nil
        }
    }

    private mutating func removeAngles() {
        guard !keepsAll, let last = text.lastIndex(of: UInt16(ascii: ">")) else { return }
        var found: [[UInt16]] = []
        rewrite(only: UInt16(ascii: "<")) { [text] position in
            guard position < last, let end = text.first(UInt16(ascii: ">"), from: position) else { return nil }
            found.append(Array(text[position...end]))
            return (end + 1, [])
        }
        dropped += found
    }

    /// `[^1]`, and what follows `[^1]: ` on the last line.
    private mutating func removeNotes() {
        guard !keepsAll else { return }
        var (found, bracket) = ([[UInt16]](), NextLetter("]"))
        rewrite(only: UInt16(ascii: "[")) { [text] position in
            guard position + 3 < text.count, text[position + 1] == UInt16(ascii: "^"), !text[position + 2].isLineEnd,
                  let close = bracket.from(position + 3, in: text) else { return nil }
            let line = text.lineEnd(from: position)
            guard close < line else { return nil }
            let isDefinition = line == text.count && text[(close + 1)...].starts(with: ": ".utf16)
            let end = isDefinition ? text.count : close + 1
            if isDefinition { found.append(Array(text[position..<end])) }
            return (end, [])
        }
        dropped += found
    }

    /// From `[x]: ` on the last line to its end.
    private mutating func removeLastDefinition() {
        guard !keepsAll else { return }
        let line = text.lastIndex(where: \.isLineEnd).map { $0 + 1 } ?? 0
        guard var start = text.first(UInt16(ascii: "["), from: line), text.count >= 3,
              (start..<max(start, text.count - 2)).contains(where: { text[$0...].starts(with: "]: ".utf16) }) else { return }
        let mark = start
        while start > 0, mark - start < 2, text[start - 1].isBlank { start -= 1 }
        dropped.append(Array(text[start...]))
        text.removeSubrange(start...)
    }

    private mutating func unwrapImages() {
        // Where one is not complete, none after it on its line is.
        var failed = -1
        rewrite(only: UInt16(ascii: "!")) { [text] position in
            guard position > failed, position + 1 < text.count, text[position + 1] == UInt16(ascii: "[") else { return nil }
            let line = text.lineEnd(from: position)
            failed = line
            guard let close = text[(position + 2)..<line].indices.first(where: {
                text[$0] == UInt16(ascii: "]") && $0 + 1 < line && "[(".utf16.contains(text[$0 + 1])
            }), let end = text[(close + 2)..<line].firstIndex(where: "])".utf16.contains) else { return nil }
            failed = -1
            return (end + 1, Array(text[(position + 2)..<close]))
        }
    }

    private mutating func unwrapLinks() {
        var bracket = NextLetter("]")
        rewrite(only: UInt16(ascii: "[")) { [text] position in
            guard let close = bracket.from(position + 1, in: text), close + 1 < text.count, "[(".utf16.contains(text[close + 1]),
                  let end = text[(close + 2)..<text.lineEnd(from: close + 1)].firstIndex(where: "])".utf16.contains) else { return nil }
            return (end + 1, Array(text[(position + 1)..<close]))
        }
    }

    private mutating func removeQuoteMarks() {
        guard text.contains(UInt16(ascii: ">")) else { return }
        rewriteLines { [text] start in
            let hasLine = text[start] == 0x0a
            let most = min(start + (hasLine ? 4 : 3), text.count - 1)
            guard let mark = (start...most).first(where: { !text[$0].isBlank }), text[mark] == UInt16(ascii: ">")
            else { return (start, nil) }
            let end = mark + 1 < text.count && text[mark + 1].isBlank ? mark + 2 : mark + 1
            return (end, hasLine ? [0x0a] : [])
        }
    }

    /// A text that is nothing but ` [x]: word "title"`.
    private mutating func removeOnlyDefinition() {
        let mark = text.skippingBlanks(from: 0)
        guard !keepsAll, (1...2).contains(mark), mark < text.count, text[mark] == UInt16(ascii: "[") else { return }
        let line = text.lineEnd(from: mark)
        guard let close = (mark..<line).first(where: { text[$0...].starts(with: "]: ".utf16) }), close + 3 < text.count else { return }
        var end = close + 3
        while end < text.count, !text[end].isBlank { end += 1 }
        let last = text.lastIndex { !$0.isBlank }! + 1
        let title = text[end..<max(end, last)]
        let isTitle = title.count > 2 && title.starts(with: " \"".utf16) && title.last == UInt16(ascii: "\"")
            && !title.contains(where: \.isLineEnd)
        guard end > close + 3, title.isEmpty || isTitle else { return }
        dropped.append(text)
        text = []
    }
}
