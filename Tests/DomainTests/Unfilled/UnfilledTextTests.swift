@testable import Domain
import Testing

struct UnfilledTextTests {
    func words(_ text: String) -> [String] { UnfilledText.found(in: text).map(\.words) }

    @Test(arguments: [
        ("Gentile {{nome}}, la sua pratica", "{{nome}}"), ("Gentile {{ Nome Cognome }},", "{{ Nome Cognome }}"), ("Gentile {{nome}, ecco",
        "{{nome},"),
        ("Gentile {nome},", "{nome}"), ("Gentile {Nome del cittadino},", "{Nome del cittadino}"), ("Gentile {0},", "{0}"),
        ("{ MERGEFIELD Nome }", "{ MERGEFIELD Nome }"), ("Gentile \\{nome\\},", "{nome}"),
        ("Gentile ((nome)),", "((nome))"), ("Gentile ((nome del cittadino)),", "((nome del cittadino))"),
        ("Gentile «Nome»,", "«Nome»"), ("Gentile «Nome_Cognome»,", "«Nome_Cognome»"), ("Gentile «NomeCognome»", "«NomeCognome»"),
        ("Gentile «NOME E COGNOME»", "«NOME E COGNOME»"), ("nato il «Data di nascita»", "«Data di nascita»"), ("pari a «importo»",
        "«importo»"),
        ("Gentile ‹Nome›", "‹Nome›"), ("Gentile <<Nome>>,", "<<Nome>>"), ("Gentile <<Nome_Cognome>>", "<<Nome_Cognome>>"),
        ("Gentile <nome>,", "<nome>"), ("Gentile <NOME DEL COMUNE>", "<NOME DEL COMUNE>"), ("il <inserire data>", "<inserire data>"),
        ("Gentile [NOME],", "[NOME]"), ("[NOME E COGNOME], la sua", "[NOME E COGNOME]"), ("Gentile \\[NOME\\],", "[NOME]"),
        ("il [inserire data] alle", "[inserire data]"), ("il [Inserire la data]", "[Inserire la data]"), ("[da completare]",
        "[da completare]"),
        ("Gentile [Nome],", "[Nome]"), ("Gentile [nome_cognome]", "[nome_cognome]"), ("al [RESPONSABILE DEL PROCEDIMENTO]",
         "[RESPONSABILE DEL PROCEDIMENTO]"), ("**[IMPORTO]**", "[IMPORTO]"), ("in data [DATA]", "[DATA]"),
        ("Gentile ${nome},", "${nome}"), ("Gentile #{nome},", "#{nome}"), ("Gentile $nome,", "$nome"), ("Gentile $NOME$,", "$NOME$"),
        ("Gentile %%nome%%,", "%%nome%%"), ("Gentile %NOME%,", "%NOME%"), ("Gentile %nome_cognome%", "%nome_cognome%"), ("Gentile %s,",
        "%s"),
        ("Gentile #NOME#,", "#NOME#"), ("Gentile ##nome##,", "##nome##"), ("Gentile @nome@,", "@nome@"), ("Ciao *|FNAME|*", "*|FNAME|*"),
        ("Gentile XXXX,", "XXXX"), ("la pratica n. xxxxxx", "xxxxxx"), ("il xx/xx/xxxx", "xx/xx/xxxx"), ("€ X.XXX,XX entro", "X.XXX,XX"),
        ("prot. n.XXXX/2026", "XXXX"), ("il gg/mm/aaaa alle", "gg/mm/aaaa"), ("il GG.MM.AAAA", "GG.MM.AAAA"), ("il dd-mm-yyyy,",
        "dd-mm-yyyy"),
        ("alle hh:mm", "hh:mm"), ("il 00/00/0000", "00/00/0000"), ("il __/__/____ alle", "__/__/____"),
        ("Il sottoscritto ______ chiede", "______"), ("il \\_\\_\\_\\_ alle", "____"), ("alle ore __ del", "__"), ("n. ___, prot.", "___"),
        ("nato a ...... il", "......"), ("nato a ………… il", "…………"), ("Firma:\n\n________", "________"), ("pari a € ........", "........"),
        ("Fare clic o toccare qui per immettere il testo.", "Fare clic o toccare qui"), ("Errore. Il segnalibro non è definito.",
         "Errore. Il segnalibro non è definito"), ("Lorem ipsum dolor", "Lorem ipsum"), ("Importo #RIF!", "#RIF!"), ("pari a #N/D", "#N/D"),
        ("https://www.comune.example.it/{id}", "{id}"),
    ])
    func `a place that was to be filled in is found`(_ text: String, _ found: String) {
        #expect(words(text) == [found])
    }

