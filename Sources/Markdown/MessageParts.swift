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

/// Whether the ASCII word occurs in the text.
func contains(_ text: ArraySlice<UInt8>, _ word: String) -> Bool {
    let word = Array(word.utf8)
    return text.indices.contains { text[$0] == word[0] && text[$0...].starts(with: word) }
}

/// Whether a piece of HTML is `<br>` in one of its spellings.
func isLineBreak(_ tag: UnsafeRawBufferPointer) -> Bool {
    let letters = tag.filter { ![0x20, 0x09, 0x0a, 0x0d, UInt8(ascii: "/")].contains($0) }.map { $0 | 0x20 }
    // "<" and ">" have the bit already.
    return tag.count <= 8 && letters == Array("<br>".utf8)
}
