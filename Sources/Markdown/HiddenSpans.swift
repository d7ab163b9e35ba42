/// Struck text and notes within a line, which the app's parser knows by rules that md4c does not have: two runs of tildes
/// strike what is between them if they are equally long and stand against words, and `^[…]` is a note. Each mark is
/// exchanged for a character that nobody types and that is a punctuation mark too, since what stands beside stars counts.
struct HiddenSpans {
    /// Of Chinese in columns.
    enum Mark: UInt32, CaseIterable {
        case strike = 0xfe10, strikeTwice, endStrike, endStrikeTwice, note, endNote
        /// In the address of a link.
        case colon

        var typed: String {
            switch self {
            case .strike, .endStrike: "~"
            case .strikeTwice, .endStrikeTwice: "~~"
            case .note: "^["
            case .endNote: "]"
            case .colon: ":"
            }
        }

        init?(at bytes: some Collection<UInt8>) {
            guard bytes.starts(with: [0xef, 0xb8]), let last = bytes.dropFirst(2).first, (0x90...0x96).contains(last) else { return nil }
            self.init(rawValue: UInt32(last) - 0x90 + 0xfe10)
        }
    }

    private let text: [Unicode.Scalar]
    private var marks: [Int: Mark] = [:]

    static func marked(_ text: String) -> String {
        // The last: with what the characters of the marks begin.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "^") || $0 == 0xef }) else { return text }
        var spans = HiddenSpans(text: Array(text.unicodeScalars))
        spans.find()
        return spans.written()
    }

    /// Marks that hid nothing, in code or in a box, as they were typed.
    static func withTypedMarks(_ html: [UInt8]) -> [UInt8] {
        guard html.contains(0xef) else { return html }
        var result: [UInt8] = []
        result.reserveCapacity(html.count)
        var position = 0
        while position < html.count {
            if html[position] == 0xef, let mark = Mark(at: html[position...]) {
                result += mark.typed.utf8
                position += 3
            } else {
                result.append(html[position])
                position += 1
            }
        }
        return result
    }

    private init(text: [Unicode.Scalar]) {
        self.text = text.map { (0xfe10...0xfe16).contains($0.value) ? "\u{FFFD}" : $0 }
    }

    private func written() -> String {
        var result = String.UnicodeScalarView()
        var position = 0
        while position < text.count {
            if let mark = marks[position] {
                result.append(Unicode.Scalar(mark.rawValue)!)
                position += mark.typed.utf8.count
            } else {
                result.append(text[position])
                position += 1
            }
        }
        return String(result)
    }

