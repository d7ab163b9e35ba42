import Text

// A value that was typed into a field is shown as it stands: none of its characters is a mark. By the rules of
// CommonMark and GFM (remark, the app IO's parser), with as few backslashes as that takes, since the detail page and the
// citizen's e-mail show the text with them.

extension String {
    /// The text as Markdown that shows it. An address of the web stays a link.
    var asMarkdown: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let words = line.trimmed().split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\t" }
            return words.enumerated().map { $1.isWebAddress ? String($1) : $1.escaped(beginsLine: $0 == 0) }.joined(separator: " ")
        }.joined(separator: "\n")
    }

    /// The text as a part of a link's address: what could end the address is percent-encoded.
    var asPartOfAddress: String {
        utf8.percentEncoded(keeping: ":/?#@!$&'*+,;=%")
    }

    /// Whether what follows this text stands inside the address of a link, `[Paga](https://…`.
    ///
    /// - Parameter began: whether the text itself began there.
    func endsInAddress(_ began: Bool) -> Bool {
        var address = began ? self[...] : nil
        var rest = self[...]
        while let opening = rest.firstRange(of: "](") {
            rest = rest[opening.upperBound...]
            address = rest
        }
        return address.map { !$0.contains { $0 == ")" || $0.isWhitespace } } ?? false
    }
}

extension Substring {
    /// Whether a word is an address and has nothing in it that could be a mark.
    fileprivate var isWebAddress: Bool {
        (hasPrefix("https://") || hasPrefix("http://"))
            && unicodeScalars.allSatisfy { !"\\`*[]<>()|~\"".unicodeScalars.contains($0) }
    }

    fileprivate func escaped(beginsLine: Bool) -> String {
        let scalars = Array(unicodeScalars)
        let isWordy = scalars.indices.map { scalars[$0].properties.isAlphabetic || scalars[$0].properties.numericType != nil }
        // `12.` and `12)` at the start of a line would be an item of a list.
        let isListMark = beginsLine && scalars.count > 1 && [".", ")"].contains(scalars.last) && scalars.dropLast().allSatisfy(\.isDigit)
        var text = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isLast = index == scalars.count - 1
            let isMark = switch scalar {
            case "\\", "`", "*", "[", "]", "<", "~", "|": true
            case "_": !(index > 0 && isWordy[index - 1] && !isLast && isWordy[index + 1])
            case "&": !isLast && (isWordy[index + 1] || scalars[index + 1] == "#")
            // The citizen's e-mail begins after the last `---`.
            case "-": (beginsLine && index == 0) || (index > 0 && scalars[index - 1] == "-")
            case "#", ">", "+", "=", ":": beginsLine && index == 0
            // Before a link it would make an image of it.
            case "!": isLast
            case ".", ")": isLast && isListMark
            default: false
            }
            if isMark { text.append("\\") }
            text.append(scalar)
        }
        return String(text)
    }
}
