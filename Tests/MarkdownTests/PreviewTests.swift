import Markdown
import Testing

struct PreviewTests {
    @Test(arguments: [
        ("Ciao *tu* e **voi** e `io`", "<p>Ciao <em>tu</em> e <strong>voi</strong> e <code>io</code></p>\n"),
        ("# Uno\n## Due\n### Tre\n##### Cinque",
        "<p class=\"io-h1\">Uno</p>\n<p class=\"io-h2\">Due</p>\n<p class=\"io-h3\">Tre</p>\n<p>Cinque</p>\n"),
        ("riga\nriga  \nriga", "<p>riga<br>\nriga<br>\nriga</p>\n"),
        ("a<br>b<BR />c", "<p>a<br>b<br>c</p>\n"),
        ("- a\n- b\n  1. c", "<ul>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n"),
        // The app counts from one (renderRules.tsx, `i + 1`).
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("- a\n\n  - b\n    - c", "<ul>\n<li><p>a</p>\n<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>\n"),
        ("Titolo\n===\nSotto\n====\n", "<p class=\"io-h1\">Titolo</p>\n<p class=\"io-h1\">Sotto</p>\n"),
        ("#### Quattro\n###### Sei", "<p>Quattro</p>\n<p>Sei</p>\n"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("> # Attenzione\n> prima riga\n> seconda",
        "<div class=\"io-banner\"><p class=\"io-banner-title\">Attenzione</p>\n<p class=\"io-raw\">prima riga\nseconda</p>\n</div>\n"),
        ("a\n\n> b\nc\n\nd", "<p>a</p>\n<div class=\"io-banner\"><p class=\"io-raw\">b\nc</p>\n</div>\n<p>d</p>\n"),
        ("> a\n>\n> ## Due\n> > b\n\n> c", "<div class=\"io-banner\"><p class=\"io-banner-title\">Due</p>\n"
            + "<p class=\"io-raw\">a\n\n\n&gt; b</p>\n</div>\n<div class=\"io-banner\"><p class=\"io-raw\">c</p>\n</div>\n"),
        ("> [!NOTE] occhio", "<div class=\"io-banner\"><p class=\"io-raw\">occhio</p>\n</div>\n"),
        ("> - a\n> - b", "<div class=\"io-banner\"><p class=\"io-raw\">- a\n- b</p>\n</div>\n"),
        ("- > a\n  > b\n- > c", "<ul>\n<li><div class=\"io-banner\"><p class=\"io-raw\">a\n &gt; b</p>\n</div>\n</li>\n"
            + "<li><div class=\"io-banner\"><p class=\"io-raw\">c</p>\n</div>\n</li>\n</ul>\n"),
        ("> ```\n> x\n> ```", "<div class=\"io-banner\"><p class=\"io-raw\">```\nx\n```</p>\n</div>\n"),
        (">", ""),
        ("```\na <b>\n```", "<p class=\"io-raw\">```\na &lt;b&gt;\n```</p>\n"),
        ("~~~swift\na\n~~~", "<p class=\"io-raw\">~~~swift\na\n~~~</p>\n"),
        ("a\n\n    b\n      c", "<p>a</p>\n<p class=\"io-raw\">b\n  c\n</p>\n"),
        // An image gets a paragraph of its own.
        ("- ![a](https://x.it/a.png)", "<ul>\n<li></li>\n</ul>\n<p>[immagine: a]</p>\n"),
        ("# ![a](https://x.it/a.png) b", "<p class=\"io-h1\"></p>\n<p>[immagine: a]</p>\n<p>b</p>\n"),
        ("![il *municipio*](https://x.it/a.png)", "<p>[immagine: il municipio]</p>\n"),
        ("perch&eacute; &#232; &#xE8; &boh; &amp;lt; &#0;", "<p>perché è è &amp;boh; &amp;lt; \u{FFFD}</p>\n"),
        ("a & b < c > d \" '", "<p>a &amp; b &lt; c &gt; d &quot; &#39;</p>\n"),
        ("a\u{0}b\u{1}c", "<p>a\u{FFFD}bc</p>\n"),
        ("", ""), ("\n\n", ""), ("\r\na\r\nb\r\n", "<p>a<br>\nb</p>\n"),
    ])
    func `what the app shows is shown`(_ text: String, _ html: String) {
        let preview = Markdown.render(text)
        #expect(String(decoding: preview.html, as: UTF8.self) == html)
        #expect(preview.warnings.isEmpty)
    }

    @Test func `the guide's own content is a small heading and a paragraph`() {
        let preview = Markdown.render("##### TEST CORPO MINIMO 80 MASSIMO 120\nMessaggio di prova wiki con contenuto. ***#titolo***.")
        #expect(String(decoding: preview.html, as: UTF8.self) == "<p>TEST CORPO MINIMO 80 MASSIMO 120</p>\n"
            + "<p>Messaggio di prova wiki con contenuto. <em><strong>#titolo</strong></em>.</p>\n")
    }

