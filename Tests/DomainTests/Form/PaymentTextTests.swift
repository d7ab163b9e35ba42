import Domain
import Testing

/// What oggetto and contenuto say of the payment, and what the template and the notice say.
struct PaymentTextTests {
    private let service = ServiceID.make()
    private static let number = "301011100007347557"

    private func check(_ change: (inout NotificationForm, inout FormRules) -> Void) -> CheckedForm {
        var form = NotificationForm([
            .service: "\(service)", .fiscalCode: "RSSMRA85T10A562S", .subject: "Avviso di pagamento TARI",
            .content: String(repeating: "Gentile cittadino. ", count: 10), .amount: "12,00", .noticeNumber: Self.number,
            .dueDate: "2027-01-31",
        ])
        var rules = FormRules(services: [service: ServiceRules(maximumAmount: .maximum, isUsable: true)], minimumContent: 120,
                              today: CalendarDate(year: 2026, month: 11, day: 29)!)
        change(&form, &rules)
        return form.check(against: rules)
    }

    private func sentences(_ change: (inout NotificationForm) -> Void) -> [String] {
        check { form, _ in change(&form) }.problems.map(\.sentence)
    }

    // MARK: - Sums in the text

    @Test func `a text that names another sum than the payment is warned of with both, each text beside its field`() {
        let checked = check { form, _ in
            form[.subject] = "TARI 2026: avviso di 120,00 €"
            form[.content] += "Importo: **120,00 €**, oppure due rate da € 65,00."
        }
        #expect(checked.content != nil && checked.warnings.map(\.field) == [.subject, .content])
        #expect(checked.warnings.map(\.sentence) == [
            "L’oggetto nomina 120,00 €, ma la somma da pagare è 12,00 €: "
                + "correggere il testo o la somma.",
            "Il contenuto nomina 120,00 € e 65,00 €, ma la somma da pagare è 12,00 €: "
                + "correggere il testo o la somma.",
        ])
        #expect(checked.warnings[0].key.hasPrefix("oggetto.somma.1200."))
    }

    @Test(arguments: [
        "L’importo è di 12 €.", "Si pagano 7,00 € di canone e 5,00 € di spese.", "Sanzione di 24,00 €, ridotta a 12,00 euro.",
        "Vale per chi ha un ISEE inferiore a 9.360 €.", "Serve una marca da bollo da 16,00 €.", "Nessuna somma qui.",
    ])
    func `a text that names the sum, or none that is to be paid, is none of it`(_ text: String) {
        #expect(sentences { $0[.content] += text } == [])
    }

    @Test func `without a payment a text names what it will`() {
        #expect(sentences { form in
            form[.content] += "Costa 120,00 €, entro il 16/12/2026."
            for field in [FormField.amount, .noticeNumber, .dueDate] { form[field] = "" }
        } == [])
    }

    // MARK: - Last days in the text

    @Test func `a text that names another last day than the payment is warned of with both`() {
        #expect(sentences { $0[.content] += "Pagare entro il 16 dicembre 2026." } == [
            "Il contenuto nomina come scadenza il 16/12/2026, ma la scadenza indicata è il 31/01/2027: "
                + "correggere il testo o la scadenza.",
        ])
        let ofSubject = sentences { $0[.subject] = "TARI: scade il 16/12/2026" }
        #expect(ofSubject.first?.hasPrefix("L’oggetto nomina come scadenza il 16/12/2026,") == true)
    }

    @Test(arguments: [
        "Pagare entro il 31/01/2027.", "Pagare entro il 31 gennaio.", "Rate: entro il 16/12/2026 e 31/01/2027.",
        "Il verbale è del 16/12/2026.",
        "Si può chiedere il riesame entro 30 giorni dal 16/12/2026.",
    ])
    func `a text that names the last day, or another day, is none of it`(_ text: String) {
        #expect(sentences { $0[.content] += text } == [])
    }

    // MARK: - The notice's QR code

    @Test func `a notice's QR code alone is a payment`() {
        let checked = check { form, _ in
            form[.amount] = ""
            form[.noticeNumber] = "PAGOPA|002|\(Self.number)|00907501001|12050"
        }
        #expect(checked.problems == [] && checked.content?.payment?.amount == Amount(cents: 12_050))
        #expect(checked.content?.payment?.noticeNumber.value == Self.number)
    }

    @Test func `a code with another sum than was typed is warned of with both, and what was typed is sent`() {
        let checked = check { form, _ in form[.noticeNumber] = "PAGOPA|002|\(Self.number)|00907501001|12050" }
        #expect(checked.problems.map(\.sentence) == ["Il codice QR dell’avviso chiede 120,50 €, la somma scritta è 12,00 €: "
            + "correggerla."])
        #expect(checked.content?.payment?.amount == Amount(cents: 1_200))
    }

    @Test func `a code that is none says so beside the number, and its sum beside the sum`() {
        let checked = check { form, _ in (form[.amount], form[.noticeNumber]) = ("", "PAGOPA|002|\(Self.number)") }
        #expect(checked.errors.map(\.key) == ["somma.manca", "numero_avviso.forma"])
        #expect(checked.errors[1].sentence.contains("non è stato letto per intero"))
    }

    // MARK: - Years

    @Test(arguments: [
        ("9999-12-31", "La scadenza 31/12/9999 è fra più di dieci anni: controllare l’anno."),
        ("2036-11-30", "La scadenza 30/11/2036 è fra più di dieci anni: controllare l’anno."),
        ("2036-11-29", nil),
        ("0024-07-15", "La scadenza indica l’anno 0024, un anno che non può essere: scriverlo con quattro cifre, come 2027."),
        ("15/07/0207", "La scadenza indica l’anno 0207, un anno che non può essere: scriverlo con quattro cifre, come 2027."),
        ("202707-07-15", "La scadenza indica l’anno 202707, un anno che non può essere: scriverlo con quattro cifre, come 2027."),
        ("31/02/2027", "La scadenza indica un giorno che non esiste: controllare la data."),
    ] as [(String, String?)])
    func `a year that cannot be meant is asked for`(_ typed: String, _ sentence: String?) {
        #expect(sentences { $0[.dueDate] = typed } == (sentence.map { [$0] } ?? []))
    }

    // MARK: - What the template says

    @Test func `a template that requires the payment sends nothing without all of it`() {
        let missing = check { form, rules in
            (form[.amount], form[.noticeNumber], rules.payment.isRequired) = ("", "", true)
        }
        #expect(missing.content == nil && missing.errors.map(\.sentence) == [
            "Il modello richiede il pagamento: indicare la somma.", "Il modello richiede il pagamento: indicare il numero avviso.",
        ])
        #expect(check { form, rules in (form[.amount], rules.payment.isRequired) = ("0,00", true) }.errors.map(\.field) == [.amount])
        let oneMissing = check { form, rules in (form[.noticeNumber], rules.payment.isRequired) = ("", true) }
        #expect(oneMissing.errors.map(\.field) == [.noticeNumber])
        #expect(check { _, rules in rules.payment.isRequired = true }.problems == [])
    }

    @Test func `a sum that only the text says needs no notice number, but somebody who knows`() {
        let checked = check { form, rules in (form[.noticeNumber], rules.payment.amountIsOfText) = ("", true) }
        #expect(checked.content != nil && checked.content?.payment == nil && checked.problems.map(\.sentence) == [
            "Il modello indica la somma di 12,00 € ma manca il numero avviso, e il cittadino non potrà pagare dall’app: "
                + "indicarlo.",
        ])
        #expect(check { form, rules in
            (form[.noticeNumber], rules.payment.amountIsOfText, rules.payment.isRequired) = ("", true, true)
        }.errors.map(\.field) == [.noticeNumber])
    }
}
