/// A quotation: the app shows its source in a box, without reading the marks in it; the first heading becomes the box's
/// title and the others are left out.
struct Banner {
    private(set) var title: ArraySlice<UInt8>?
    private(set) var content: [UInt8] = []

    /// - Parameter source: from the first `>` to the end of the last line.
    init(_ source: ArraySlice<UInt8>) {
        var isFirst = true
        for line in source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            var line = line
            if let heading = Self.heading(line) {
                title = title ?? heading
                line = line.suffix(0)
            } else {
                if isFirst { line = Self.withoutPictogram(line) }
                line = line.drop { $0 == UInt8(ascii: ">") }
                if line.first == UInt8(ascii: " ") { line.removeFirst() }
            }
            if !isFirst { content.append(UInt8(ascii: "\n")) }
            content += line
            isFirst = false
        }
        content = Array(trimmed(content[...]))
    }

    /// The text of `> ## text`.
    private static func heading(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let line = line.drop(while: isBlank)
        guard line.first == UInt8(ascii: ">") else { return nil }
        let marks = line.dropFirst().drop(while: isBlank)
        let text = marks.drop { $0 == UInt8(ascii: "#") }
        guard (1...6).contains(text.startIndex - marks.startIndex), let blank = text.first, isBlank(blank) else { return nil }
        let words = trimmed(text)
        return words.isEmpty ? nil : words
    }

    /// `> [!NOTE]` chooses a picture.
    private static func withoutPictogram(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let mark = line.drop { $0 == UInt8(ascii: ">") }.drop(while: isBlank)
        guard mark.starts(with: "[!".utf8), let end = mark.firstIndex(of: UInt8(ascii: "]")) else { return line }
        return mark[(end + 1)...]
    }
}

func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a }

func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let last = text.lastIndex(where: { !isBlank($0) }) else { return text.prefix(0) }
    return text[...last].drop(while: isBlank)
}
