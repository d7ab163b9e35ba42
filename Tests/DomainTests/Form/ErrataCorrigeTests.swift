import Domain
import Testing

struct ErrataCorrigeTests {
    @Test(arguments: [
        ("Carta d’identità pronta", "Errata corrige: Carta d’identità pronta"),
        ("Errata corrige: Carta d’identità pronta", "Errata corrige: Carta d’identità pronta"),
        (String(repeating: "a", count: 104), "Errata corrige: " + String(repeating: "a", count: 104)),
        (String(repeating: "a", count: 105), "Errata corrige: " + String(repeating: "a", count: 103) + "…"),
        (String(repeating: "🙂", count: 60), "Errata corrige: " + String(repeating: "🙂", count: 51) + "…"),
    ])
    func `its oggetto is the wrong one's with the title before it, within App IO's limit`(wrong: String, subject: String) {
        #expect(ErrataCorrige.subject(of: wrong) == subject)
        #expect(subject.utf16.count <= TextLimits.subject.upperBound)
    }

    @Test func `its contenuto names the message, the day and, if there was one, the payment notice`() {
        let plain = ErrataCorrige.content(subject: "Avviso TARI", sentOn: "03/11/2026", hasPayment: false)
        #expect(plain.hasPrefix("Nel messaggio «Avviso TARI», inviato il 03/11/2026, c’è un errore.\n\n**Dato errato:** "))
        #expect(!plain.contains("va pagato") && TextLimits.content.contains(plain.appIOLength))
        #expect(ErrataCorrige.content(subject: "Avviso TARI", sentOn: "03/11/2026", hasPayment: true)
            .contains("**Avviso di pagamento:** [indicare se quello allegato al messaggio precedente va pagato o no]"))
        #expect(ErrataCorrige.content(subject: "Sala *A*", sentOn: "03/11/2026", hasPayment: false).contains("«Sala \\*A\\*»"))
    }

    @Test func `what is left to fill in, or another recipient, keeps it from being sent`() {
        let citizen = FiscalCode(stored: "RSSMRA80A01H501U")
        var form = NotificationForm([.fiscalCode: "rssmra80a01h501u", .subject: "Errata corrige: Avviso", .content: ErrataCorrige.content(
            subject: "Avviso", sentOn: "03/11/2026", hasPayment: false)])
        #expect(ErrataCorrige.problems(form, recipient: citizen).map(\.field) == [.content])
        form[.content] = form[.content]
            .replacing("[indicare il dato errato]", with: "x").replacing("[indicare il dato corretto]", with: "y")
        #expect(ErrataCorrige.problems(form, recipient: citizen).map(\.field) == [.content])
        form[.content] = form[.content].replacing("[indicare come comportarsi rispetto al messaggio precedente]", with: "z")
        #expect(ErrataCorrige.problems(form, recipient: citizen).isEmpty)
        form[.subject] = "Avviso"
        #expect(ErrataCorrige.problems(form, recipient: citizen).map(\.field) == [.subject])
        form[.subject] = "Errata corrige: Avviso"
        form[.fiscalCode] = FiscalCode.officialTest.value
        #expect(ErrataCorrige.problems(form, recipient: citizen).map(\.field) == [.fiscalCode])
    }
}
