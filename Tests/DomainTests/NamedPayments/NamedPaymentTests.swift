import Domain
import Testing

private let number = "301011100007347557"
private let old = "302000000000123456"

/// Sums, last days and notice numbers in oggetto and contenuto, against a form that asks for 120,00 € until 16/12/2026.
struct NamedPaymentTests {
    private let service = ServiceID.make()

    /// The sentences beside the contenuto to which a text was added.
    private func sentences(_ text: String, _ change: (inout NotificationForm) -> Void = { _ in }) -> [String] {
        var form = NotificationForm([
            .service: "\(service)", .fiscalCode: "RSSMRA85T10A562S", .subject: "Avviso di pagamento TARI",
            .content: String(repeating: "Gentile cittadino. ", count: 10) + text, .amount: "120,00", .noticeNumber: number,
            .dueDate: "2026-12-16",
        ])
        change(&form)
        return form.check(against: FormRules(
            services: [service: ServiceRules(maximumAmount: .maximum, isUsable: true)], minimumContent: 120,
            today: CalendarDate(year: 2026, month: 11, day: 29)!)).problems.map(\.sentence)
    }

    // MARK: - Notice numbers

    @Test(arguments: [
        "Avviso n. \(old).", "Numero avviso: 3020 0000 0000 1234 56", "302000000000123456", "\\302000000000123456",
        "Avviso 3020.0000.0000.1234.56", "Avviso 3020\\.0000\\.0000\\.1234\\.56", "Avviso 3020-0000-0000-1234-56",
        "Avviso 3020&nbsp;0000&nbsp;0000&nbsp;1234&nbsp;56", "Avviso 3020\u{A0}0000\u{A0}0000\u{A0}1234\u{A0}56",
        "Avviso **302000000000123456**, da pagare", "Dal 2026 3020 0000 0000 1234 56",
        "Codice: PAGOPA|002|302000000000123456|00907501001|12000",
        "Avviso 302 000 000 000 123 456", "Avviso 3020  0000  0000  1234  56", "3020 0000 0000 1234 56 16.12.2026",
        "| Avviso | 302000000000123456 |", "Pratica 5, avviso 302000000000123456",
    ])
    func `a text that names another notice than the form is warned of with both`(_ text: String) {
        #expect(sentences(text) == ["Il contenuto nomina il numero avviso \(old), ma quello indicato è \(number): "
            + "correggere il testo o il numero."])
    }

    @Test func `the subject too`() {
        let found = sentences("") { $0[.subject] = "Avviso \(old)" }
        #expect(found.contains("L’oggetto nomina il numero avviso \(old), ma quello indicato è \(number): "
            + "correggere il testo o il numero."), "\(found)")
    }

    @Test(arguments: [
        "Avviso \(number).", "Avviso 3010 1110 0007 3475 57", "Avvisi \(number) e \(old)", "Bonifico a IT60X0542811101000000123456",
        "IBAN IT60 X054 2811 1010 0000 0123 456", "IBAN AT61 1904 3002 3457 3201", "Iban: 190430023457320112",
        "Telefono 0832 123456, 320 1234567", "Protocollo 302000000000123456", "Codice utente 302000000000123456",
        "Codice 412000000000123456", "Codice 30200000000012345", "Codice 3020000000001234567", "A302000000000123456",
        "Dal 16.12.2026 0832 123456 10", "Il 16.12.2026 0832 123456", "16/12/2026 302.000.000 123",
    ])
    func `a text that names the form's notice, or other digits, is none of it`(_ text: String) {
        #expect(sentences(text) == [])
    }

    @Test func `without a payment a number of a notice is nothing`() {
        #expect(sentences("Avviso \(old).") { form in
            for field in [FormField.amount, .noticeNumber, .dueDate] { form[field] = "" }
        } == [])
    }

    @Test func `a notice's QR code in the form counts as its number`() {
        #expect(sentences("Avviso \(number).") { $0[.noticeNumber] = "PAGOPA|002|\(number)|00907501001|12000" } == [])
        #expect(sentences("Avviso \(old).") { $0[.noticeNumber] = "PAGOPA|002|\(number)|00907501001|12000" }.count == 1)
    }

    // MARK: - Sums

    @Test(arguments: [
        ("Nessun rimborso. Paghi 130 €.", "130,00 €"), ("Senza sconto: 130 €", "130,00 €"), ("Senza sconto 130 €", "130,00 €"),
        ("Con la riduzione applicata paghi 130 €", "130,00 €"), ("Con la riduzione: 130 €", "130,00 €"),
        ("Hai tempo fino a venerdì: 130 €", "130,00 €"), ("La commissione è 1,50 €, il totale 130 €", "130,00 €"),
        ("La commissione è 1,50 €, la retta 130 €", "130,00 €"), ("Deve pagare non oltre il 16: 130 €", "130,00 €"),
        ("Nessun limite; 130 €", "130,00 €"), ("Il limite ISEE è 120 €. Deve pagare 130 €", "130,00 €"),
        ("Rimborso 120 €; deve 130 €", "130,00 €"), ("Importo massimo della mensa 120 €. Deve 95 €", "95,00 €"),
        ("Deve pagare 130 €, di cui 120 € di imposta", "130,00 €"), ("La retta è 120 €/mese. Deve 130 €", "130,00 €"),
        ("L’importo dovuto, senza commissioni, è 130 €", "130,00 €"),
        ("120 euro e 50 centesimi", "120,50 €"), ("€ 120 e cinquanta centesimi", "120,50 €"), ("130,- €", "130,00 €"),
        ("130,-- euro", "130,00 €"), ("130,\\- €", "130,00 €"), ("130,– €", "130,00 €"), ("Importo: 130,00", "130,00 €"),
        ("**Importo da pagare:** 130,00", "130,00 €"), ("| Totale | 1.130,00 |", "1.130,00 €"),
        ("centotrenta euro", "130,00 €"), ("euro centotrenta/00", "130,00 €"), ("Euro centotrenta/50.", "130,50 €"),
        ("centoventi/50 euro", "120,50 €"), ("2 rate da 65 €", "65,00 €"), ("€ 4,00 x 31 giorni", "4,00 €"),
        ("€ 1 234,56", "1.234,56 €"), ("€. 130,00", "130,00 €"), ("cento trenta euro", "130,00 €"),
        ("130 euro e 100 centesimi", "130,00 €"), ("Rata 2 di 60 €", "60,00 €"), ("Rata 2 di 3 da 60 €", "60,00 €"),
        ("Importo 130,00 per la mensa", "130,00 €"),
    ])
    func `a text that asks for another sum is warned of`(_ text: String, _ named: String) {
        #expect(sentences(text) == ["Il contenuto nomina \(named), ma la somma da pagare è 120,00 €: correggere il testo o la somma."])
    }

    @Test(arguments: [
        "2 rate da 60 €", "due rate da € 60,00", "2 rate mensili di 60 €", "tre rate da quaranta euro", "€ 4,00 x 30 giorni",
        "30 giorni x 4,00 €", "24 pasti a 5 €", "cento venti euro", "€ 1 234,56 in tutto, ora € 120",
        "30 × 4 €", "4 € per 30 giorni", "10 €/mese", "€ 10/mese", "10 € al mese", "5 euro a pasto",
        "centoventi euro",
        "€ 120,00 (euro centoventi/00)", "Importo: 120,00", "120,- €", "119 euro e 100 centesimi, cioè 120 €",
        "Limite ISEE: 9.360 €", "Soglia di esenzione: 50 €", "Rimborso: 30 €", "Commissione massima: 2,50 €", "ISEE inf. a 9.360 €",
        "Deve 120 €. Il rimborso è di 30 €", "Deve pagare 120 €, di cui 100 € di imposta", "Superficie totale: 130,00 mq", "Totale 12,50%",
        "Totale ore 130,00", "Si pagano 70 € e 50 €.", "Non è dovuto alcun rimborso superiore a 30 €", "in tutto sei persone",
    ])
    func `a text that asks for the sum, or for none, is none of it`(_ text: String) {
        #expect(sentences(text) == [])
    }

    // MARK: - Last days

    @Test(arguments: [
        "scade il 17 dic. 2026", "scade il 17 dic 2026", "scad. 17/12/2026", "Pagare prima del 17/12/2026", "Si paga fino al 17/12/2026",
        "C’è tempo fino al 17/12/2026", "non oltre il 17/12/2026", "ultimo giorno utile: 17/12/2026",
        "Ultimo giorno per pagare: 17/12/2026", "Data limite: 17/12/2026", "entro il 17º dicembre 2026",
        "entro il 17° dicembre 2026", "entro il 17 / 12 / 2026", "entro il 17 di dicembre 2026", "entro il 17 dicembre del 2026",
        "Versare entro il 17 del mese di dicembre 2026", "La domanda di rateizzazione e il pagamento entro il 17/12/2026",
        "Paghi. Scad. 17.12.2026", "scadenza 17-DIC-2026", "al più tardi il 17/12/2026",
    ])
    func `a text that names another last day is warned of`(_ text: String) {
        #expect(sentences(text) == ["Il contenuto nomina come scadenza il 17/12/2026, ma la scadenza indicata è il 16/12/2026: "
            + "correggere il testo o la scadenza."])
    }

    @Test(arguments: [
        "scade il 16 dic. 2026", "scad. 16/12/2026", "Pagare prima del 16 / 12 / 2026", "ultimo giorno utile: 16º dicembre",
        "La domanda va fatta entro il 31/01/2027", "Il ricorso si presenta entro il 31 gennaio 2027.",
        "L’ufficio è chiuso fino al 07/01/2027", "Se ha già pagato prima del 10/11/2026, ignori il messaggio",
        "16 set di posate, entro marzo", "Il canone di prima del 2020",
        "Chi ha pagato prima del 10/11/2026 non deve fare nulla", "L’abbonamento da 120 € è valido fino al 30/06/2027",
        "La retta per il periodo dal 01/09/2026 fino al 30/06/2027 è di 120 €", "Ultimo giorno di mensa: 22/12/2026",
        "entro 30 giorni dal 12 gen. 2026",
    ])
    func `a text that names the last day, or a day of something else, is none of it`(_ text: String) {
        #expect(sentences(text) == [])
    }

    @Test func `without a payment the last day may be that of a request`() {
        #expect(sentences("La domanda va fatta entro il 31/01/2027.") { form in
            for field in [FormField.amount, .noticeNumber] { form[field] = "" }
        }.count == 1)
    }
}