    @Test(arguments: [
        ("entro il [___] alle", "[___]"), ("la scadenza [...] indicata", "[...]"), ("pari a € […]", "[…]"), ("alle [●] del", "[●]"),
        ("Gentile [cittadino],", "[cittadino]"), ("[cittadino], la sua", "[cittadino]"), ("Gentile [Sig./Sig.ra] Rossi", "[Sig./Sig.ra]"),
        ("[Sig./Sig.ra] Rossi", "[Sig./Sig.ra]"), ("[TO\u{44}O] importo", "[TO\u{44}O]"), ("Gentile {nome, la sua pratica", "{nome"),
        ("Gentile {nome", "{nome"), ("Gentile nome}}, la", "nome}}"), ("Gentile nome}, la", "nome}"), ("Gentile $NOME,", "$NOME"),
        ("Gentile $(nome),", "$(nome)"), ("pari a %1$s euro", "%1$s"), ("Gentile <%= nome %>,", "<%= nome %>"),
        ("Gentile <?= $nome ?>,", "<?= $nome ?>"), ("pari a (inserire importo) euro", "(inserire importo)"),
        ("il (inserire qui la data) alle", "(inserire qui la data)"),
        ("TO\u{44}O: importo", "TO\u{44}O"), ("Orario DA DEFINIRE", "DA DEFINIRE"),
        ("prot. n. ??? del", "???"), ("prot. n.??? del", "???"), ("entro il ???", "???"), ("alle ore (????)", "????"),
        ("prot. n. xxx del", "xxx"), ("pratica XXX del", "XXX"), ("€ xxx", "xxx"), ("prot. nnnn/2026", "nnnn"), ("n. NNN", "NNN"),
        ("pari a € ....", "...."), ("pari a € …", "…"), ("il ../../.... alle", "../../...."), ("nato il …… a", "……"),
        ("Scegliere un elemento.", "Scegliere un elemento."), ("importo null euro", "null"), ("Gentile undefined,", "undefined"),
        ("pari a NaN €", "NaN"), ("Gentile [object Object],", "[object Object]"), ("(null)", "null"), ("Gentile null", "null"),
        ("la pratica ХХХХ", "ХХХХ"), ("la pratica хххх", "хххх"), ("il ＿＿＿＿ alle", "＿＿＿＿"), ("Gentile ｛nome｝,", "｛nome｝"),
        ("Gentile ＸＸＸＸ,", "ＸＸＸＸ"),
    ])
    func `so is one in another form`(_ text: String, _ found: String) {
        #expect(words(text) == [found])
    }

    @Test func `several on a line are found one by one`() {
        #expect(words("Alle ore [ora] del [giorno] in [via]") == ["[ora]", "[giorno]", "[via]"])
        #expect(words("prot. …… del ……") == ["……", "……"])
    }

    @Test(arguments: [
        "ai sensi del Regolamento (UE) 2016/679 [GDPR]", "nella sezione {Le mie pratiche}", "le sue {Pratiche in corso}",
        "nel campo [Codice fiscale] scrivere", "il campo [nome utente]", "il campo {nome utente}", "nella casella <Nome>",
        "il pulsante [INVIA DOMANDA]", "la voce (inserire codice)", "il codice <CUP> del progetto", "il codice [CIG]", "l’ente [AGID]",
        "«La scuola [...] è aperta»", "“il sindaco […] dispone”", "(indicare il codice fiscale nella causale)",
        "(inserire la tessera nel lettore)", "(da compilare e consegnare)", "MODULO DA COMPILARE E CONSEGNARE", "null’altro è dovuto",
        "null'altro", "annullato", "Nannini", "nnn@comune.example.it", "www.comune.example.it/undefined/null", "US$ 100 o $100", "$ CAD",
        "davvero???", "è vero ???no", "secolo XXX", "XXX edizione", "l’art. XXX", "e poi……", "e poi....", "file ../../nota", "vedi ../",
        "Costa € 5,00...", "Costa € 5.000…", "scegliere un elemento dall’elenco.", "il metodo TO\u{44}OS", "l’insieme {a, b}", ":} ;-}",
        "scrivere `{nome` o `nome}}`", "[Oggetto] rinnovo", "[n. 5]", "nota [vedi sotto]", "il testo [sic]", "[a] e [b]",
        "Il Comune: «orario […] da definire»", "Χρόνος", "Хорошо",
        "lunedì [mattina]", "art. 13 [Reg. UE 2016/679]", "il modello [anno 2026]", "(inserire la password) e premere",
        "zero... o forse no....",
        "il Comune [ente capofila]", "scegliere {opzione}", "progetto <PNRR>", ":-) ;-} {-:", "c) e d}", "pagg. 3...5 e 7…9", "€ 12,00 ...",
        "“Ma come mai???” chiese", "Il D.P.C.M. ../2020", "(vedi testo [Comune di Roma])",
    ])
    func `neither does what resembles them`(_ text: String) {
        #expect(words(text) == [])
    }

