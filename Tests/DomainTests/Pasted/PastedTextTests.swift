@testable import Domain
import Testing
import TestSupport

struct PastedTextTests {
    func clean(_ typed: String, _ kind: PastedText.Kind = .markdown) -> String { PastedText(typed, as: kind).text }

    /// By scalars: Swift takes texts of other code points for the same.
    func expect(_ typed: String, _ kind: PastedText.Kind = .markdown, becomes text: String, _ changes: [PastedText.Change: Int]) {
        let pasted = PastedText(typed, as: kind)
        #expect(Array(pasted.text.unicodeScalars) == Array(text.unicodeScalars), "\(pasted.text.debugDescription)")
        #expect(pasted.changes == changes)
    }

    @Test(arguments: ["\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}"])
    func `ends of lines and pages are line ends, in the oggetto a space`(_ end: String) {
        expect("uno\(end)due", becomes: "uno\ndue", [.lineEnd: 1])
        expect("uno\(end)due", .plain, becomes: "uno\ndue", [.lineEnd: 1])
        expect("uno\(end)due", .line, becomes: "uno due", [.space: 1])
    }

    @Test(arguments: (0...0x9F).compactMap(Unicode.Scalar.init).filter(\.isHiddenControl))
    func `no control character is left`(_ scalar: Unicode.Scalar) {
        for kind in [PastedText.Kind.line, .plain, .markdown] {
            #expect(!clean("a\(scalar)b", kind).hasControlCharacters)
            #expect(clean("a\(scalar)b", kind).hasPrefix("a") && clean("a\(scalar)b", kind).hasSuffix("b"))
        }
    }

    @Test(arguments: ["\u{02}", "\u{00AD}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{180E}", "\u{200E}", "\u{200F}",
        "\u{061C}",
                      "\u{034F}", "\u{FE0F}", "\u{81}", "\u{FFFC}", "\u{2062}", "\u{3164}", "\u{E0041}", "\u{7F}", "\u{1B}"])
    func `what nobody sees goes, and is no reason to stop`(_ hidden: String) {
        expect("uf\(hidden)ficio", becomes: "ufficio", [.invisible: 1])
        #expect(!PastedText("uf\(hidden)ficio", as: .markdown).isSeen)
    }

    @Test(arguments: [
        ("aperto 9\u{AD}12", "aperto 9-12"), ("D.Lgs. 33\u{1E}2013", "D.Lgs. 33-2013"), ("Rossi\u{AD}Bianchi", "Rossi-Bianchi"),
        ("9\u{1F}12", "9-12"), ("9\u{AD}\u{AD}12", "9-12"), ("9\u{AD}\u{200B}12", "9-12"), ("9\u{200B}\u{AD}12", "9-12"),
        ("via Roma 9\u{AD}bis", "via Roma 9-bis"), ("COVID\u{AD}19", "COVID-19"), ("e\u{1E}mail", "e-mail"), ("A\u{AD}B", "A-B"),
        ("e\u{301}\u{1E}Roma", "e\u{301}-Roma"), ("un \u{1E} segno", "un - segno"),
    ])
    func `a hyphen of Word that was read stays one, and is shown before it is sent`(_ typed: String, _ text: String) {
        for kind in [PastedText.Kind.line, .plain, .markdown] {
            #expect(clean(typed, kind) == text)
            #expect(PastedText(typed, as: kind).isSeen && PastedText(typed, as: kind).changes[.hyphen] == 1)
        }
    }

    @Test(arguments: [
        ("amministra\u{AD}zione", "amministrazione"), ("amministra\u{1F}zione", "amministrazione"),
        ("amministra\u{AD}\nzione", "amministrazione"), ("amministra\u{AD}\r\nzione", "amministrazione"),
        ("Rossi\u{AD}\nBianchi", "Rossi\nBianchi"), ("9\u{AD}\n12", "9\n12"), ("fine \u{AD}\ninizio", "fine \ninizio"),
        ("uno\u{AD}\n- due", "uno\n- due"), ("\u{AD}Avviso", "Avviso"), ("Avviso.\u{AD} Poi", "Avviso. Poi"),
        ("nome\u{2011}cognome 9\u{2011}12",
         "nome\u{2011}cognome 9\u{2011}12"),
    ])
    func `where a word may only be divided nothing is seen`(_ typed: String, _ text: String) {
        #expect(clean(typed) == text)
        #expect(!PastedText(typed, as: .markdown).isSeen)
    }

