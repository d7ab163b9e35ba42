import Markdown
import Testing

struct MailExcerptTests {
    @Test(arguments: [
        ("Gentile **Maria**,\nla *pratica* è [pronta](https://x.it/p).", "Gentile Maria, la pratica è pronta."),
        ("# Titolo\n\n- uno\n- due\n  1. tre\n\n> nota", "Titolo uno due tre nota"),
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
        let excerpt = MailExcerpt(of: String(repeating: "x", count: length) + "\n\n")
        #expect(excerpt.text.utf16.count == 134 && excerpt.isCut == isCut)
    }

    @Test func `no half of a character stands at the cut`() {
        let excerpt = MailExcerpt(of: "x" + String(repeating: "👍", count: 100))
        #expect(excerpt.text == "x" + String(repeating: "👍", count: 66) && excerpt.isCut)
    }

    @Test func `marks and a front matter are not counted`() {
        let excerpt = MailExcerpt(of: "---\nit:\n---\n" + String(repeating: "**parola** ", count: 19))
        #expect(excerpt.text.utf16.count == 19 * 7 - 1 && !excerpt.isCut)
    }
}