    /// Line by line: what is between two blank lines, or an item, or a heading, is read as one.
    private mutating func find() {
        var block: Range<Int>?
        var fence: (mark: Unicode.Scalar, length: Int)?
        var isInList = false
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex(of: "\n") ?? text.count
            var (words, isItem, isList, number) = afterMarks(start..<end)
            // In a paragraph, a number other than one begins no list.
            if isItem, !isInList, block != nil, let number, number != 1 { (words, isItem, isList) = (start, false, false) }
            if isList { isInList = true } else if block == nil, words < end, text[start] != " ", text[start] != "\t" { isInList = false }
            let run = self.run(from: words, to: end)
            if let open = fence {
                if open.mark == "\n" ? words == end : run.length >= open.length && run.mark == open.mark { fence = nil }
            } else if run.length >= 3, run.mark == "~" || run.mark == "`" {
                if let block { read(block) }
                (block, fence) = (nil, run)
            } else if block == nil, !isInList, !isItem, text[start] == "\t" || text[start...].starts(with: "    ".unicodeScalars) {
                // Code by its indentation.
            } else if beginsHTML(words..<end) {
                // Up to an empty line no mark counts.
                if let block { read(block) }
                (block, fence) = (nil, ("\n", 0))
            } else if run.mark == "#" || isAcross(words..<end) {
                if let block { read(block) }
                read(words..<end)
                block = nil
            } else if words == end || isItem {
                if let block { read(block) }
                block = words == end ? nil : words..<end
            } else {
                block = (block?.lowerBound ?? words)..<end
            }
            start = end + 1
        }
        if let block { read(block) }
    }

    /// A line across, or the line under a heading.
    private func isAcross(_ line: Range<Int>) -> Bool {
        !line.isEmpty && text[line].allSatisfy { "-=*_ ".unicodeScalars.contains($0) }
    }

    private func beginsHTML(_ line: Range<Int>) -> Bool {
        guard text[line].first == "<" else { return false }
        let rest = text[line].dropFirst().drop { $0 == "/" }
        let name = rest.prefix { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) }
        return Self.blocks.contains(String(String.UnicodeScalarView(name)).lowercased())
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "details", "div", "dl", "dt", "dd", "footer", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "li", "link", "main", "nav", "ol", "p", "section", "table", "tbody", "td",
        "th", "thead", "title", "tr", "ul",
    ]

    private func run(from start: Int, to end: Int) -> (mark: Unicode.Scalar, length: Int) {
        guard start < end else { return (" ", 0) }
        return (text[start], text[start..<end].prefix { $0 == text[start] }.count)
    }

    /// Where the words of a line begin, after the marks of quotations and lists.
    private func afterMarks(_ line: Range<Int>) -> (start: Int, isItem: Bool, isList: Bool, number: Int?) {
        var (position, isItem, isList, number) = (line.lowerBound, false, false, Int?.none)
        while position < line.upperBound {
            var end = position
            if text[position] == " " || text[position] == "\t" || text[position] == "\r" {
                position += 1
                continue
            }
            if text[position] == ">" {
                (position, isItem) = (position + 1, true)
                continue
            }
            if "-*+".unicodeScalars.contains(text[position]) {
                end += 1
            } else {
                while end < line.upperBound, ("0"..."9").contains(text[end]) { end += 1 }
                guard end > position, end < line.upperBound, text[end] == "." || text[end] == ")" else { break }
                if !isItem { number = Int(String(String.UnicodeScalarView(text[position..<end]))) }
                end += 1
            }
            guard end == line.upperBound || text[end] == " " || text[end] == "\t" else { break }
            (position, isItem, isList) = (end, true, true)
        }
        return (position, isItem, isList, isList ? number : nil)
    }

    private mutating func read(_ block: Range<Int>) {
        var openers: [(position: Int, length: Int)] = []
        var brackets: [Int] = []
        var position = block.lowerBound
        while position < block.upperBound {
            switch text[position] {
            case "\\": position += 2
            case "`", "<", "h", "w": position = afterLiteral(position, block)
            case "~":
                let length = run(from: position, to: block.upperBound).length
                if length <= 2 { pair(position, length, block, &openers) }
                position += length
            case "^" where position + 1 < block.upperBound && text[position + 1] == "[":
                brackets.append(position)
                position += 2
            case "[":
                brackets.append(-1)
                position += 1
            case "]":
                if let open = brackets.popLast(), open >= 0 { (marks[open], marks[position]) = (.note, .endNote) }
                position = afterAddress(position, block)
            default: position += 1
            }
        }
    }

    private mutating func pair(_ position: Int, _ length: Int, _ block: Range<Int>, _ openers: inout [(position: Int, length: Int)]) {
        let before = position > block.lowerBound ? text[position - 1] : " "
        let after = position + length < block.upperBound ? text[position + length] : " "
        let mayOpen = !after.isApart || (after.isPunctuation && before.isApart)
        let mayClose = !before.isApart || (before.isPunctuation && after.isApart)
        if mayClose, let open = openers.lastIndex(where: { $0.length == length }) {
            marks[openers[open].position] = length == 1 ? .strike : .strikeTwice
            marks[position] = length == 1 ? .endStrike : .endStrikeTwice
            openers.removeSubrange(open...)
        } else if mayOpen {
            openers.append((position, length))
        }
    }

    /// After code, a tag or an address, in which no mark counts; else after the one character.
    private func afterLiteral(_ start: Int, _ block: Range<Int>) -> Int {
        switch text[start] {
        case "`":
            let length = run(from: start, to: block.upperBound).length
            var position = start + length
            while let next = text[position..<block.upperBound].firstIndex(of: "`") {
                let found = run(from: next, to: block.upperBound).length
                if found == length { return next + found }
                position = next + found
            }
            return start + length
        case "<":
            guard start + 1 < block.upperBound, text[start + 1].properties.isAlphabetic || "/!?".unicodeScalars.contains(text[start + 1]),
                  let end = text[start..<block.upperBound].firstIndex(where: { $0 == ">" || $0 == "\n" }), text[end] == ">"
            else { return start + 1 }
            return end + 1
        default:
            guard ["https://", "http://", "www."].contains(where: { text[start..<block.upperBound].starts(with: $0.unicodeScalars) })
            else { return start + 1 }
            return text[start..<block.upperBound].firstIndex { $0.properties.isWhitespace || $0 == "<" || $0 == ")" } ?? block.upperBound
        }
    }

    /// After `](address)`.
    private func afterAddress(_ bracket: Int, _ block: Range<Int>) -> Int {
        guard bracket + 1 < block.upperBound, text[bracket + 1] == "(",
              let end = text[bracket..<block.upperBound].firstIndex(where: { $0 == ")" || $0 == "\n" }), text[end] == ")"
        else { return bracket + 1 }
        return end + 1
    }
}

extension Unicode.Scalar {
    fileprivate var isApart: Bool { properties.isWhitespace || isPunctuation }

    fileprivate var isPunctuation: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
             .otherPunctuation: true
        default: isASCII && value > 0x20 && value != 0x7f && !properties.isAlphabetic && !("0"..."9").contains(self)
        }
    }
}
