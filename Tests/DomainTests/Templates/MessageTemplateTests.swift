import Testing

@testable import Domain

struct MessageTemplateTests {
    private static let content = "Gentile {{nome}},\n\nla scadenza è il **{{data_scadenza}}** e l’importo è {{importo}} €. "
        + "Saluti dall’ufficio tributi."

    private static func read(
        _ subject: String = "Scadenza del {{data_scadenza}}", _ content: String = Self.content,
        _ describe: (String) -> TemplateField = { TemplateField(guessing: $0) }
    ) -> (template: MessageTemplate?, problems: [TemplateProblem]) {
        MessageTemplate.read(subject: subject, content: content, describe: describe)
    }

    // MARK: - Fields in a text

    @Test func `the fields of a text are found once each, in its order, whatever their case and the spaces inside`() throws {
        let text = try TemplateText.parse("{{ Nome }} deve {{importo}} € a {{nome}}\r\nentro il {{data_2}}{{x}}")
        #expect(text.fieldNames == ["nome", "importo", "data_2", "x"])
        #expect(text.plain(["nome": "A", "importo": "B", "data_2": "C", "x": "D"]) == "A deve B € a A\nentro il CD")
        #expect(try TemplateText.parse("Una {graffa} sola {non} è un campo").fieldNames.isEmpty)
    }

    @Test(arguments: [
        ("{{nome", "dopo «{{nome» mancano"), ("Gentile {{nome e poi {{data}}", "non è chiuso"), ("{{nome\n}}", "non è chiuso"),
        ("nome}} {{data}}", "senza {{"), ("{{data}} }}", "senza {{"), ("{{}}", "{{nome}}"), ("{{città}}", "{{nome}}"),
        ("{{nome cittadino}}", "{{nome_cittadino}}"), ("{{2_rata}}", "{{nome}}"), ("{{{nome}}}", "{{nome}}"),
        ("{{\(String(repeating: "a", count: 41))}}", "fino a 40"),
    ])
    func `a field that is not well written is refused with what to write`(text: String, words: String) {
        let fault = #expect(throws: TemplateTextFault.self) { try TemplateText.parse(text) }
        #expect(fault?.sentence.contains(words) == true, "\(fault?.sentence ?? "")")
    }

    @Test func `the kind of a field is guessed from its name`() {
        let guessed = ["nome", "data_scadenza", "importo", "somma_dovuta", "candidata"].map { TemplateField(guessing: $0) }
        #expect(guessed.map(\.kind) == [.text, .date, .amount, .amount, .text])
        #expect(guessed.map(\.label) == ["Nome", "Data scadenza", "Importo", "Somma dovuta", "Candidata"])
        #expect(guessed.map(\.isRequired) == [true, true, true, true, true])
    }

    // MARK: - Values

    @Test(arguments: [
        (TemplateField.Kind.text, "  Maria  Rossi ", "Maria  Rossi"), (.longText, " uno\r\ndue ", "uno\ndue"),
        (.date, "2027-07-15", "15/07/2027"),
        (.date, "5/7/2027", "05/07/2027"), (.amount, "1234,5", "1.234,50"), (.amount, "€ 12", "12,00"), (.number, "007", "007"),
    ])
    func `a value is shown as its kind is`(kind: TemplateField.Kind, typed: String, shown: String) throws {
        #expect(try TemplateField(name: "x", label: "X", kind: kind).read(typed) == shown)
    }

    @Test(arguments: [
        (TemplateField.Kind.text, "", "va compilato"), (.text, " \u{200B}\t", "va compilato"), (.text, "a\nb", "sola riga"),
        (.text, String(repeating: "x", count: 201), "non può superarne 200"), (.text, "a\u{7}b", "non si può inviare"),
        (.longText, String(repeating: "x", count: 2_001), "non può superarne 2.000"), (.date, "domani", "come 15/07/2027"),
        (.date, "31/02/2027", "non esiste"), (.amount, "dodici", "come 12,34"), (.amount, "12.34", "separa le migliaia"),
        (.amount, "0", "almeno 0,01"), (.amount, "100000000", "superare 99.999.999,99"), (.number, "12,5", "solo cifre"),
        (.number, "-3", "solo cifre"), (.number, String(repeating: "1", count: 16), "al massimo 15"),
    ])
    func `a value that its kind does not allow is refused by name`(kind: TemplateField.Kind, typed: String, words: String) {
        let field = TemplateField(name: "importo_dovuto", label: "Importo dovuto", kind: kind)
        let problem = #expect(throws: TemplateProblem.self) { try field.read(typed) }
        #expect(problem?.field == "campo_importo_dovuto" && problem?.sentence.hasPrefix("«Importo dovuto» ") == true)
        #expect(problem?.sentence.contains(words) == true, "\(problem?.sentence ?? "")")
    }

