@testable import Domain
import Testing

struct EntityTextTests {
    @Test(arguments: [
        "&#x202e;", "&#8238;", "&#8203;", "&shy;", "&zwnj;", "&#xFFFD;", "&#0;", "&#150;", "&#x96;", "&ZeroWidthSpace;", "&NoBreak;",
        "&lrm;", "&#xD800;", "&#9999999;", "&#xE000;", "&#xFEFF;", "&#X200B;",
    ])
    func `an entity of what nobody sees, turns letters around or is none is named with its line`(_ entity: String) {
        let text = EntityText("Gentile,\n\nversi 1\(entity)00,031 €")
        #expect(text.hidden == [TextPlace(entity.unicodeScalars, line: 3)])
        #expect(text.read == "Gentile,\n\nversi 1\(entity)00,031 €")
    }

    @Test(arguments: [
        ("perch&eacute; &#232; &#xE8; &egrave;", "perché è è è"), ("15&nbsp;euro", "15 euro"), ("a&#10;b&NewLine;c", "a b c"),
        ("&boh; &amp &; &#; &#x; & e &", "&boh; &amp &; &#; &#x; & e &"), ("&amp;lt;nome&amp;gt;", "&lt;nome&gt;"),
        ("\\&shy;", "\\&shy;"), ("&#x1F469;&zwj;&#x1F467;", "👩‍👧"), ("10 &euro;", "10 €"), ("&#1488;&rlm; ok", "א\u{200F} ok"),
        ("Comune & Regione; Provincia", "Comune & Regione; Provincia"),
    ])
    func `every other entity is its character`(_ typed: String, _ read: String) {
        let text = EntityText(typed)
        #expect(Array(text.read.unicodeScalars) == Array(read.unicodeScalars), "\(text.read)")
        #expect(text.hidden == [])
    }

    func remarks(_ text: String, in field: FormField = .content) -> [String] { Wording.remarks(on: text, in: field).map(\.sentence) }

    @Test(arguments: [
        ("Gentile &lt;nome&gt;,", "<nome>"), ("Gentile &#123;nome&#125;,", "{nome}"), ("Gentile &laquo;Nome&raquo;,", "«Nome»"),
        ("Gentile &#x7B;&lbrace;nome}},", "{{nome}}"), ("n. &#95;&#95;&#95;&#95; del", "____"),
    ])
    func `a place spelled by entities was to be filled in too`(_ typed: String, _ found: String) {
        #expect(remarks(typed) == ["Il contenuto ha parti da compilare: \(found) (riga 1). Il cittadino le leggerebbe così."])
    }

    @Test func `a contenuto warns of them, an oggetto of every entity`() {
        #expect(remarks("versi &#x202e;00,031 €\nentro il&shy; 5") == [
            "Il contenuto ha codici di caratteri che non si vedono, che girano il testo o che non esistono: «&#x202e;» (riga 1) e «&shy;» "
                + "(riga 2). Toglierli: cambiano ciò che il cittadino legge."])
        #expect(remarks("perch&Atilde;&copy; no") == [
            "Il contenuto ha parole con caratteri rovinati: «perchÃ©» (riga 1). Il cittadino le vedrebbe così: riscriverle."])
        #expect(remarks("Avviso&shy; di scadenza", in: .subject).count == 1)
        #expect(remarks("Caff&egrave; &amp; t&egrave;, 5&nbsp;&euro;") == [])
    }
}
