import Text

/// What a text is made of, for who looks for sums and days in it. Markdown's marks and the case of letters are left out.
enum TextPiece: Equatable {
    case word(String)
    /// Digits, and the signs between two of them: `1.234,56`, `16/12/2026`.
    case number(String)
    case sign(Character)
    case lineEnd

    static func pieces(of text: String) -> [TextPiece] {
        var pieces: [TextPiece] = []
        let text = text.contains("&") ? text.replacing("&euro;", with: "€").replacing("&nbsp;", with: " ") : text
        var rest = Substring(text.composed)
        while let first = rest.first {
            if first.isASCII, first.isNumber {
                let end = numberEnd(rest)
                pieces.append(.number(String(rest[..<end].filter { $0 != "\\" })))
                rest = rest[end...]
            } else if first.isLetter {
                let word = rest.prefix { $0.isLetter || $0.isNumber }
                pieces.append(.word(word.lowercased()))
                rest = rest[word.endIndex...]
            } else {
                rest.removeFirst()
                if first.isNewline {
                    pieces.append(.lineEnd)
                } else if !first.isWhitespace, !"*_\\~`".contains(first) {
                    pieces.append(.sign(first))
                }
            }
        }
        return pieces
    }

    /// Whether a sentence, or a part of one as long, ends there. The points of `16.12.2026` are within a number.
    static func endsSentence(at index: Int, in pieces: [TextPiece]) -> Bool {
        guard case .sign(let sign) = pieces[index], ".;!?".contains(sign) else { return false }
        guard sign == ".", index > 0, index + 1 < pieces.count, case .word(let last) = pieces[index - 1] else { return true }
        return last.count > 3 && !["scad", "sett"].contains(last)  // nor `art.`, `ore.`, `n.`
    }

    /// A sign is part of a number only between two digits, a backslash before it or not.
    private static func numberEnd(_ text: Substring) -> Substring.Index {
        var end = text.startIndex
        while true {
            end = text[end...].firstIndex { !($0.isASCII && $0.isNumber) } ?? text.endIndex
            let signs = text[end...].prefix(3)
            let sign = signs.first == "\\" ? signs.dropFirst() : signs
            guard let mark = sign.first, ".,/-'’".contains(mark), let next = sign.dropFirst().first, next.isASCII, next.isNumber
            else { return end }
            end = text.index(after: sign.startIndex)
        }
    }
}
