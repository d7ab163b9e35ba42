/// A text as a cell may hold it: at most 32,767 UTF-16 units, without the characters that XML 1.0
/// forbids and without carriage returns, which Excel shows as `_x000D_`. What looks like such an escape is a text: its `_` is
/// escaped (ECMA-376, part 1, 22.9.2.19).
func cellText(_ text: String) -> String {
    var text = text
    if text.utf8.count <= longestText && text.withUTF8(areHarmless) { return text }
    var kept = String.UnicodeScalarView()
    var length = 0
    var room = kept.endIndex
    let scalars = text.unicodeScalars
    for index in scalars.indices {
        let scalar = scalars[index]
        switch scalar.value {
        case 0..<9, 11..<32, 127, 0xfffe, 0xffff: continue
        default: break
        }
        let isEscape = scalar == "_" && beginsEscape(scalars[index...])
        let units = isEscape ? escape.count : scalar.value > 0xffff ? 2 : 1
        if length + units > longestText {
            kept.removeSubrange(room...)
            kept.append("…")
            break
        }
        if isEscape { kept.append(contentsOf: escape) } else { kept.append(scalar) }
        length += units
        if length < longestText { room = kept.endIndex }
    }
    return String(kept)
}

private let longestText = 32_767
private let escape = "_x005F_".unicodeScalars

/// Whether it begins with `_xHHHH_`.
private func beginsEscape(_ scalars: Substring.UnicodeScalarView) -> Bool {
    let head = scalars.prefix(7)
    return head.count == 7 && head.starts(with: "_x".unicodeScalars) && head.last == "_"
        && head.dropFirst(2).dropLast().allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
}

/// Looks at all of them: so the processor looks at many at once.
private func areHarmless(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var harm: UInt8 = 0
    for byte in bytes { harm |= isHarmless(byte) ? 0 : 1 }
    return harm == 0
}

/// Whether a byte is part of no forbidden character and of no escape; U+FFFE and U+FFFF begin with 0xEF.
private func isHarmless(_ byte: UInt8) -> Bool {
    (byte >= 32 && byte != 127 && byte != 0xef && byte != UInt8(ascii: "_")) || byte == 9 || byte == 10
}
