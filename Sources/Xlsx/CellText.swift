/// A text as a cell may hold it: at most 32,767 UTF-16 units, without the characters that XML 1.0
/// forbids and without carriage returns, which Excel shows as `_x000D_`.
func cellText(_ text: String) -> String {
    if text.utf8.count <= longestText && text.utf8.allSatisfy(isHarmless) { return text }
    var kept = String.UnicodeScalarView()
    var length = 0
    var room = kept.endIndex
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0..<9, 11..<32, 127, 0xfffe, 0xffff: continue
        default: break
        }
        let units = scalar.value > 0xffff ? 2 : 1
        if length + units > longestText {
            kept.removeSubrange(room...)
            kept.append("…")
            break
        }
        kept.append(scalar)
        length += units
        if length < longestText { room = kept.endIndex }
    }
    return String(kept)
}

private let longestText = 32_767

/// Whether a byte is part of no forbidden character; U+FFFE and U+FFFF begin with 0xEF.
private func isHarmless(_ byte: UInt8) -> Bool {
    (byte >= 32 && byte != 127 && byte != 0xef) || byte == 9 || byte == 10
}
