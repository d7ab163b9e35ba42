import Markdown
import Testing

struct HostileTextTests {
    static let corpus: [String] = [
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](<java\nscript:alert(1)>)",
        "[x]( javascript:alert(1))",
        "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "[x](\\javascript:alert(1))", "[x](vbscript:x)",
        "[x](data:text/html,<script>)",
        "[x](file:///etc/passwd)", "[x](blob:https://x.it/1)", "[x](//x.it)", "[x](\u{1}javascript:alert(1))",
        "[x](java\u{0}script:alert(1))",
        "<javascript:alert(1)>", "[x][1]\n\n[1]: javascript:alert(1)", "![x](javascript:alert(1))",
        "![x\" onerror=\"alert(1)](https://x.it)",
        "[x](&#x6A;avascript:alert(1))", "[x](&#0000106;avascript:alert(1))", "[x](java&#9;script:alert(1))", "[x](java&Tab;script:x)",
        "[x](java&NewLine;script:x)", "[x](jav\u{200B}ascript:x)", "[x](%6aavascript:x)", "[x](javascript\u{FF1A}x)",
        "[x](https:javascript:x)", "[x](ioit://\" onclick=\"x)", "[x](mailto:a@x.it?subject=<script>)", "[x](<https://x.it/ onclick=x>)",
        "[x](https://x.it 'a' onclick=x')", "[x](https://x.it/`onclick=x`)", "[<img src=x>](https://x.it)",
        "[![x](javascript:x)](https://x.it)",
        "![x](https://x.it/a.png \"onload=x\")", "<https://x.it/\"><script>>", "www.x.it/\"onclick=x", "https://x.it/<script>",
        "> <script>alert(1)</script>\n<b>", "> # <img src=x onerror=x>", "> [!<script>] \"x\" 'y'", "> \u{0}\u{7}\n> &lt;",
        "- > <b>\n> <i>",
        "```\"><script>\nx", "~~~ <b>\n</p>", "[^<script>]: x\n[^<script>]", "[^1]: <script>\n[^1]<b>[^1]", "</p></div></body>",
        "<p class=\"io-h1\">", "<a href=\"javascript:x\">y</a>", "<svg/onload=x>", "<br\u{C}onload=x>", "<br/ >", "< br>", "<br//>",
        // Where md4c lets spans cross.
        "*> ~~|\nhttps://x.it~~]>(*\n\n*> ~~|\nhttps://x.it~~]>(*\n\nfine", "*www.x.it&*\\",
        "_https://x.it#_-", "[x](https://x.it/\"onclick=\"alert(1))",
        "[x](https://x.it/'><script>alert(1)</script>)", "[x](https://x.it \"t\" onclick=alert(1)\")",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<br onclick=alert(1)>", "<br/><script>", "<b r>",
        "<BR><sCrIpT>", "<style>*{}</style>",
        "```<script>\n</code></pre><script>alert(1)</script>\n```", "`</code><script>`", "    </code></pre><script>",
        "&lt;script&gt;", "&#60;script&#62;",
        "&#x3c;script>", "&#34;&#39;&#38;", "&quot;", "> <script>", "- <script>", "|<script>|\n|-|\n|<script>|", "~~<script>~~",
        "# <script>", "<![CDATA[<script>]]>",
        "<?php echo 1 ?>", "<!DOCTYPE x>", "<!--", "\u{202E}<script>", "1. \u{0}", "[a]: <\n[a]", "[^1]: x\n[^1]", "---",
        "---\n", "---\n---", "---\r\n---\r\n<script>",
        // Where md4c reads past the end of the text, which the address sanitizer sees.
        "<?<\n8", "<!--\n--", "<![CDATA[\n]]", "<script>\n</scrip", "\u{0}\u{4}<?<\n8",
    ]

    @Test(arguments: corpus)
    func `nothing but the closed list of elements and attributes comes out`(_ text: String) throws {
        try expectInert(Markdown.render(text).html, "\(text.debugDescription)")
    }

    @Test(arguments: corpus)
    func `the excerpt for the copy by e-mail is short and on one line`(_ text: String) {
        let excerpt = MailExcerpt(of: text)
        #expect(!excerpt.text.contains(where: \.isNewline) && excerpt.text.utf16.count <= 4 * MailExcerpt.longest)
    }

    @Test(arguments: [
        "[", "![", "[a](", "*", "**a ", "_", "*a_ ", "`", "`a``", "~~", "<", "<!--", "<a ", "</", "<?", "<![CDATA[", "&", "&#",
        "\\", "> ", ">", "- ", "1. ", "# ", "|",
        "|a", "|a\n", "|-", "\n", "\r", " ", "\t", "a\n", "[a]: b\n", "[a]:", "[a]", "[a][", "](", "(", "<a@b.", "www.",
        "https://", "https://x.it/(", "mailto:",
        "- a\n  ", "```\n", "~~~", "\u{0}", "👍🏽", "e\u{301}", "\u{FEFF}", "---\n", "===\n", "a*b", "***", "<b>", "<br>",
        "![a](b)", "[a](https://b)", "&amp;", "&#1;",
    ])
    func `ten thousand times the same mark is answered at once`(_ mark: String) throws {
        let clock = ContinuousClock()
        let endless = String(repeating: mark, count: 10_000 / mark.utf16.count)
        for text in [endless, endless.prefix(5_000) + String(repeating: "]", count: 5_000)] {
            var preview: Preview?
            let time = clock.measure { preview = Markdown.render(text) }
            // A debug build on a busy machine; the parser alone takes milliseconds.
            #expect(time < .seconds(3), "\(mark.debugDescription) took \(time)")
            try expectInert(try #require(preview).html, mark.debugDescription)
        }
    }

    /// Bytes as a hostile client sends them: the form's reader puts U+FFFD where they are no UTF-8, and so does this.
    @Test(arguments: [
        [0xff, 0xfe, 0x3c, 0x62, 0x3e], [0xc0, 0xbc, 0x73, 0x3e], [0xed, 0xa0, 0x80, 0x3c], [0xf4, 0x90, 0x80, 0x80, 0x22],
        [0x3e, 0x20, 0xe2, 0x82, 0x3c, 0x62], [0x5b, 0x78, 0x5d, 0x28, 0xc3, 0x29], [0x60, 0x60, 0x60, 0x0a, 0x80, 0x0a],
    ] as [[UInt8]])
    func `bytes that are no text come out inert`(_ bytes: [UInt8]) throws {
        try expectInert(Markdown.render(String(decoding: bytes, as: UTF8.self)).html, "\(bytes)")
    }

    @Test func `nesting without end stays shallow and closed`() throws {
        for mark in ["> ", "- ", "1. ", "> - ", "**a *b ", "[", "- > ", "![", "~~a ~~b "] {
            try expectInert(Markdown.render(String(repeating: mark, count: 3_000) + "x").html, mark)
            let steps = (0..<400).map { String(repeating: " ", count: 2 * $0) + mark + "x\n" }.joined()
            try expectInert(Markdown.render(steps).html, "steps of \(mark)")
        }
    }

    @Test func `one long address named a thousand times does not flood the page`() throws {
        let text = "[a]: https://x.it/" + String(repeating: "x", count: 2_000) + "\n\n" + String(repeating: "[a] ", count: 2_000)
        let preview = Markdown.render(text)
        #expect(preview.warnings.map(\.kind) == [.tooComplex] && preview.html.count < 100_000)
        try expectInert(preview.html, "references")
    }

    @Test func `a text beyond every limit is cut where a character ends`() throws {
        let preview = Markdown.render("a" + String(repeating: "è", count: 1_000_000))
        #expect(preview.warnings.map(\.kind) == [.cut] && preview.html.count < 70_000)
        #expect(String(validating: preview.html, as: UTF8.self)?.contains("\u{FFFD}") == false)
    }

    @Test func `random marks come out inert`() throws {
        let pieces = [
            "[", "]", "(", ")", "!", "*", "_", "`", "~~", "<", ">", "&", "#", "-", "|", "\n", "\n\n", "    ", " ", "\\", ":",
            "\"", "'", "\u{0}", "\r", "\t", "a", "è",
            "👍🏽", "javascript:", "https://x.it", "mailto:a@b.it", "<br>", "<script>", "</p>", "&lt;", "&#60;", "---", "```",
            "1. ", "> ", "\n> ", "- ", "[^1]", "[^1]: ", "> # ", "[!x]", "|a|b|\n|-|-|\n",
        ]
        let seed = UInt64.random(in: .min ... .max)
        var state = seed
        func next(_ limit: Int) -> Int {
            // xorshift64 (Marsaglia 2003): enough to choose marks, and repeatable from the seed.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(limit))
        }
        for _ in 0..<1_500 {
            let text = (0..<next(60)).map { _ in pieces[next(pieces.count)] }.joined()
            try expectInert(Markdown.render(text).html, "seed \(seed): \(text.debugDescription)")
        }
    }

    /// Reads the HTML with a small strict reader: known tags only, closed in order, no stray `<` or `"`.
    private func expectInert(_ html: [UInt8], _ what: String) throws {
        var rest = try #require(String(validating: html, as: UTF8.self), "\(what) made broken UTF-8")[...]
        #expect(!rest.unicodeScalars.contains { $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 127 }, "\(what)")
        var open: [Substring] = []
        while let start = rest.firstIndex(of: "<") {
            let text = rest[..<start]
            try #require(!text.contains(">") && !text.contains("\"") && !text.contains("'"), "\(what): \(text)")
            let end = try #require(rest[start...].firstIndex(of: ">"), "\(what)")
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                try #require(open.popLast() == tag.dropFirst(), "\(what): \(tag)")
            } else if !["br", "hr"].contains(tag) {
                let name = tag.prefix { $0 != " " }
                try #require(isKnown(tag), "\(what): \(tag)")
                open.append(name)
            }
            #expect(open.count <= 40, "\(what)")
        }
        #expect(open.isEmpty && !rest.contains(">"), "\(what)")
    }

    private func isKnown(_ tag: Substring) -> Bool {
        if ["p", "ul", "ol", "li", "strong", "em", "code"].contains(tag) { return true }
        if ["p class=\"io-h1\"", "p class=\"io-h2\"", "p class=\"io-h3\"", "p class=\"io-missing\"",
        "p class=\"io-banner-title\"", "p class=\"io-raw\""].contains(tag) { return true }
        if ["div class=\"io-banner\"", "span class=\"io-missing\""].contains(tag) { return true }
        let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 7 && parts[0] == "a href=" && parts[2] == " target=" && parts[3] == "_blank" && parts[4] == " rel="
            && parts[6].isEmpty && ["https:", "http:", "mailto:", "tel:", "sms:", "ioit:"].contains { parts[1].hasPrefix($0) }
    }
}
