/// How a message looks in the app IO, near enough to judge it by, as HTML that may be put into a page
/// as it is: a closed list of elements (`p div br hr ul ol li strong em code a span`), a closed list
/// of link schemes, everything else escaped, nothing loaded from elsewhere.
package struct Preview: Sendable {
    /// UTF-8. Its classes: `io-h1` to `io-h3`, `io-banner`, `io-banner-title`, `io-missing`,
    /// and `io-raw`, in which line ends and spaces count.
    package var html: [UInt8]
    /// What the citizen would see otherwise than the writer may think; each once.
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
        var warnings: Set<PreviewWarning> = []
        var bytes = Array(text.utf8.prefix(largestText))
        if bytes.count < text.utf8.count {
            while let last = bytes.last, last & 0xc0 == 0x80 { bytes.removeLast() }
            if let last = bytes.last, last >= 0xc0 { bytes.removeLast() }
            warnings.insert(.cut)
        }
        if contains(bytes[...], "---") { warnings.insert(.dashes) }
        let shown = withoutFootnotes(bytes[...])
        if shown != nil { warnings.insert(.footnote) }
        let body = shown ?? bytes[...]

        let renderer = MessageRenderer()
        if renderer.run(withTablesKnown(body)) {
            warnings.formUnion(renderer.warnings)
        } else {
            renderer.showPlainly(body)
            warnings.insert(.tooComplex)
        }
        if warnings.contains(.footnote) { renderer.append("<p class=\"io-missing\">[note a piè di pagina]</p>\n") }
        return Preview(html: renderer.html, warnings: PreviewWarning.allCases.filter(warnings.contains))
    }
}