    @Test(arguments: ["👩‍👧", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "❤️‍🔥", "🧑🏽‍⚕️", "1️⃣", "#️⃣", "🇮🇹", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☎️", "©️", "नमस्ते क्‍ष",
        "می‌خواهم", "שלום\u{200F} ok", "\u{202B}مرحبا\u{202C}",
                      "perché è così: «àèìòù» “virgolette” – 10 € · 5°", "d’identità\u{A0}n. 5", "a\u{A0}\u{A0}b", "riga\tcon tab",
                      "- elenco\n\t- sotto", "1. uno",
                      "«CAFÉ»", "Šibenik, Ñandú, São, Âge, È»", "• uno\n• due", "– non un elenco", "· punto", "Ordine SÃO PAULO",
                      "o così o niente",
                      "perche\u{300} no"])
    func `what people write stays as it is`(_ text: String) {
        expect(text, becomes: text, [:])
    }

    @Test func `letters turned around are a change that is seen`() {
        expect("a\u{202E}bc\u{202C}", becomes: "abc", [.direction: 2])
        #expect(PastedText("a\u{202E}b", as: .line).isSeen)
    }

    @Test(arguments: [
        ("perchÃ©", "perché"), ("cittÃ\u{A0} di", "città di"), ("Ãˆ", "È"), ("lâ€™ufficio", "l’ufficio"), ("â€œcosÃ¬â€\u{9D}", "“così”"),
        ("10 â‚¬", "10 €"), ("5Â°", "5°"),
        ("ðŸ˜€", "😀"), ("perchÃƒÂ©", "perché"), ("ÄŒ", "Č"), ("\u{C3}\u{A9}", "é"), ("Ã\u{88}", "È"), ("dellâ€™etÃ\u{A0}", "dell’età"),
    ])
    func `what was read in another encoding is repaired`(_ typed: String, _ meant: String) {
        #expect(clean(typed) == meant)
        #expect(PastedText(typed, as: .line).changes.keys.contains(.repaired))
    }

    @Test func `the quotes and dashes of Windows are what they are`() {
        expect("l\u{92}ufficio \u{93}A\u{94} \u{96} 5 \u{80}", becomes: "l’ufficio “A” – 5 €", [.repaired: 5])
    }

    @Test(arguments: [
        ("\u{F0B7}\tuno\n\u{F0B7}\tdue", "- uno\n- due"), ("\u{F0B7} uno\nFine.", "- uno\n\nFine."), ("Serve:\n\u{F0A7}\tuno",
        "Serve:\n- uno"),
        ("\u{F0D8}\u{A0}uno", "- uno"), ("\u{F0FC}uno", "- uno"), ("\u{F076}\tuno", "- uno"), ("•\tuno\no\tdue\n–\ttre\n§\tquattro",
        "- uno\n- due\n- tre\n- quattro"),
        ("•\tuno\n\to\tsotto\n•\tdue", "- uno\n  - sotto\n- due"), ("·\tuno\u{0B}ancora\n\nFine", "- uno\n  ancora\n\nFine"), ("ï‚·\tuno",
        "- uno"),
        ("\t•\tuno", "- uno"), ("Titolo\n•\t\nFine", "Titolo\n\nFine"), ("•\tuno\n- due\nFine", "- uno\n- due\nFine"), ("\u{F123}\tuno",
        "- uno"),
        ("▪\tuno\r\n◦\tdue\r\n", "- uno\n- due\n"),
    ])
    func `the signs of Word's lists become lists`(_ typed: String, _ list: String) {
        #expect(clean(typed) == list)
        #expect(PastedText(typed, as: .markdown).isSeen)
    }

    @Test func `elsewhere they are signs that telephones know`() {
        expect("\u{F0B7}\tuno", .plain, becomes: "• uno", [.symbol: 1])
        expect("a \u{F0E0} b \u{F04A}", becomes: "a → b ☺", [.symbol: 2])
        expect("\u{F0B7} Avviso", .line, becomes: "• Avviso", [.symbol: 1])
        #expect(UnreadableText.found(in: clean("a \u{F0A8} b\nx\u{F0A8}c")).map(\.words) == ["a □", "x□c"])
    }

