import Text

/// What is looked for in the text itself, because md4c knows nothing of it.

/// The text with the dashes under a table's head made three, which md4c 0.4.8 asks for where the app
/// (GFM) is content with one.
func withTablesKnown(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.contains(UInt8(ascii: "|")) else { return text }
    var known: [UInt8] = []
    var follows = false
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if line.startIndex != text.startIndex { known.append(UInt8(ascii: "\n")) }
        let hasBar = line.contains(UInt8(ascii: "|"))
        if follows && hasBar && line.allSatisfy({ "|:- \t\r>".utf8.contains($0) }) {
            var previous: UInt8 = 0
            for byte in line {
                if byte != UInt8(ascii: "-") {
                    known.append(byte)
                } else if previous != byte {
                    known.append(contentsOf: "---".utf8)
                }
                previous = byte
            }
        } else {
            known.append(contentsOf: line)
        }
        follows = hasBar
    }
    return known[...]
}

/// The text with the colon of an address in a link exchanged for another: md4c 0.4.8 takes it for an address by itself as well,
/// and forgets the marks that stand directly after the link. And an item that has nothing but its mark without blanks after it,
/// which would else end a paragraph.
func withQuietParts(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "(")) || text.contains(0x20) else { return text }
    var quiet: [UInt8] = []
    quiet.reserveCapacity(text.count + 64)
    var isMarkOnly = true
    for (index, byte) in text.enumerated() {
        if byte == 0x0a {
            if isMarkOnly { while quiet.last == 0x20 || quiet.last == 0x09 { quiet.removeLast() } }
            isMarkOnly = true
        } else if !byte.mayBeginItem {
            isMarkOnly = false
        }
        if byte == UInt8(ascii: ":"), text[index...].starts(with: "://".utf8), isInLink(text, index) {
            quiet += String(Unicode.Scalar(HiddenSpans.Mark.colon.rawValue)!).utf8
        } else {
            quiet.append(byte)
        }
    }
    return quiet
}

extension UInt8 {
    /// Whether it may stand in the mark of an item or before it.
    fileprivate var mayBeginItem: Bool {
        switch self {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."),
             UInt8(ascii: ")"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

private func isInLink(_ text: [UInt8], _ colon: Int) -> Bool {
    var start = colon
    while start > 0, text[start - 1].isLetter { start -= 1 }
    if start > 0, text[start - 1] == UInt8(ascii: "<") { start -= 1 }
    return start > 1 && text[start - 1] == UInt8(ascii: "(") && text[start - 2] == UInt8(ascii: "]")
}

/// Where `<br>` in one of its spellings stands, if it does there.
func lineBreak(in text: Slice<UnsafeRawBufferPointer>, at start: Int) -> Range<Int>? {
    guard text[start] == UInt8(ascii: "<"), text[start...].prefix(3).dropFirst().map({ $0 | 0x20 }) == Array("br".utf8) else { return nil }
    var rest = text[start...].dropFirst(3).drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    return rest.first == UInt8(ascii: ">") ? start..<(rest.startIndex + 1) : nil
}
