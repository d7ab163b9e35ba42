import Domain
import Testing
import TestSupport

struct MessageTextTests {
    static let book = CallToAction(text: "Prenota", action: "iohandledlink://https://www.x.it/p?a=1")
    static let call = CallToAction(text: "Chiama", action: "iohandledlink://tel:0612345678")

    @Test func `buttons are written as PagoPA's own back office writes them, in both languages`() {
        #expect(MessageText.compose([Self.book, Self.call], body: "Corpo") == """
            ---
            it:
              cta_1:
                text: "Prenota"
                action: "iohandledlink://https://www.x.it/p?a=1"
              cta_2:
                text: "Chiama"
                action: "iohandledlink://tel:0612345678"
            en:
              cta_1:
                text: "Prenota"
                action: "iohandledlink://https://www.x.it/p?a=1"
              cta_2:
                text: "Chiama"
                action: "iohandledlink://tel:0612345678"
            ---
            Corpo
            """)
        #expect(MessageText.compose([], body: "Corpo") == "Corpo")
    }

    @Test func `what is composed is read back, whatever the text`() {
        var chance = Chance()
        let bodies = ["", "Corpo", "\n\nCorpo\n", "---\nno\n---\n", "a\n---\nb", "    codice"]
        for _ in 0..<2_000 {
            let mark = ["\"", "\\", "'", "#", ": ", ""].randomElement(using: &chance)!
            let text = chance.text(upTo: 20).filter { !$0.isNewline && $0 != "\0" } + mark
            let button = CallToAction(text: text, opening: "https://x.it/\(text.count)")
            let buttons = Array(repeating: button, count: Int.random(in: 1...2, using: &chance))
            let body = bodies.randomElement(using: &chance)!
            let read = MessageText(MessageText.compose(buttons, body: body))
            #expect(read.buttons == buttons && read.body == body && read.remark == nil, "\(chance)")
        }
    }

    @Test func `the length that buttons add is known before they are written`() {
        let length = MessageText.lengthOfButtons
        for buttons in [[Self.book], [Self.book, Self.call]] {
            let own = buttons.map { 2 * ($0.text.utf16.count + $0.address.utf16.count) }.reduce(0, +)
            #expect(MessageText.compose(buttons, body: "").utf16.count == length.once + buttons.count * length.each + own)
        }
    }

    @Test(arguments: [
        "---\nit:\n    cta_1:\n        text: \"Prenota\"\n        action: \"iohandledlink://https://www.x.it/p?a=1\"\n---\nCorpo",
        "---\r\nit:\r\n  cta_1:\r\n    text: Prenota\r\n    action: iohandledlink://https://www.x.it/p?a=1\r\n---  \r\nCorpo",
        "---\n# nota\n\nit:\n  cta_1:\n    text: 'Prenota'   # qui\n    action: 'iohandledlink://https://www.x.it/p?a=1'\n...\nCorpo",
        "---\nen:\n  a: 1\nit:\n  cta_1:\n"
            + "    action: \"iohandledlink:\\/\\/https:\\u002f/www.x.it/p?a=1\"\n    text: \"\\x50renota\"\n---\nCorpo",
    ])
    func `what people write by hand is read`(_ markdown: String) {
        let text = MessageText(markdown)
        #expect(text.buttons == [Self.book] && text.body == "Corpo")
    }

    @Test(arguments: [
        ("Corpo", "Corpo"), ("---\nCorpo", "---\nCorpo"), ("--- \nit:\n---\nCorpo", "--- \nit:\n---\nCorpo"), ("", ""), ("---", "---"),
        ("Corpo\n---\nit:\n---\n", "Corpo\n---\nit:\n---\n"), (" ---\na: b\n---\n", " ---\na: b\n---\n"),
    ])
    func `a text that does not begin with a front matter is all text`(_ markdown: String, _ body: String) {
        let text = MessageText(markdown)
        #expect(text.head == .none && text.body == body && text.remark == nil)
    }

    @Test(arguments: [
        "---\n---\nCorpo", "---\n\n# nota\n---\nCorpo", "---\nit:\n---\nCorpo", "---\ntitolo: x\n---\nCorpo",
        "---\nit:\n  cta_2:\n    text: a\n    action: b\n---\nCorpo",
        "---\nit:\n  cta_1:\n    text: a\n---\nCorpo", "---\nit:\n  cta_1:\n    text: 12\n    action: b\n---\nCorpo",
        "---\nit:\n  cta_1:\n    text: true\n    action: b\n---\nCorpo", "---\nit:\n  cta_1: a\n---\nCorpo",
        "---\nit:\n  cta_1:\n    text: a\n    action: b\n  cta_2:\n    text: a\n---\nCorpo",
        "---\nen:\n  cta_1:\n    text: a\n    action: b\n---\nCorpo", "---\nCorpo qualunque\n---\nCorpo",
        "---\na:b\n---\nCorpo", "= yaml =\na: b\n= yaml =\nCorpo", "\u{FEFF}---\na: b\n...\nCorpo",
    ])
    func `a front matter without a button for Italian is said to show none`(_ markdown: String) {
        let text = MessageText(markdown)
        #expect(text.head == .noButtons && text.body == "Corpo" && text.remark?.contains("cta_1") == true)
    }

    @Test(arguments: [
        ("--- COMUNE DI ESEMPIO ---\n\nGentile cittadino.\n\n---\n\nUfficio Anagrafe\n\n---\n\nMessaggio automatico.",
         "--- COMUNE DI ESEMPIO ---\n\nGentile cittadino.\n\nMessaggio automatico.", "Ufficio Anagrafe", MessageText.Head.noButtons),
        ("--- Avviso ---\nGentile cittadino.\n---\nOrario: lunedì: 9-12\n  Sede: via Roma\n---\nGrazie.",
         "--- Avviso ---\nGentile cittadino.\nGrazie.", "Orario: lunedì: 9-12\n  Sede: via Roma", .unreadable),
        ("--- \nUno\n---\nDue\n---\nTre", "--- \nUno\nTre", "Due", .noButtons),
        ("Uno\n---\nDue\n---\nTre", "Uno\n---\nDue\n---\nTre", "", .none),
    ])
    func `a block between dashes is taken from anywhere if the first line has dashes`(
        _ markdown: String, _ body: String, _ hidden: String, _ head: MessageText.Head
    ) {
        let text = MessageText(markdown)
        #expect(text.body == body && text.hidden == hidden && text.head == head)
        let words = hidden.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.remark?.contains("«\(words)»") ?? (head == .none))
    }

    @Test(arguments: [
        "---\nit:\n\tcta_1:\n---\nCorpo", "---\n- a\n- b\n---\nCorpo",
        "---\nit: {cta_1: x}\n---\nCorpo",
        "---\nit: &x\n  a: b\nen: *x\n---\nCorpo", "---\na: b\na: c\n---\nCorpo", "---\na: \"b\n---\nCorpo",
        "---\na: \"\\q\"\n---\nCorpo",
        "---\na: 'b' c\n---\nCorpo", "---\na: b: c\n---\nCorpo", "---\n  a: b\n c: d\n---\nCorpo", "---\na: |\n  b\n---\nCorpo",
        "---\nGentile Maria: ecco\n  la: pratica\n---\nCorpo", "---\na: \"\\uD800\"\n---\nCorpo",
    ])
    func `a front matter that is not read is said to be a danger`(_ markdown: String) {
        let text = MessageText(markdown)
        #expect(text.head == .unreadable && text.body == "Corpo" && text.remark?.contains("al posto del testo") == true)
    }

    @Test(arguments: [
        ("iohandledlink://https://x.it", true), ("iohandledlink://HTTP://x.it", true), ("iohandledlink://mailto:a@x.it", true),
        ("iohandledlink://copy:123", true), ("IOHandledLink://tel:06", true), ("ioit://main/messages", true),
        ("iosso://https://x.it", true),
        ("https://x.it", false), ("iohandledlink://x.it", false), ("iohandledlink://javascript:alert(1)", false), ("", false),
        ("ioit:", false),
    ])
    func `an action is supported when the app does something at it`(_ action: String, _ isSupported: Bool) {
        #expect(CallToAction(text: "a", action: action).isSupported == isSupported)
        let markdown = MessageText.compose([CallToAction(text: "Vai", action: action)], body: "Corpo")
        #expect((MessageText(markdown).remark == nil) == isSupported)
    }

    @Test func `buttons for Italian only are said to be missing in English`() {
        let text = MessageText("---\nit:\n  cta_1:\n    text: a\n    action: ioit://main\n---\nCorpo")
        #expect(text.buttons.count == 1 && text.isItalianOnly && text.remark?.contains("inglese") == true)
    }
}
