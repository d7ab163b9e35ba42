@testable import Domain
import Testing

struct SubjectMarkupTests {
    @Test(arguments: [
        ("**Avviso** di scadenza", ["**Avviso**"]), ("_Avviso_ di scadenza", ["_Avviso_"]), ("*Avviso*: scade", ["*Avviso*"]),
        ("***Avviso***!", ["***Avviso***"]),
        ("~~Avviso~~ di scadenza", ["~~Avviso~~"]), ("`Avviso` di scadenza", ["`Avviso`"]), ("# Avviso di scadenza", ["#"]), ("### Avviso",
        ["###"]),
        ("> Avviso di scadenza", [">"]), ("[Paga](https://x.example.it) ora", ["[Paga](https://x.example.it)"]), ("d&#39;identit&agrave;",
        ["&#39;", "&agrave;"]),
        ("Anagrafe &amp; Stato civile", ["&amp;"]), ("Euro &#x20AC;", ["&#x20AC;"]), ("<b>Avviso</b>", ["<b>", "</b>"]),
        ("Avviso<br/>TARI", ["<br/>"]),
        ("<span style=\"color:red\">Avviso</span>", ["<span style=\"color:red\">", "</span>"]), ("<b>uno</b> <b>due</b>", ["<b>", "</b>"]),
    ])
    func `what an oggetto shows raw is named`(_ subject: String, _ found: [String]) { #expect(SubjectMarkup.found(in: subject) == found) }

    @Test(arguments: [
        "Avviso TARI 2026", "Pratica 5*3*2", "2 * 3 * 4", "file_di_prova_uno", "Avviso n. #5", "#comune", "A & B; C", "AT&T; altro",
        "ISEE < 9.360 e > 5.000", "[TARI] Avviso",
        "[1] (due)", "a <nome> b", "Nota*", "* Nota", "~10 km~", "R&S", "Avviso - scadenza", "d’identità", "** Avviso **", "Sconto del 5 %",
    ])
    func `what is shown as it is meant is not named`(_ subject: String) { #expect(SubjectMarkup.found(in: subject) == []) }

    @Test func `the warning says what to do`() {
        let rules = FormRules(services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)
        #expect(NotificationForm([.subject: "**Avviso** d&#39;ufficio <b>"]).check(against: rules).warnings.map(\.sentence) == [
            "L’oggetto mostra i segni come sono scritti: «**Avviso**», «&#39;» e «<b>». Toglierli: nell’oggetto non c’è formattazione."])
    }
}
