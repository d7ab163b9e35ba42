import Text

/// A contenuto as the app reads its entities of HTML: `&lt;nome&gt;` is `<nome>`, `&#x202e;` turns letters around.
struct EntityText {
    /// With the characters instead of their entities, those of `hidden` as they were typed.
    private(set) var read = ""
    /// Entities of characters that nobody sees, that turn letters around or that there are not.
    private(set) var hidden: [TextPlace] = []

    init(_ typed: String) {
        guard typed.contains("&") else { read = typed; return }
        let pieces = Self.pieces(Array(typed.withLineFeeds.unicodeScalars))
        let characters = pieces.flatMap(\.characters)
        let isRightToLeft = characters.contains(where: \.isRightToLeft)
        var text = String.UnicodeScalarView()
        var line = 1, position = 0
        for piece in pieces {
            let end = position + piece.characters.count
            let before = position > 0 ? characters[position - 1] : nil, after = end < characters.count ? characters[end] : nil
            if let entity = piece.entity {
                let isHidden = piece.characters.contains { scalar in
                    scalar == "\u{FFFD}" || WordSymbols.isPrivate(scalar) || scalar.turnsDirection && !isRightToLeft
                        || scalar.isSuperfluous(after: before, before: after, isRightToLeft: isRightToLeft)
                }
                if isHidden { hidden.append(TextPlace(entity, line: line)) }
                // A line end of an entity is a space.
                text.append(contentsOf: isHidden ? entity : piece.characters.map { $0.properties.isWhitespace ? " " : $0 })
            } else {
                if piece.characters == ["\n"] { line += 1 }
                text.append(contentsOf: piece.characters)
            }
            position = end
        }
        read = String(text)
    }

    private typealias Piece = (entity: [Unicode.Scalar]?, characters: [Unicode.Scalar])

    private static func pieces(_ text: [Unicode.Scalar]) -> [Piece] {
        var pieces: [Piece] = [], position = 0
        while position < text.count {
            if let piece = entity(text[position...]), position == 0 || text[position - 1] != "\\" {
                pieces.append(piece)
                position += piece.entity?.count ?? 1
            } else {
                pieces.append((nil, [text[position]]))
                position += 1
            }
        }
        return pieces
    }

    private static let longest = 34

    private static func entity(_ text: ArraySlice<Unicode.Scalar>) -> Piece? {
        guard text.first == "&", let end = text.prefix(longest).firstIndex(of: ";") else { return nil }
        let inner = String(String.UnicodeScalarView(text[..<end].dropFirst())), entity = Array(text[...end])
        guard inner.hasPrefix("#") else { return HTMLEntities.characters(named: inner).map { (entity, Array($0.unicodeScalars)) } }
        let digits = inner.dropFirst(), isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? digits.dropFirst() : digits
        guard (1...(isHexadecimal ? 6 : 7)).contains(number.utf8.count), let code = UInt32(number, radix: isHexadecimal ? 16 : 10)
        else { return nil }
        let character = Unicode.Scalar(code).flatMap { $0.isHiddenControl ? nil : $0 } ?? "\u{FFFD}"
        return (entity, [character])
    }
}
