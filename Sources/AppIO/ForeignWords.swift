internal import Text

/// A text of App IO's, or of whoever answers in its place, as names of our own are: of one line, with nothing in it that acts unseen.
/// What shows it, or keeps it, need not look at it again.
struct ForeignWords: Decodable {
    /// Code points; what is longer is cut.
    private static let most = 2_000

    let text: String

    init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    /// Each run of what acts unseen becomes a space, at the ends too: a word that App IO did not say must not come of it.
    init(_ said: String) {
        var words = String.UnicodeScalarView(), isAfterUnseen = false
        for scalar in said.unicodeScalars.prefix(Self.most) {
            if !scalar.actsUnseen { words.append(scalar) } else if !isAfterUnseen { words.append(" ") }
            isAfterUnseen = scalar.actsUnseen
        }
        text = String(words)
    }
}
