import Domain
import Testing

struct ButtonTests {
    @Test(arguments: [
        ("https://www.x.it", "iohandledlink://https://www.x.it"),
        ("https://x.it:8443/a?b=c&d=%C3%A8#e", "iohandledlink://https://x.it:8443/a?b=c&d=%C3%A8#e"),
        (" HTTPS://X.it/ ", "iohandledlink://HTTPS://X.it/"), ("iohandledlink://https://x.it", "iohandledlink://https://x.it"),
        ("tel:0612345678", "iohandledlink://tel:0612345678"), ("tel:+390612345678", "iohandledlink://tel:+390612345678"),
        ("tel:112", "iohandledlink://tel:112"),
        ("mailto:ufficio@comune.x.it", "iohandledlink://mailto:ufficio@comune.x.it"),
    ])
    func `an address that the app opens makes a button`(_ address: String, _ action: String) throws {
        #expect(try TypedButton(text: " Vai ", address: address).read() == CallToAction(text: "Vai", action: action))
    }

    @Test func `two empty fields make no button`() throws {
        #expect(try TypedButton(text: " ", address: "\t").read() == nil)
    }

    @Test(arguments: [
        ("", "https://x.it", .noText), ("Vai", "", .noAddress), ("Vai", " ", .noAddress), ("a\u{7}b", "https://x.it", .invisibleText),
        ("a\nb", "https://x.it", .invisibleText), ("a\u{2028}b", "https://x.it", .invisibleText),
        ("a\u{FFFE}b", "https://x.it", .invisibleText),
        (String(repeating: "x", count: 41), "https://x.it", .longText(41)),
        (String(repeating: "👍", count: 21), "https://x.it", .longText(42)),
        ("Vai", "https://x.it/" + String(repeating: "a", count: 2_048), .longAddress),
        ("Vai", "https://x.it/a b", .wrongCharacter), ("Vai", "https://x.it/è", .wrongCharacter),
        ("Vai", "https://x.it/\"", .wrongCharacter),
        ("Vai", "www.x.it", .wrongScheme), ("Vai", "http://x.it", .wrongScheme), ("Vai", "javascript:alert(1)", .wrongScheme),
        ("Vai", "ioit://main", .wrongScheme), ("Vai", "iohandledlink://copy:1", .wrongScheme), ("Vai", ":", .wrongScheme),
        ("Vai", "https:x.it", .noSite), ("Vai", "https://", .noSite), ("Vai", "https://localhost/", .noSite),
        ("Vai", "https://x..it", .noSite),
        ("Vai", "https://a@x.it", .noSite), ("Vai", "https://x.it:0", .noSite), ("Vai", "https://-x.it", .noSite),
        ("Vai", "https://x.it.", .noSite),
        ("Vai", "tel:06-123", .noTelephone), ("Vai", "tel:", .noTelephone), ("Vai", "mailto:ufficio", .noMailAddress),
        ("Vai", "mailto:@x.it", .noMailAddress),
    ] as [(String, String, ButtonFault)])
    func `anything else is refused with what to do`(_ text: String, _ address: String, _ fault: ButtonFault) {
        #expect(throws: fault) { try TypedButton(text: text, address: address).read() }
        #expect(fault.sentence(ofButton: 2).contains("pulsante 2"))
    }

    // MARK: - In a form

    static let service = ServiceID.make()
    let content = String(repeating: "Gentile cittadino. ", count: 10)

    func check(_ buttons: [TypedButton], content: String) -> CheckedForm {
        let rules = FormRules(services: [Self.service: ServiceRules(maximumAmount: Amount(cents: 0), isUsable: true)], minimumContent: 120,
                              today: CalendarDate(year: 2026, month: 11, day: 23)!)
        return NotificationForm([.service: "\(Self.service)", .fiscalCode: "RSSMRA85T10A562S", .subject: "Avviso di scadenza",
                                 .content: content], buttons: buttons).check(against: rules)
    }

    let book = TypedButton(text: "Prenota", address: "https://x.it")
    let action = CallToAction(text: "Prenota", opening: "https://x.it")

    @Test func `the buttons of a form stand before the text that is sent`() throws {
        let checked = check([book, TypedButton(text: "Chiama", address: "tel:112")], content: content + "\r\nfine")
        #expect(checked.problems.isEmpty)
        let both = [action, CallToAction(text: "Chiama", opening: "tel:112")]
        #expect(checked.content?.markdown == MessageText.compose(both, body: content + "\nfine"))
    }

    @Test func `a second button alone is the first`() {
        #expect(check([TypedButton(), book], content: content).content?.markdown == MessageText.compose([action], body: content))
    }

    @Test func `a wrong button is said beside its field and keeps the form from being sent`() {
        let long = TypedButton(text: String(repeating: "x", count: 50), address: "https://x.it")
        let checked = check([TypedButton(text: "Vai"), long], content: content)
        #expect(checked.errors.map(\.field) == [.button1Address, .button2Text] && checked.content == nil)
        #expect(checked.errors.map(\.sentence) == [
            "Indicare l’indirizzo che il pulsante 1 apre.", "Il testo del pulsante 2 ha 50 caratteri: non può superarne 40."])
    }

    @Test func `the length counts the buttons, as App IO does`() {
        let room = 10_000 - MessageText.compose([action], body: "").utf16.count
        #expect(check([book], content: String(repeating: "x", count: room)).problems.isEmpty)
        #expect(check([book], content: String(repeating: "x", count: room + 1)).errors.map(\.sentence)
            == ["Il contenuto, con i pulsanti, ha 10.001 caratteri: App IO ne accetta al massimo 10.000."])
        #expect(check([book], content: "").errors.map(\.key) == ["contenuto.manca"])
    }

    @Test func `two definitions of buttons are refused, and one by hand that does not work is a warning`() {
        let byHand = "---\nit:\n  cta_1:\n    text: \"a\"\n    action: \"ioit://main/messages\"\nen:\n  a: b\n---\n" + content
        #expect(check([], content: byHand).problems.isEmpty)
        #expect(check([book], content: byHand).errors.map(\.key) == ["contenuto.definizioni"])
        let broken = check([], content: "---\nGentile Maria\n---\n" + content)
        #expect(broken.warnings.map(\.field) == [.content] && broken.content != nil)
    }

    @Test func `what would be sent now has only the buttons that are right`() {
        let form = NotificationForm([.content: "a\r\nb"], buttons: [TypedButton(text: "no"), book])
        #expect(form.markdown == MessageText.compose([action], body: "a\nb"))
    }
}