    @Test(arguments: [
        "«Il sindaco informa che la scuola è chiusa»", "Il film «Amarcord» in piazza", "il bando «Una scuola per tutti» è aperto",
        "la mostra «I colori della città»", "«Attenzione»", "l’evento «Natale in Comune»", "nel campo «Codice fiscale» scrivere il proprio",
        "scegliere la voce «Importo»", "La casella «Nome» va compilata", "il cosiddetto «valore» catastale", "il quotidiano «Il Giorno»",
        "[Paga ora](https://www.comune.example.it)", "[NOME](https://www.comune.example.it)", "[Nome]: valore", "[x]: y", "- [ ] carta",
        "- [x] fatto", "![Nome](https://x.example.it/a.png)", "[Omissis]", "[OMISSIS]", "la tassa [TARI] e l’imposta", "[…] come da norma",
        "[...]", "[TARI 2026] Seconda rata", "[SCADENZA] Carta d’identità", "[AVVISO] Chiusura degli uffici", "nota [1] e [2]", "[n.d.r.]",
        "(1) e (2)", "come da (allegato)", "(gg/mm/aaaa)", "la data nel formato gg/mm/aaaa", "scrivere `{nome}` fra graffe",
        "l’insieme {1, 2, 3}", "secolo XXIV", "Papa Giovanni XXIII", "via XX Settembre", "XXX edizione", "XXXIX", "secoli XIX-XX",
        "sopra\n\n____\n\nsotto", "Titolo\n________\n\nsotto", "----", "***", "__grassetto__ e _corsivo_", "**__grassetto__**",
        "nome_di_file__lungo.pdf", "https://www.comune.example.it/a____b/xxxx?%nome%", "www.comune.example.it/xxxxx", "Attenzione...",
        "e poi…",
        "Mensa ........ 5,00 €", "Mensa ......... € 5,00", "sconto del 10% e del 20%", "il 5%di sconto", "#iorestoacasa #comune",
        "# Titolo",
        "## Titolo ##", "@comune su X", "ufficio@comune.example.it", "US$ 100", "$ 100", "ISEE < 9.360 e > 5.000", "orario <9-12>",
        "<b>Avviso</b>", "<br>", "<https://www.comune.example.it>", "<ufficio@comune.example.it>", "a < b > c", "1 << 2", "**Nome:** Mario",
        "| Nome | Cognome |", "carta n. 1234", "Gentile Sig./Sig.ra", "e/o", "ore 9:00", "dal 01/01/2026", "10.000,00 €", "maxxxxi",
        "tel. 06 1234567",
        "prenotazione obbligatoria!!!!", "perché????",
    ])
    func `what people write raises no alarm`(_ text: String) {
        #expect(words(text) == [])
    }

    func warnings(_ text: String, in field: FormField) -> [FormProblem] {
        NotificationForm([field: text]).check(against: FormRules(
            services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)).warnings
    }

    static let padding = String(repeating: "La sua pratica è in lavorazione presso l’ufficio. ", count: 2)

    @Test func `oggetto and contenuto warn of the words and of their lines`() throws {
        let subject = try #require(warnings("Gentile {{nome}}, avviso", in: .subject).first)
        #expect(subject.sentence == "L’oggetto ha parti da compilare: {{nome}}. Il cittadino le leggerebbe così.")
        let content = warnings("Gentile {{nome}},\n\nentro il XXXX.\n{{nome}}\n" + Self.padding, in: .content)
        #expect(content.map(\.sentence) == [
            "Il contenuto ha parti da compilare: {{nome}} (riga 1) e XXXX (riga 3). Il cittadino le leggerebbe così."])
        #expect(content[0].key.hasPrefix("contenuto.da_compilare.") && content[0].severity == .warning)
        #expect(warnings("Altro {{nome}},\n\n" + Self.padding, in: .content)[0].key != content[0].key)
    }

    @Test func `buttons warn too`() {
        let form = NotificationForm([.button1Text: "Paga [IMPORTO]", .button1Address: "https://www.comune.example.it/{id}"])
        let problems = form.check(against: FormRules(
            services: [:], minimumContent: 80, today: CalendarDate(year: 2026, month: 11, day: 23)!)).problems
        #expect(problems.filter { $0.key.contains("da_compilare") }.map(\.field) == [.button1Text, .button1Address])
    }

    @Test func `five hundred of them make one sentence`() throws {
        let text = (1...500).map { "Gentile {{nome\($0)}}" }.joined(separator: "\n")
        let warnings = warnings(text, in: .content)
        #expect(warnings.map(\.sentence) == [
            "Il contenuto ha parti da compilare: {{nome1}} (riga 1), {{nome2}} (riga 2), {{nome3}} (riga 3) e altre 497. Il cittadino le "
                + "leggerebbe così."])
    }

    @Test(arguments: ["{", "{{", "(", "((", "«", "<", "<<", "[", "%", "%a", "#", "$a", "@a", "_", "_ ", "x", "x/", "x/x/x/xa ", ".", "…",
        "*|", "g", "`{a}",

                      "._", "://", "}", "a}", "{a ", "(", "(inserire ", "[_",
                      "?", "? ", "n", "n ", "null ", "€ .", "../", "<%", "$(", "ｘ", "w", "«Nome", "[NOME ", "f"])
    func `the work grows with the text and no faster`(_ part: String) {
        let short = UnfilledText(String(repeating: part, count: 1_000)).work
        let long = UnfilledText(String(repeating: part, count: 10_000)).work
        #expect(long < short * 12 + 2_000, "ten times the text, \(long / max(short, 1)) times the work")
    }
}
