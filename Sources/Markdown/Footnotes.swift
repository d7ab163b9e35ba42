/// The text without what the app drops of it: lines that define a footnote, `[^1]: …`, and the `[^1]` that name one.
/// `nil` when it has none.
func withoutFootnotes(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard contains(text, "[^") else { return nil }
    var labels: Set<ArraySlice<UInt8>> = []
    var kept: [ArraySlice<UInt8>] = []
    var isInNote = false
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let words = line.drop { $0 == UInt8(ascii: " ") }
        if let label = footnote(at: words), words[label.endIndex...].starts(with: "]:".utf8) {
            labels.insert(label)
            isInNote = true
        } else if words.isEmpty || words.first == UInt8(ascii: "\r") {
            isInNote = false
        }
        if !isInNote { kept.append(line) }
    }
    return labels.isEmpty ? nil : withoutReferences(ArraySlice(kept.joined(separator: "\n".utf8)), to: labels)
}

private func withoutReferences(_ text: ArraySlice<UInt8>, to labels: Set<ArraySlice<UInt8>>) -> ArraySlice<UInt8> {
    var result: [UInt8] = []
    var rest = text
    while let start = rest.firstIndex(of: UInt8(ascii: "[")) {
        result += rest[..<start]
        if let label = footnote(at: rest[start...]), labels.contains(label) {
            rest = rest[(label.endIndex + 1)...]
        } else {
            result.append(rest[start])
            rest = rest[(start + 1)...]
        }
    }
    return ArraySlice(result + rest)
}

/// The label of `[^label]` at the beginning of the text.
private func footnote(at text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard text.starts(with: "[^".utf8) else { return nil }
    let label = text.dropFirst(2).prefix(64).prefix { $0 > 0x20 && $0 != UInt8(ascii: "]") }
    return label.isEmpty || label.endIndex == text.endIndex || text[label.endIndex] != UInt8(ascii: "]") ? nil : label
}