    @Test(arguments: [
        ("[a](https://x.it/?a=1&b='2')", "https://x.it/?a=1&amp;b=%272%27"), ("https://x.it/p", "https://x.it/p"),
        ("<http://x.it>", "http://x.it"),
        ("www.x.it", "http://www.x.it"), ("[a](HTTPS://X.it)", "https://X.it"), ("[a][1]\n\n[1]: https://x.it", "https://x.it"),
        ("[a](ioit://main/messages)", "ioit://main/messages"), ("[a](https://x.it/è)", "https://x.it/%C3%A8"),
        ("[a](mailto:a@x.it)", "mailto:a@x.it"), ("[a](tel:061234)", "tel:061234"),
    ])
    func `links that the app opens are links`(_ text: String, _ address: String) {
        let html = String(decoding: Markdown.render(text).html, as: UTF8.self)
        #expect(html.contains("<a href=\"\(address)\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">"), "\(html)")
    }

    @Test(arguments: [
        ("|a|b|\n|-|-|\n|segreto|2|", [.table]), ("testo ~~segreto~~", [.strikethrough]), ("un ~segreto~", [.strikethrough]),
        ("[Telefono]: segreto", [.definition]), ("testo^[segreto]", [.note]), ("--- \nsegreto\n---\ntesto", [.head]),
        ("> **grassetto**", [.quote]), ("> [qui](mailto:a@x.it) ~~no~~ <b>", [.quote]), ("> |a|\n> |-|\n> |b|", []),
        ("*![segreto\nsegreto](https://x.it/a.png)*", [.image]), ("Qui![leggi](https://x.it)", [.imageAfterWord]),
        ("[a](tel:061234)", [.mailOrPhone]), ("[a](sms:061234)", [.mailOrPhone]), ("<a@x.it>", [.mailOrPhone]),
        ("[a](https://x.it", []), ("[^1] senza nota", []), ("12. Via Roma", [.number]), ("- [ ] carta", [.box]),
        ("<b>ciao</b>", [.html]), ("<div>\nciao\n</div>", [.html]), ("[a](mailto:a@x.it)", [.mailOrPhone]),
        ("[a](ftp://x.it)", [.link]), ("[a](/relativo)", [.link]),
        ("~~a~~ e <i>\n\n|a|\n|-|\n", [.table, .strikethrough, .html]),
    ] as [(String, [PreviewWarning.Kind])])
    func `what the app does not show as meant is said, once and in order`(_ text: String, _ kinds: [PreviewWarning.Kind]) {
        let preview = Markdown.render(text)
        #expect(preview.warnings.map(\.kind) == kinds)
        #expect(!String(decoding: preview.html, as: UTF8.self).contains("segreto"))
    }

    /// What was found with the text that showed it.
    @Test(arguments: [
        ("Per informazioni\n[Telefono]: 06123456\n[E-mail]: ufficio@comune.example.it", "<p>Per informazioni</p>\n",
         ["[Telefono]: 06123456", "[E-mail]: ufficio@comune.example.it"]),
        ("[Nota]: Importante da sapere prima di venire.", "<p>da sapere prima di venire.</p>\n", ["[Nota]: Importante"]),
        ("[Orari]: lun-ven 9-12\n[Sede]: Via Roma 1 (piano terra)", "<p>9-12<br>\nRoma 1 (piano terra)</p>\n",
         ["[Orari]: lun-ven", "[Sede]: Via"]),
        ("Vedi [sito].\n\n[sito]: https://www.comune.example.it/pagina", "<p>Vedi [sito].</p>\n",
         ["[sito]: https://www.comune.example.it/pagina"]),
        ("12. Via Roma, civico 5", "<ol>\n<li>Via Roma, civico 5</li>\n</ol>\n", ["12. Via Roma, civico 5"]),
        ("1. prima rata\n3. terza rata", "<ol>\n<li>prima rata</li>\n<li>terza rata</li>\n</ol>\n", ["3. terza rata"]),
        ("- [ ] carta d’identità\n- [x] foto", "<ul>\n<li>carta d’identità</li>\n<li>foto</li>\n</ul>\n",
         ["[ ] carta d’identità", "[x] foto"]),
        ("Attenzione![Leggi qui](https://x.it)", "<p>Attenzione</p>\n<p>[immagine: Leggi qui]</p>\n", ["Leggi qui"]),
        ("~10 km da ~uno~ e ~due~~", "<p>~10 km da <span class=\"io-missing\">[testo barrato]</span> e ~due~~</p>\n", ["uno"]),
        ("&rsquo;&bull;&sect;&ordm;&ccedil;&uuml;&NotEqualTilde;", "<p>’•§ºçü\u{2242}\u{338}</p>\n", []),
        ("uno\u{0C}due `~a~`", "<p>uno due <code>~a~</code></p>\n", []),
    ] as [(String, String, [String])])
    func `the app's own transformations come first, and the words that they take are named`(
        _ text: String, _ html: String, _ words: [String]
    ) {
        let preview = Markdown.render(text)
        #expect(String(decoding: preview.html, as: UTF8.self) == html)
        #expect(preview.warnings.flatMap(\.words) == words)
        #expect(words.allSatisfy { word in preview.warnings.contains { $0.sentence.contains(word) } })
    }

