/// The rules for headings and for what stands between two equal marks.
extension MailRules {
    /// `## Title ##`
    mutating func removeHeadingMarks() {
        guard text.contains(UInt16(ascii: "#")) else { return }
        rewriteLines { [text] start in
            let mark = text.skippingBlanks(from: start)
            let length = text.run(of: UInt16(ascii: "#"), from: mark)
            guard (1...6).contains(length), let (end, words) = Self.heading(text, from: mark + length) else { return (mark, nil) }
            return (end, (text[start] == 0x0a ? [0x0a] : []) + words)
        }
    }

    /// What a heading says and where it ends, from after its marks.
    private static func heading(_ text: [UInt16], from start: Int) -> (end: Int, words: ArraySlice<UInt16>)? {
        let blanks = text.skippingBlanks(from: start)
        for closes in [true, false] {
            for position in (start...blanks).reversed() {
                let line = text.lineEnd(from: position)
                let hasBlank = position < line && text[position] == 0x20
                if closes {
                    // Before the marks at the end stands a blank.
                    guard hasBlank else { continue }
                    var marks = line
                    while marks > position, text[marks - 1] == UInt16(ascii: "#") { marks -= 1 }
                    guard marks < line, text[marks - 1] == 0x20 else { continue }
                    if marks - 1 > position + 1 { return (line, text[(position + 1)..<(marks - 1)]) }
                    if marks - 1 == position || marks - 2 == position { return (line, []) }
                } else {
                    if hasBlank, line > position + 1 { return (line, text[(position + 1)..<line]) }
                    if position == line { return (position, []) }
                }
            }
        }
        return nil
    }

    /// `*a*`, `**a**`: as many at the end as at the beginning, a word against either.
    mutating func unwrapStars() {
        var search = RunSearch(mark: UInt16(ascii: "*"))
        rewrite(only: UInt16(ascii: "*")) { [text] position in
            guard let (end, words) = search.pair(text, from: position, endsWord: false) else { return nil }
            return (end, Array(words))
        }
    }

    /// `_a_` the same, with no letter or digit outside; the character outside belongs to the match.
    mutating func unwrapUnderscores() {
        guard text.contains(UInt16(ascii: "_")) else { return }
        var search = RunSearch(mark: UInt16(ascii: "_"))
        var result: [UInt16] = []
        var position = 0
        while position < text.count {
            let isStart = position == 0 && text[0] == UInt16(ascii: "_")
            let mark = isStart ? 0 : position + 1
            guard isStart || !text[position].isWordy, mark < text.count, text[mark] == UInt16(ascii: "_"),
                  let (end, words) = search.pair(text, from: mark, endsWord: true) else {
                result.append(text[position])
                position += 1
                continue
            }
            result += text[position..<mark] + words
            position = end
            if end < text.count {
                result.append(text[end])
                position += 1
            }
        }
        text = result
    }

    /// Three or more backticks on one line.
    mutating func unwrapCodeBlocks() {
        let mark = UInt16(ascii: "`")
        rewrite(only: mark) { [text] position in
            let line = text.lineEnd(from: position)
            for length in stride(from: text.run(of: mark, from: position), through: 3, by: -1) {
                let start = position + length
                guard let end = (start..<max(start, line - length + 1)).first(where: { text.run(of: mark, from: $0) >= length })
                else { continue }
                return (end + length, Array(text[start..<end]))
            }
            return nil
        }
    }

    /// What stands between the mark and the next on the line, at least so much.
    mutating func unwrap(_ mark: UInt16, atLeast least: Int) {
        rewrite(only: mark) { [text] position in
            let line = text.lineEnd(from: position)
            guard position + 1 + least <= line, let end = text[(position + 1 + least)..<line].firstIndex(of: mark) else { return nil }
            return (end + 1, Array(text[(position + 1)..<end]))
        }
    }
}

/// Looks for a run of marks that ends what another begins, without looking twice where there was none.
private struct RunSearch {
    let mark: UInt16
    private var lineOfFailure = -1
    private var leastFailed = Int.max

    init(mark: UInt16) { self.mark = mark }

    mutating func pair(_ text: [UInt16], from start: Int, endsWord: Bool) -> (end: Int, words: ArraySlice<UInt16>)? {
        let line = text.lineEnd(from: start)
        if line != lineOfFailure { (lineOfFailure, leastFailed) = (line, .max) }
        for length in stride(from: text.run(of: mark, from: start), through: 1, by: -1) where length < leastFailed {
            let first = start + length
            guard first < line, !text[first].isBlank else { continue }
            var end = first + 1
            while end + length <= text.count, end <= line {
                if text[end - 1].isBlank || text.run(of: mark, from: end) < length {
                    end += 1
                } else if endsWord, end + length < text.count, text[end + length].isWordy {
                    end += 1
                } else {
                    return (end + length, text[first..<end])
                }
            }
            leastFailed = length
        }
        return nil
    }
}