    @Test func `a field that may stay empty leaves nothing behind`() throws {
        let optional = try #require(Self.read("Avviso per {{nome}}") {
            TemplateField(name: $0, label: $0, kind: .text, isRequired: false)
        }.template)
        #expect(optional.filled(with: [:]).problems == [] && optional.filled(with: [:]).subject == "Avviso per ")
    }

    // MARK: - Filling in

    @Test func `a filled template has every value in its place, and what is not a field's is ignored`() throws {
        let template = try #require(Self.read().template)
        let filled = template.filled(with: ["nome": "Maria Rossi", "data_scadenza": "2027-07-15", "importo": "12,5", "altro": "x"])
        #expect(filled.problems == [] && filled.subject == "Scadenza del 15/07/2027")
        #expect(filled.markdown == "Gentile Maria Rossi,\n\nla scadenza è il **15/07/2027** e l’importo è 12,50 €. "
            + "Saluti dall’ufficio tributi.")
    }

    @Test func `what is missing or wrong keeps its place until it is right`() throws {
        let template = try #require(Self.read().template)
        let filled = template.filled(with: ["importo": "12.3"])
        #expect(filled.problems.map(\.field) == ["campo_data_scadenza", "campo_nome", "campo_importo"])
        #expect(filled.subject == "Scadenza del [Data scadenza]")
        #expect(filled.markdown.contains("Gentile \\[Nome\\],") && filled.markdown.contains("importo è 12.3 €"))
    }

    @Test func `a value that is much too long is cut wherever it stands, and a field stands in sixty places at most`() {
        func read(_ places: Int) -> (template: MessageTemplate?, problems: [TemplateProblem]) {
            let content = String(repeating: "{{nome}} ", count: places) + String(repeating: "testo ", count: 20)
            return MessageTemplate.read(subject: "Oggetto di prova", content: content) { TemplateField(guessing: $0) }
        }
        let filled = read(60).template?.filled(with: ["nome": String(repeating: "‹", count: 240_000)])
        #expect(filled?.problems.count == 1 && filled.map { $0.markdown.utf16.count < 60 * 2_010 + 200 } == true)
        #expect(read(60).problems.isEmpty)
        #expect(read(61).problems.map(\.sentence) == ["I campi compaiono 61 volte: non possono comparire più di 60."])
    }

    @Test func `a value that looks like a field is a value`() throws {
        let template = try #require(Self.read("Avviso per {{nome}}").template)
        let filled = template.filled(with: ["nome": "{{importo}} $0", "importo": "5", "data_scadenza": "1/1/2027"])
        #expect(filled.subject == "Avviso per {{importo}} $0" && filled.markdown.hasPrefix("Gentile {{importo}} $0,"))
    }

    @Test(arguments: [
        ("Mario *Rossi*", "Mario \\*Rossi\\*"), ("[qui](https://x.it)", "\\[qui\\](https://x.it)"),
        ("a`b` <b> ~~c~~", "a\\`b\\` \\<b> \\~\\~c\\~\\~"),
        ("# Titolo", "\\# Titolo"), ("- voce", "\\- voce"), ("> detto", "\\> detto"), ("12. voce", "12\\. voce"), ("3) voce", "3\\) voce"),
        ("Via Roma 12.", "Via Roma 12."), ("1.234,56", "1.234,56"), ("15/07/2027", "15/07/2027"), ("D’Angelo-Rossi", "D’Angelo-Rossi"),
        ("mario_rossi@x.it", "mario_rossi@x.it"), ("_nota_", "\\_nota\\_"), ("a __b__ c", "a \\_\\_b\\_\\_ c"),
        ("Rossi & Figli", "Rossi & Figli"),
        ("R&amp;D", "R\\&amp;D"), ("---", "\\-\\-\\-"), ("a --- b", "a -\\-\\- b"), ("Evviva!", "Evviva\\!"), ("fine\\", "fine\\\\"),
        ("https://x.it/a_b?c=_d_&e", "https://x.it/a_b?c=_d_&e"), ("https://x.it](y)", "https://x.it\\](y)"), ("a|b", "a\\|b"),
        ("uno\n    due\n\n# tre\n===", "uno\ndue\n\n\\# tre\n\\==="), ("\t- voce", "\\- voce"), ("-\tvoce", "\\- voce"), (":-:", "\\:-:"),
    ])
    func `no character of a value is a mark`(value: String, written: String) {
        #expect(value.asMarkdown == written)
    }

    @Test func `inside the address of a link a value cannot end the address`() throws {
        let text = try TemplateText.parse("[Paga]({{link}}) o [qui](https://x.it/?n={{numero}}&c={{c}}) {{numero}}")
        let filled = text.markdown(["link": "https://x.it/a_b", "numero": "1) [x](y", "c": "è <"])
        #expect(filled == "[Paga](https://x.it/a_b) o [qui](https://x.it/?n=1%29%20%5Bx%5D%28y&c=%C3%A8%20%3C) 1\\) \\[x\\](y")
    }

    // MARK: - What may be saved

    @Test func `a text whose fields can give a length that App IO takes is accepted`() {
        #expect(Self.read().problems == [])
        #expect(Self.read("{{nome}}").problems == [] && Self.read(String(repeating: "x", count: 119) + "{{nome}}").problems == [])
        #expect(Self.read("Dieci car.", String(repeating: "x", count: 80)).problems == [])
    }

    @Test(arguments: [
        ("", content, "oggetto", "Indicare l’oggetto."), ("Oggetto giusto", " \n", "contenuto", "Indicare il contenuto."),
        ("Corto", content, "oggetto", "almeno 10"), (String(repeating: "x", count: 120) + "{{nome}}", content, "oggetto", "al massimo 120"),
        ("due\nrighe in tutto", content, "oggetto", "sola riga"), ("Oggetto giusto", "Troppo corto", "contenuto", "almeno 80"),
        ("Oggetto giusto", String(repeating: "c", count: 10_001), "contenuto", "al massimo 10.000"),
        ("Oggetto giusto", String(repeating: "{{nome}}", count: 1_501), "contenuto", "non può superarne 12.000"),
        ("Oggetto {{giusto", content, "oggetto", "non è chiuso"), ("Oggetto giusto", content + "}}", "contenuto", "senza {{"),
        ("Oggetto\u{1} giusto", content, "oggetto", "non si può inviare"),
        ("Oggetto giusto", "---\nit:\n  cta_1:\n    text: {{nome}}\n---\n" + content, "contenuto", "non ci possono essere campi"),
        ("Oggetto giusto", content + (1...21).map { "{{c\($0)}}" }.joined(), "contenuto", "più di 20"),
    ])
    func `a text that cannot become a message is refused beside it`(subject: String, content: String, field: String, words: String) {
        let problems = Self.read(subject, content).problems
        #expect(problems.contains { $0.field == field && $0.sentence.contains(words) }, "\(problems)")
    }

    @Test func `a field needs a label, and a long text has no place in the oggetto`() {
        let unnamed = Self.read("Avviso per {{nome}}") { TemplateField(name: $0, label: $0 == "nome" ? " " : "X", kind: .text) }
        #expect(unnamed.problems.map(\.field) == ["etichetta_nome"])
        let long = Self.read("Avviso per {{nome}}") { TemplateField(name: $0, label: "X", kind: .longText) }
        #expect(long.problems.map(\.field) == ["tipo_nome"])
    }

    @Test func `a text that was stored is shown even if it would no longer be accepted`() {
        let template = MessageTemplate(stored: "Avviso {{nome", content: "Gentile {{nome}}", fields: [TemplateField(guessing: "nome")])
        #expect(template.filled(with: ["nome": "Anna"]).subject == "Avviso {{nome")
        #expect(template.filled(with: ["nome": "Anna"]).markdown == "Gentile Anna")
    }
}
