/// Some words of a text, and where they stand.
package struct TextPlace: Sendable, Equatable {
    /// As they stand there, shortened.
    package var words: String
    /// From one.
    package var line: Int

    static let longest = 40

    init(_ words: some Sequence<Unicode.Scalar>, line: Int) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: words)
        self.words = text.count > Self.longest ? String(text.prefix(Self.longest - 1)) + "…" : String(text)
        self.line = line
    }
}

extension [TextPlace] {
    /// The first few of them, each once, and how many more there are: a text of nothing else still makes one sentence.
    ///
    /// - Parameters:
    ///   - hasLines: whether the text has more than one line.
    ///   - quoted: whether the words are quoted, as words of a language are.
    func named(hasLines: Bool, quoted: Bool = false) -> String {
        var first: [TextPlace] = []
        var others = 0
        for place in self {
            if first.contains(where: { $0.words == place.words }) { continue }
            if first.count < 3 { first.append(place) } else { others += 1 }
        }
        let names = first.map { (quoted ? "«\($0.words)»" : $0.words) + (hasLines ? " (riga \($0.line.italian))" : "") }
        return switch others {
        case 0: listed(names)
        case 1: names.joined(separator: ", ") + " e un’altra"
        default: names.joined(separator: ", ") + " e altre \(others.italian)"
        }
    }
}
