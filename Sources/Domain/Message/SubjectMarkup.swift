import Text

/// What an oggetto shows raw, though a contenuto would not: Markdown, entities of HTML and its tags.
enum SubjectMarkup {
    /// The pieces that would be shown with their marks, each once.
    static func found(in subject: String) -> [String] {
        let text = Array(subject.unicodeScalars)
        var found: [String] = []
        var position = 0
        while position < text.count {
            guard let end = end(of: text, position) else { position += 1; continue }
            let words = TextPlace(text[position..<end], line: 1).words
            if !found.contains(words) { found.append(words) }
            position = end
        }
        return found
    }

    private static func end(of text: [Unicode.Scalar], _ start: Int) -> Int? {
        let rest = text[start...]
        switch text[start] {
        case "#", ">": return start == 0 ? heading(rest) : nil
        case "*", "_", "~", "`": return marked(text, start)
        case "[":
            guard let middle = rest.firstIndex(of: "]"), middle > start + 1, text[middle...].dropFirst().first == "(",
                  let end = text[middle...].firstIndex(of: ")") else { return nil }
            return end + 1
        case "&":
            let name = rest.dropFirst().prefix(32).prefix { isOfName($0) || $0 == "#" }
            return name.count > 1 && text[name.endIndex...].first == ";" ? name.endIndex + 1 : nil
        case "<":
            guard let end = rest.firstIndex(of: ">") else { return nil }
            let name = rest.dropFirst().drop { $0 == "/" }.prefix(while: isOfName)
            let word = String(String.UnicodeScalarView(name)).lowercased()
            return tags.contains(word) && name.endIndex <= end ? end + 1 : nil
        default: return nil
        }
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }

    /// `# Avviso`, `> Avviso`: the mark alone is named.
    private static func heading(_ rest: ArraySlice<Unicode.Scalar>) -> Int? {
        let marks = rest.prefix { $0 == rest.first }
        return marks.count < 7 && rest.dropFirst(marks.count).first == " " && rest.count > marks.count + 1 ? marks.endIndex : nil
    }

    /// `**Avviso**`, `_Avviso_`, `~~Avviso~~`, `` `Avviso` ``: the same marks on both sides of words, and no letter beyond them.
    private static func marked(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        let sign = text[start], marks = text[start...].prefix { $0 == sign }.prefix(3)
        if sign == "~", marks.count != 2 { return nil }
        func isOfWord(_ scalar: Unicode.Scalar?) -> Bool {
            scalar.map { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == sign } ?? false
        }
        guard !isOfWord(start > 0 ? text[start - 1] : nil), let first = text[marks.endIndex...].first,
              !first.properties.isWhitespace, first != sign else { return nil }
        var position = marks.endIndex + 1
        while position + marks.count <= text.count {
            if text[position...].starts(with: marks), !text[position - 1].properties.isWhitespace {
                let end = position + marks.count
                if !isOfWord(text[end...].first) { return end }
            }
            position += 1
        }
        return nil
    }

    private static let tags: Set<String> = [
        "a", "b", "i", "u", "s", "p", "br", "hr", "em", "strong", "span", "div", "font", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
        "li",
        "table", "tr", "td", "th", "img", "center", "small", "big", "sub", "sup", "del", "ins", "mark", "pre", "code", "blockquote", "html",
        "body", "script", "style",
    ]
}
