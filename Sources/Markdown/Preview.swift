/// How a message looks in the app IO, near enough to judge it by, as HTML that may be put into a page
/// as it is: a closed list of elements (`p div br hr ul ol li strong em code a span`), a closed list
/// of link schemes, everything else escaped, nothing loaded from elsewhere.
package struct Preview: Sendable {
    /// UTF-8. Its classes: `io-h1` to `io-h3`, `io-banner`, `io-banner-title`, `io-missing`,
    /// and `io-raw`, in which line ends and spaces count.
    package var html: [UInt8]
    /// What the citizen would see otherwise than the writer may think; each kind once.
    package var warnings: [PreviewWarning]
}

package enum Markdown {
    /// More than twice the bytes of the longest message; what comes after is not rendered.
    static let largestText = 65_536
    /// Far above any honest message; a text that names one long address a thousand times stops here.
    static let largestHTML = 524_288

    /// Renders the subset of Markdown that the app IO shows (io-app's renderer; Guida tecnica,
    /// "Guida al markdown"). Any text is answered, in time proportional to its length. A front matter is not looked for: the
    /// text is what follows it.
    package static func render(_ text: String) -> Preview {
        var bytes = Array(text.utf8.prefix(largestText))
        let isCut = bytes.count < text.utf8.count
        if isCut {
            while let last = bytes.last, last & 0xc0 == 0x80 { bytes.removeLast() }
            if let last = bytes.last, last >= 0xc0 { bytes.removeLast() }
        }
        let rules = AppRules(String(decoding: bytes, as: UTF8.self))
        let body = withQuietParts(Array(HiddenSpans.marked(String(utf16: rules.text)).utf8))

        let renderer = MessageRenderer()
        // One long address, named a thousand times, makes a long text of a short one.
        let isRendered = body.count <= 2 * largestText && renderer.run(withTablesKnown(body[...]))
        if !isRendered { renderer.showPlainly(bytes[...]) }
        var lost = isRendered ? renderer.lost : [.tooComplex: []]
        if isCut { lost[.cut] = [] }
        for (kind, words) in [(.definition, rules.definitions), (.head, rules.heads), (.imageAfterWord, rules.imagesAfterWords)]
            as [(PreviewWarning.Kind, [String])] where !words.isEmpty { lost[kind] = words }
        let warnings = PreviewWarning.Kind.allCases.compactMap { kind in lost[kind].map { PreviewWarning(kind, words: $0) } }
        return Preview(html: HiddenSpans.withTypedMarks(renderer.html), warnings: warnings)
    }
}
