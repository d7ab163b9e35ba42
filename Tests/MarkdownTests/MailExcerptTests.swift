import Markdown
import Testing

struct MailExcerptTests {
    @Test(arguments: [
        ("Gentile **Maria**,\nla *pratica* è [pronta](https://x.it/p).", "Gentile Maria, la pratica è pronta."),
        ("# Titolo\n\n- uno\n- due\n  1. tre\n\n> nota", "Titolo uno due tre nota"),
        ("- **Orario**: 9-12", "Orario**: 9-12"), ("1) uno e [due][3]", "1) uno e due"), ("Vedi qui\n[Sede]: via Roma 1", "Vedi qui"),
        ("snake_case_name e _sì_ _no_", "snake_case_name e sì _no_"),
        ("Vedere https://www.x.it/p?a=1, poi www.x.it o ftp://x.it/a(b).", "Vedere [link rimosso], poi www.x.it o [link rimosso]"),
        ("a <b>b</b> c<br>d `e` ![foto](https://x.it/a.png)", "a b cd e foto"),
        ("Prima\n\n---\n\nDopo", "Dopo"), ("Prima ----- dopo", "-- dopo"), ("Tutto ---", ""), ("", ""), ("\n\n", ""),
        ("---\nit:\n  cta_1:\n    text: \"Paga\"\n    action: \"iohandledlink://https://x.it\"\n---\nCorpo", "Corpo"),
        ("```\ncodice\n```\n\n~~no~~", "codice no"),
    ])
    func `a short message goes whole, without its marks and addresses`(_ markdown: String, _ text: String) {
        let excerpt = MailExcerpt(of: markdown)
        #expect(excerpt.text == text && !excerpt.isCut)
    }

    @Test(arguments: [(134, false), (135, true), (10_000, true)])
    func `a hundred and thirty-four characters go and no more`(_ length: Int, _ isCut: Bool) {
        let excerpt = MailExcerpt(of: String(repeating: "x", count: length))
        #expect(excerpt.text == String(repeating: "x", count: 134) + (isCut ? "..." : "") && excerpt.isCut == isCut)
    }

    @Test func `no half of a character stands at the cut`() {
        let excerpt = MailExcerpt(of: "x" + String(repeating: "👍", count: 100))
        #expect(excerpt.text == "x" + String(repeating: "👍", count: 66) + "..." && excerpt.isCut)
    }

    @Test func `marks and a front matter are not counted`() {
        let excerpt = MailExcerpt(of: "---\nit:\n---\n" + String(repeating: "**parola** ", count: 19))
        #expect(excerpt.text.utf16.count == 19 * 7 - 1 && !excerpt.isCut)
    }

    @Test(arguments: [
        ("Contributo per ISEE < 9.360 euro e reddito > 5.000 euro.", "Contributo per ISEE 5.000 euro.", ["< 9.360 euro e reddito >"]),
        ("Orario <9-12>", "Orario", ["<9-12>"]), ("Gentile <nome e cognome>,", "Gentile ,", ["<nome e cognome>"]),
        ("Vedi qui\n[Sede]: via Roma 1", "Vedi qui", ["[Sede]: via Roma 1"]),
        ("Con <b>tag</b>, <br> e <https://x.it>.", "Con tag, e .", []),
        (String(repeating: "x ", count: 100) + "<9-12>", String(repeating: "x ", count: 67).dropLast() + " ...", []),
    ] as [(String, String, [String])])
    func `words that the e-mail drops are named, if they would have come`(_ markdown: String, _ text: String, _ words: [String]) {
        let excerpt = MailExcerpt(of: markdown)
        #expect(excerpt.text == text && excerpt.warnings.flatMap(\.words) == words)
    }

    @Test func `what precedes the last three dashes is named, without the definition of buttons`() {
        let warnings = MailExcerpt(of: "---\nit:\n---\nPrima\n\n---\n\nDopo", body: "Prima\n\n---\n\nDopo").warnings
        #expect(warnings.map(\.kind) == [.dashes] && warnings.flatMap(\.words) == ["Prima"])
        #expect(MailExcerpt(of: "---\nit:\n---\nDopo", body: "Dopo").warnings.isEmpty)
    }
}