    @Test func `a text that was cleaned has nothing left to clean, and nothing that is not sent`() {
        let pieces = [
            "a", "è", " ", "\t", "\n", "\r\n", "•", "A", "\u{1E}", "\u{1F}", "o\t", "–", "-", "\u{F0B7}", "\u{F0A8}", "\u{AD}", "\u{200D}",
            "\u{200B}", "👩", "\u{FE0F}", "1", "\u{20E3}", "Ã", "Â", "â", "€", "™", "©", "\u{A0}", "\u{92}", "\u{85}",
            "\u{81}", "\u{0B}", "\u{0C}", "\u{2028}", "\u{202E}", "\u{200F}", "א", "ن", "\u{200C}", "ƒ", "\u{301}", "ï", "‚",
            "·", "\u{FEFF}", "ð", "Ÿ", "˜", "\u{0}",
        ]
        var chance = Chance()
        for _ in 0..<4_000 {
            let typed = (0..<20).map { _ in pieces.randomElement(using: &chance)! }.joined()
            for kind in [PastedText.Kind.line, .plain, .markdown] {
                let once = PastedText(typed, as: kind), again = PastedText(once.text, as: kind)
                #expect(again.changes.isEmpty, "\(chance) \(typed.debugDescription) \(once.text.debugDescription) \(again.mark)")
                #expect(!once.text.hasControlCharacters, "\(chance) \(typed.debugDescription)")
            }
        }
    }

    @Test func `the note says what was changed`() {
        let pasted = PastedText("\u{F0B7}\tuno\u{AD}\n\u{F0B7}\tdue\u{200B}\u{200B}", as: .markdown)
        #expect(PastedText.sentence(pasted.changes)
            == "Dal testo incollato: 3 caratteri invisibili tolti, 2 simboli di elenco diventati elenchi.")
        #expect(PastedText.sentence([:]) == "")
    }

    @Test func `what was declined is told from what comes later`() {
        let pasted = PastedText("•\tuno\u{AD}", as: .markdown)
        #expect(pasted.isDeclined(by: pasted.mark) && !pasted.isDeclined(by: ""))
        #expect(PastedText("•\tuno\u{AD} e altro", as: .markdown).isDeclined(by: pasted.mark))
        #expect(!PastedText("•\tuno\u{AD}\u{AD}", as: .markdown).isDeclined(by: pasted.mark))
        #expect(!PastedText("lâ€™\u{AD}", as: .markdown).isDeclined(by: pasted.mark))
        #expect(!pasted.isDeclined(by: "elenchi.x invisibili"))
    }

    @Test(arguments: [
        ("Il Suo indirizzo � errato", "indirizzo �"), ("perchÃ\nciao", "perchÃ"),
        ("CittÃ di", "CittÃ"), ("perchÃ©", "perchÃ©"), ("lâ€™ufficio",
        "lâ€™ufficio"), ("5Â°", "5Â°"),
        ("carta d?identità", "d?identità"),
        ("dell?ufficio", "dell?ufficio"), ("ï¿½", "ï¿½"),
    ])
    func `what cannot be repaired is named`(_ text: String, _ word: String) {
        #expect(UnreadableText.found(in: text).map(\.words) == [word])
    }

    @Test(arguments: ["Perché? Così!", "Verrà?Allora sì", "https://x.example.it/a?l?b", "SÃO PAULO, Âge, São, â, ï, naïve", "l’identità?",
        "100 €", "è � ".replacing("�", with: "")])
    func `what is readable is not named`(_ text: String) {
        #expect(UnreadableText.found(in: text) == [])
    }

    @Test func `garbled words are named with their lines, five hundred in one sentence`() {
        let text = (1...500).map { "parola\($0)\u{FFFD}" }.joined(separator: "\n")
        let problems = NotificationForm([.content: text]).check(against: FormRules(
            services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)).warnings
        #expect(problems.map(\.sentence) == ["Il contenuto ha parole con caratteri rovinati: «parola1\u{FFFD}» (riga 1), "
            + "«parola2\u{FFFD}» (riga 2), "
            + "«parola3\u{FFFD}» (riga 3) e altre 497. Il cittadino le vedrebbe così: riscriverle."])
    }

    @Test(arguments: [
        (FormField.content, "Gentile,\nl’ufficio\u{0B}chiude\u{02}",
        "Il contenuto ha un carattere che non si vede e non si può inviare (U+000B), "
            + "alla riga 2, dopo «l’ufficio»: toglierlo, con un altro."),
        (.content, "\u{02}Avviso",
        "Il contenuto ha un carattere che non si vede e non si può inviare (U+0002), alla riga 1, all’inizio: toglierlo."),
        (.subject, "Avviso di\u{202E} scadenza",
        "L’oggetto ha un carattere che non si vede e non si può inviare (U+202E), dopo «Avviso di»: toglierlo."),
    ])
    func `a character that is not sent is refused with its place`(_ field: FormField, _ typed: String, _ sentence: String) {
        let errors = NotificationForm([field: typed]).check(against: FormRules(
            services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)).errors
        #expect(errors.filter { $0.field == field }.map(\.sentence) == [sentence])
    }
}