    @Test(arguments: [
        ("> 65 anni: ingresso gratis.", .moreThan, ["> 65 anni: ingresso gratis."]), ("- > 65 anni", .moreThan, ["> 65 anni"]),
        ("Requisiti:\n>= 18 anni\n\n> € 500", .moreThan, [">= 18 anni", "> € 500"]),
        ("5*3*2 = 30", .innerMarks, ["5*3*2 → 532"]), ("pari a 3*2,50*4 euro", .innerMarks, ["3*2,50*4 → 32,504"]),
        ("RSS***80A**H501*", .innerMarks, ["RSS***80A**H501* → RSS80AH501"]), ("10*2 = 20*", .innerMarks, ["10*2 → 102"]),
        ("è*così*o no, 1*2*3", .innerMarks, ["è*così*o → ècosìo", "1*2*3 → 123"]), ("- n. 5*3*2", .innerMarks, ["5*3*2 → 532"]),
        ("[clicca qui](https://x.it/modulo domanda.pdf)", .brokenLink, ["[clicca qui](https://x.it/modulo domanda.pdf)"]),
        ("Ci [chiami](tel:06 123).", .brokenLink, ["[chiami](tel:06 123)"]),
        ("[**qui**](https://x.it/a b)", .brokenLink, ["](https://x.it/a b)"]),
        ("[qui](www.x.it/a b)", .brokenLink, ["[qui](www.x.it/a b)"]),
        ("L’appuntamento è alle ore\n\n16.", .number, ["16."]), ("16)", .number, ["16)"]),
    ] as [(String, PreviewWarning.Kind, [String])])
    func `signs that the app takes out or leaves are named with their words`(
        _ text: String, _ kind: PreviewWarning.Kind, _ words: [String]
    ) {
        let warnings = Markdown.render(text).warnings
        #expect(warnings.map(\.kind) == [kind] && warnings.map(\.words) == [words])
        #expect(words.allSatisfy { word in warnings.contains { $0.sentence.contains(word) } } && warnings.allSatisfy(\.losesSomething))
    }

    @Test(arguments: [
        "> Attenzione: più di 65 anni", "ISEE > 5.000 e < 9.360", "**C**odice **F**iscale, **Nome**: Mario, «*a*», 5 * 3 * 2, 5\\*3\\*2",
        "snake_case_qui, 2_000_000", "5* e 6*", "`5*3*2`", "[a](https://x.it/a%20b \"il titolo\")",
        "\\[a\\](b c)", "`[a](b c)`", "nota [1] (vedi sotto)", "1.", "1. uno\n2.\n3. tre", "alle ore\n16.", "5^2",
    ])
    func `what is read as it was typed is not named`(_ text: String) {
        #expect(Markdown.render(text).warnings.map(\.kind) == [])
    }

    @Test func `tags are shown as they were typed`() {
        let html = String(decoding: Markdown.render("<u class=\"x\">ciao</u> <!-- nota -->").html, as: UTF8.self)
        #expect(html == "<p>&lt;u class=&quot;x&quot;&gt;ciao&lt;/u&gt; &lt;!-- nota --&gt;</p>\n")
    }

    @Test func `a footnote loses its first word and the mark that names it stays`() {
        let preview = Markdown.render("uno[^1]\n\n[^1]: nota lunga")
        #expect(String(decoding: preview.html, as: UTF8.self) == "<p>uno[^1]<br>\nlunga</p>\n")
        #expect(preview.warnings.map(\.kind) == [.definition])
    }

    @Test func `a quotation shows its marks, as the app does`() {
        let html = String(decoding: Markdown.render("> **testo** [qui](https://x.it) <br>\n> # *Titolo*").html, as: UTF8.self)
        #expect(html == "<div class=\"io-banner\"><p class=\"io-banner-title\">*Titolo*</p>\n"
            + "<p class=\"io-raw\">**testo** [qui](https://x.it) &lt;br&gt;</p>\n</div>\n")
    }
}
