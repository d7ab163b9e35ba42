import Text

/// The block that the app takes for the definition of buttons, as its package `front-matter` finds it: if the first line has
/// `---` or `= yaml =` in it, the first block anywhere between two lines of that kind. A byte order mark may stand before it.
struct FrontMatter {
    /// Between the two lines.
    let lines: ArraySlice<Substring>
    /// The text before it and after it, without the empty lines between. Those after a block at the very beginning are kept,
    /// so that the text can be written again as it was.
    let body: String

    private static let marks = ["---", "= yaml ="]

    init?(of text: String) {
        // Of few texts the lines are looked at.
        guard text.utf8.prefix(while: { $0 != UInt8(ascii: "\n") }).contains(where: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") })
        else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard Self.marks.contains(where: lines[0].contains) else { return nil }
        var last: [String: Int] = [:]
        for (index, line) in lines.enumerated() { for mark in Self.marks + ["..."] where Self.ends(line, mark) { last[mark] = index } }
        for (start, line) in lines.enumerated() {
            guard let mark = Self.marks.first(where: { line == $0 || line.unicodeScalars.elementsEqual("\u{FEFF}\($0)".unicodeScalars) }),
                  max(last[mark] ?? 0, last["..."] ?? 0) > start,
                  let end = lines[(start + 1)...].firstIndex(where: { Self.ends($0, mark) || Self.ends($0, "...") }) else { continue }
            self.lines = lines[(start + 1)..<end]
            body = start == 0 ? lines[(end + 1)...].joined(separator: "\n") : Self.without(lines, from: start, through: end, text)
            return
        }
        return nil
    }

    private static func ends(_ line: Substring, _ mark: String) -> Bool {
        line.hasPrefix(mark) && line.dropFirst(mark.count).allSatisfy(\.isWhitespace)
    }

    /// The package removes the block with the empty lines after it where it first occurs: in `a ---` and two more lines of
    /// dashes, from the first on.
    private static func without(_ lines: [Substring], from start: Int, through end: Int, _ text: String) -> String {
        let blanks = lines[(end + 1)...].prefix { $0.allSatisfy(\.isWhitespace) }
        let isLast = blanks.endIndex == lines.endIndex
        let block = lines[start..<blanks.endIndex].joined(separator: "\n") + (isLast ? "" : "\n")
        guard let found = text.firstRange(of: block) else { return text }
        return String(text[..<found.lowerBound] + text[found.upperBound...])
    }

    /// YAML refuses control characters.
    private var hasControls: Bool {
        lines.contains { $0.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\t" && $0 != "\u{85}" } }
    }

    /// `nil` when there is anything that is not read.
    var yaml: [String: YAMLValue]? { hasControls ? nil : YAMLMapping.parse(lines) }

    /// YAML takes it for one text, in which no definition can be, and not for something that it cannot read.
    var isPlainText: Bool {
        let words = lines.map { $0.trimmed() }.filter { !$0.isEmpty }
        guard !hasControls, !lines.contains(where: { $0.contains("\t") }), let first = words.first?.unicodeScalars.first,
              !"-?:,[]{}#&*!|>'\"%@`".unicodeScalars.contains(first) else { return false }
        return words.allSatisfy { line in
            !line.contains(": ") && line.last != ":" && !line.contains(" #")
                && !["#", "- ", "---"].contains(where: line.hasPrefix)
        }
    }
}
