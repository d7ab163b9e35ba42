import Text

struct Tag {
    enum Kind { case variable, raw, section, inverted, close, partial, comment }

    let kind: Kind
    let name: String
    let line: Int
    /// The blanks before a tag that stands alone on its line.
    var indentation: ArraySlice<UInt8> = []
}

/// Finds the tags of a template and the text between them. A section, its end, a partial or a
/// comment alone on its line takes the whole line with it.
struct TagScanner {
    private let source: [UInt8]
    private let file: String
    private var position = 0
    private var line = 1
    private var ended = false

    init(_ source: [UInt8], file: String) {
        self.source = source
        self.file = file
    }

    /// The text up to the next tag and the tag, `nil` for it after the last; then `nil`.
    mutating func next() throws(TemplateError) -> (text: ArraySlice<UInt8>, tag: Tag?)? {
        guard !ended else { return nil }
        guard let start = find("{{", from: position) else {
            ended = true
            return (source[position...], nil)
        }
        line += newlines(position..<start)
        var (tag, end) = try readTag(at: start)
        line += newlines(start..<end)
        var text = source[position..<start]
        position = end
        if tag.kind != .variable, tag.kind != .raw, let alone = lineStandingAlone(start..<end) {
            tag.indentation = source[alone.lowerBound..<start]
            text = source[text.startIndex..<alone.lowerBound]
            line += newlines(end..<alone.upperBound)
            position = alone.upperBound
        }
        return (text, tag)
    }

    private func readTag(at start: Int) throws(TemplateError) -> (Tag, end: Int) {
        let sigil = start + 2 < source.count ? source[start + 2] : 0
        let (kind, closing): (Tag.Kind, String) = switch sigil {
        case UInt8(ascii: "{"): (.raw, "}}}")
        case UInt8(ascii: "&"): (.raw, "}}")
        case UInt8(ascii: "#"): (.section, "}}")
        case UInt8(ascii: "^"): (.inverted, "}}")
        case UInt8(ascii: "/"): (.close, "}}")
        case UInt8(ascii: ">"): (.partial, "}}")
        case UInt8(ascii: "!"): (.comment, "}}")
        default: (.variable, "}}")
        }
        let inside = start + (kind == .variable ? 2 : 3)
        guard inside <= source.count, let close = find(closing, from: inside) else {
            throw TemplateError(file: file, line: line, reason: "a tag is not closed")
        }
        if kind == .comment { return (Tag(kind: kind, name: "", line: line), close + closing.utf8.count) }
        let name = String(decoding: source[inside..<close], as: UTF8.self).trimmed()
        let isWord = !name.isEmpty && name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte.isLetterOrDigit
        }
        guard isWord || name == "." && (kind == .variable || kind == .raw) else {
            throw TemplateError(file: file, line: line, reason: "\"\(name)\" is not a name")
        }
        return (Tag(kind: kind, name: name, line: line), close + closing.utf8.count)
    }

    /// The whole line, its end included, when nothing but blanks stands around the tag.
    private func lineStandingAlone(_ tag: Range<Int>) -> Range<Int>? {
        var lower = tag.lowerBound
        while lower > 0, source[lower - 1].isBlank { lower -= 1 }
        guard lower == 0 || source[lower - 1] == UInt8(ascii: "\n") else { return nil }
        var upper = tag.upperBound
        while upper < source.count, source[upper].isBlank { upper += 1 }
        if upper == source.count { return lower..<upper }
        if source[upper] == UInt8(ascii: "\r"), upper + 1 < source.count { upper += 1 }
        guard source[upper] == UInt8(ascii: "\n") else { return nil }
        return lower..<(upper + 1)
    }

    private func find(_ text: String, from start: Int) -> Int? {
        let wanted = Array(text.utf8)
        var index = start
        while index + wanted.count <= source.count {
            if source[index..<(index + wanted.count)].elementsEqual(wanted) { return index }
            index += 1
        }
        return nil
    }

    private func newlines(_ range: Range<Int>) -> Int {
        source[range].count { $0 == UInt8(ascii: "\n") }
    }
}

private extension UInt8 {
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
