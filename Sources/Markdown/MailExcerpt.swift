/// What the copy by e-mail carries of a message, for citizens who asked for one (io-messages, services-func,
/// EmailNotification/utils.ts): the text after the last `---`, without its marks, cut, and without addresses. The blank of no
/// width that it gets after each point, so that no mail program makes a link of it, is left out: nobody sees it.
package struct MailExcerpt: Sendable, Equatable {
    /// On one line; `...` at its end is PagoPA's.
    package var text: String
    /// Whether the message goes on after it.
    package var isCut: Bool
    /// What somebody who reads the e-mail would miss of the part that it carries.
    package var warnings: [PreviewWarning] = []

    /// UTF-16 units.
    package static let longest = 134

    /// - Parameter body: the message without its front matter, if it has one.
    package init(of markdown: String, body: String? = nil) {
        let typed = Self.units(of: markdown)
        let sent = Self.afterLastDashes(typed)
        let rules = MailRules(Array(sent))
        let carried = Self.cut(rules.text)
        isCut = rules.text.count > Self.longest
        text = Self.shown(carried)
        let before = Self.beforeLastDashes(body.map(Self.units) ?? typed)
        if let before { warnings.append(PreviewWarning(.dashes, words: [before.words])) }
        let lost = rules.dropped.map(\.words).filter(Self.isMissed)
        // What is dropped after the cut would not have come either.
        if !lost.isEmpty, Self.cut(MailRules(Array(sent), keepsAll: true).text) != carried {
            warnings.append(PreviewWarning(.mail, words: lost))
        }
    }

    private static func units(of text: String) -> [UInt16] { Array(Array(text.utf16).prefix(Markdown.largestText)) }

    /// As JavaScript's `split("---").pop()`: from the left, three at a time.
    private static func afterLastDashes(_ text: [UInt16]) -> ArraySlice<UInt16> {
        lastDashes(text).map { text[($0 + 3)...] } ?? text[...]
    }

    private static func beforeLastDashes(_ text: [UInt16]) -> [UInt16]? { lastDashes(text).map { Array(text[..<$0]) } }

    private static func lastDashes(_ text: [UInt16]) -> Int? {
        var (last, position) = (Int?.none, 0)
        while let dash = text.first(UInt16(ascii: "-"), from: position) {
            let isFence = text.run(of: UInt16(ascii: "-"), from: dash) >= 3
            position = dash + (isFence ? 3 : 1)
            if isFence { last = dash }
        }
        return last
    }

    private static func cut(_ text: [UInt16]) -> [UInt16] {
        guard text.count > longest else { return text }
        return text[..<longest] + Array("...".utf16)
    }

    private static func shown(_ carried: [UInt16]) -> String {
        var text: [UInt16] = []
        var position = 0
        while position < carried.count {
            let blank = carried[position].isBlank
            let end = carried[position...].firstIndex { $0.isBlank != blank } ?? carried.count
            if blank { text.append(0x20) } else { text += withoutAddress(carried[position..<end]) }
            position = end
        }
        // Half of a character before the cut shows as nothing.
        let halves = text.indices.filter { half in
            UTF16.isLeadSurrogate(text[half]) && (half + 1 == text.count || !UTF16.isTrailSurrogate(text[half + 1]))
        }
        for half in halves.reversed() { text.remove(at: half) }
        return text.words
    }

    /// An address up to its last point and the letters after it; a comma after an address stays.
    private static func withoutAddress(_ word: ArraySlice<UInt16>) -> [UInt16] {
        guard let colon = word.indices.first(where: { word[$0] == UInt16(ascii: ":") && word[$0...].starts(with: "://".utf16) }),
              let point = word[(colon + 3)...].lastIndex(of: UInt16(ascii: ".")) else { return Array(word) }
        let name = word[..<colon].lastIndex { !$0.isWordy }.map { $0 + 1 } ?? word.startIndex
        let after = word[point...].dropFirst().drop { $0.isWordy || "?/=&%'()*+#".utf16.contains($0) }
        return word[..<name] + Array("[link rimosso]".utf16) + withoutAddress(after)
    }

    /// Whether somebody misses what stood between `<` and `>`: a tag or an address is meant to be read by no one.
    private static func isMissed(_ dropped: String) -> Bool {
        guard dropped.contains(where: { $0.isLetter || $0.isNumber }) else { return false }
        guard dropped.hasPrefix("<") else { return true }
        let inner = dropped.dropFirst().drop { $0 == "/" }
        if inner.hasPrefix("!--") || ["http://", "https://", "mailto:"].contains(where: inner.hasPrefix) { return false }
        let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased()
        let rest = inner.dropFirst(name.count)
        return !(tags.contains(name) && (rest == ">" || rest.hasPrefix("/") || rest.hasPrefix(" ")))
    }

    private static let tags: Set<String> = [
        "a", "abbr", "article", "b", "big", "blockquote", "body", "br", "center", "code", "dd", "del", "div", "dl", "dt", "em", "font",
        "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "i", "img", "ins", "li", "link", "main", "mark",
        "meta", "nav", "ol", "p", "pre", "s", "script", "section", "small", "span", "strike", "strong", "style", "sub", "sup", "table",
        "tbody", "td", "th", "thead", "title", "tr", "u", "ul",
    ]
}
