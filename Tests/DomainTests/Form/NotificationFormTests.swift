import Domain
import Testing
import TestSupport

struct NotificationFormTests {
    let service = ServiceID.make()
    let poor = ServiceID.make()
    let disabled = ServiceID.make()
    let secure = ServiceID.make()

    var rules: FormRules {
        FormRules(
            services: [
                service: ServiceRules(maximumAmount: Amount(cents: 1_000_000), isUsable: true),
                poor: ServiceRules(maximumAmount: Amount(cents: 0), isUsable: true),
                disabled: ServiceRules(maximumAmount: Amount(cents: 1_000_000), isUsable: false),
                secure: ServiceRules(maximumAmount: Amount(cents: 1_000_000), isUsable: true, requiresSecureChannels: true),
            ],
            minimumContent: 120, today: CalendarDate(year: 2026, month: 11, day: 23)!)
    }

    var good: NotificationForm {
        NotificationForm([.service: "\(service)", .fiscalCode: "RSSMRA85T10A562S", .subject: "Avviso di scadenza",
                         .content: String(repeating: "Gentile cittadino. ", count: 10)])
    }

    /// The keys and sentences of what is wrong with the good form once changed.
    func check(_ change: (inout NotificationForm) -> Void) -> CheckedForm {
        var form = good
        change(&form)
        return form.check(against: rules)
    }

    @Test func `a good form has no problems and becomes content`() throws {
        let checked = check { _ in }
        #expect(checked.problems.isEmpty)
        let content = try #require(checked.content)
        #expect(content.service == service && content.fiscalCode.value == "RSSMRA85T10A562S" && content.subject == "Avviso di scadenza")
        #expect(content.dueDate == nil && content.payment == nil)
    }

    @Test func `an empty form says all that is missing, in the order of the page`() {
        let checked = NotificationForm().check(against: rules)
        #expect(checked.problems.map(\.field) == [.fiscalCode, .service, .subject, .content])
        #expect(checked.problems.allSatisfy { $0.severity == .error && $0.key == "\($0.field.rawValue).manca" })
        #expect(Set(checked.problems.map(\.sentence)).count == 4)
        #expect(checked.content == nil)
    }

    @Test func `personal data in a subject are warned of unless the service shows it to nobody`() {
        let subject = "Pratica di RSSMRA85T10A562S"
        #expect(check { $0[.subject] = subject }.problems.map(\.field) == [.subject])
        #expect(check { ($0[.subject], $0[.service]) = (subject, "\(secure)") }.problems.isEmpty)
    }

    @Test func `every wrong field is reported at once, in the order of the page`() {
        let checked = NotificationForm(
            [.service: "x", .fiscalCode: "x", .subject: "x", .content: "", .dueDate: "x", .amount: "x", .noticeNumber: "x"],
            buttons: [TypedButton(address: "x"), TypedButton(text: String(repeating: "x", count: 41), address: "x")]).check(against: rules)
        // When it is to leave is asked of `SendTime`.
        let cannotBeWrong: [FormField] = [.payAfterDue, .sendDate, .sendTime]
        #expect(checked.errors.map(\.field) == FormField.allCases.filter { !cannotBeWrong.contains($0) })
    }

    @Test(arguments: [(9, "L’oggetto ha 9 caratteri: ne servono almeno 10."), (10, nil), (120, nil),
        (121, "L’oggetto ha 121 caratteri: non può superarne 120.")] as [(Int, String?)])
    func `the subject has 10 to 120 characters`(_ length: Int, _ sentence: String?) {
        #expect(check { $0[.subject] = String(repeating: "c", count: length) }.errors.first?.sentence == sentence)
    }

    @Test func `the subject is one line, trimmed, without control characters`() {
        let subject = "TEST OGGETTO MINIMO 10 MASSIMO 120"
        #expect(check { $0[.subject] = "  \(subject)\r\n" }.content?.subject == subject)
        #expect(check { $0[.subject] = "          x          " }.errors.map(\.key) == ["oggetto.corto"])
        #expect(check { $0[.subject] = "Due righe\r\ndi oggetto" }.errors.map(\.key) == ["oggetto.righe"])
        #expect(check { $0[.subject] = "Avviso\u{0} di scadenza" }.errors.map(\.key) == ["oggetto.caratteri"])
        #expect(check { $0[.subject] = "Due righe\u{2028}di oggetto" }.errors.map(\.key) == ["oggetto.righe"])
        #expect(check { $0[.subject] = "Avviso \u{202E}di scadenza" }.errors.map(\.key) == ["oggetto.caratteri"])
        #expect(check { $0[.subject] = "Avviso\tdi scadenza" }.errors.map(\.key) == ["oggetto.caratteri"])
    }

    @Test(arguments: [
        (79, "contenuto.corto", FormProblem.Severity.error), (80, "contenuto.breve.80", .warning),
        (119, "contenuto.breve.119", .warning), (120, nil, .warning),
        (10_000, nil, .warning), (10_001, "contenuto.lungo", .error),
    ] as [(Int, String?, FormProblem.Severity)])
    func `the content has App IO's limits and the tenant's minimum`(_ length: Int, _ key: String?, _ severity: FormProblem.Severity) {
        let checked = check { $0[.content] = String(repeating: "c", count: length) }
        #expect(checked.problems.map(\.key) == (key.map { [$0] } ?? []))
        #expect(checked.problems.allSatisfy { $0.severity == severity })
        #expect((checked.content == nil) == (key != nil && severity == .error))
    }

    @Test func `buttons count in the length as they stand, so that counter and rule say the same number`() {
        let wrong = TypedButton(text: "Prenota", address: "www.comune.example.it")
        let form = NotificationForm([.content: String(repeating: "c", count: 77)], buttons: [wrong, TypedButton(text: "Chiama")])
        let said = form.check(against: rules).problems.filter { $0.field == .content }
        #expect(said.allSatisfy { $0.severity == .warning || !$0.sentence.contains("almeno 80") })
        #expect(form.contentLength > 77 && form.contentLength == NotificationForm(
            [.content: String(repeating: "c", count: 77)], buttons: [wrong]).contentLength)
    }

    @Test func `no sentence names a button, which may not stand on the page`() {
        let form = NotificationForm([.service: "x", .subject: "Pratica di RSSMRA85T10A562S", .content: String(repeating: "c", count: 90),
            .dueDate: "01/01/2020", .amount: "1,00", .noticeNumber: "301000000000123499"])
        let problems = form.check(against: rules).problems
        #expect(problems.contains { $0.severity == .warning } && problems.contains { $0.severity == .error })
        #expect(problems.allSatisfy { !$0.sentence.contains("Aggiungi") })
    }

    @Test func `the sentences name the numbers`() {
        #expect(check { $0[.content] = String(repeating: "c", count: 45) }.errors[0].sentence
            == "Il contenuto ha 45 caratteri: App IO ne richiede almeno 80.")
        #expect(check { $0[.content] = String(repeating: "c", count: 12_345) }.errors[0].sentence
            == "Il contenuto ha 12.345 caratteri: App IO ne accetta al massimo 10.000.")
        #expect(check { $0[.content] = String(repeating: "x", count: 92) }.warnings[0].sentence
            == "Il contenuto ha 92 caratteri: l’ente ne chiede almeno 120. App IO lo accetterebbe: "
            + "se possibile, completare il testo.")
        let short = check {
            $0[.content] = String(repeating: "c", count: 92)
            ($0[.button1Text], $0[.button1Address]) = ("Apri il regolamento", "https://www.comune.example.it/regolamento")
        }
        #expect(short.warnings.first?.sentence.hasPrefix("Il contenuto, senza i pulsanti, ha 92 caratteri: l’ente ne chiede") == true)
        #expect(check { $0[.subject] = "x" }.errors[0].sentence == "L’oggetto ha 1 carattere: ne servono almeno 10.")
    }

    @Test func `the guide's own example needs only a confirmation`() {
        let checked = check {
            $0[.subject] = "TEST OGGETTO MINIMO 10 MASSIMO 120"
            $0[.content] = "##### TEST CORPO MINIMO 80 MASSIMO 120\r\nMessaggio di prova wiki con contenuto. ***#titolo***."
        }
        #expect(checked.problems.map(\.key) == ["contenuto.breve.92"])
        #expect(checked.content?.markdown.utf16.count == 92)
    }

    @Test func `line ends count once and are kept as line feeds`() {
        let checked = check { $0[.content] = String(repeating: "riga\r\n", count: 24) }
        #expect(checked.problems.isEmpty && checked.content?.markdown == String(repeating: "riga\n", count: 24))
    }

    @Test func `a NUL in the content is refused`() {
        #expect(check { $0[.content] += "\u{0}" }.errors.map(\.key) == ["contenuto.caratteri"])
        #expect(check { $0[.content] = String(repeating: " \r\n", count: 100) }.errors.map(\.key) == ["contenuto.manca"])
    }

    @Test func `a service must be known and enabled`() {
        #expect(check { $0[.service] = "\(ServiceID.make())" }.errors.map(\.key) == ["servizio.sconosciuto"])
        #expect(check { $0[.service] = "' OR 1=1" }.errors.map(\.key) == ["servizio.sconosciuto"])
        #expect(check { $0[.service] = "\(disabled)" }.errors.map(\.key) == ["servizio.disattivato"])
    }

    @Test func `a due date in the past is a warning that names the day, today is fine`() {
        #expect(check { $0[.dueDate] = "2026-11-22" }.warnings.map(\.key) == ["scadenza.passata.2026-11-22"])
        #expect(check { $0[.dueDate] = "23/11/2026" }.problems.isEmpty)
        #expect(check { $0[.dueDate] = "31/02/2027" }.errors.map(\.field) == [.dueDate])
        #expect(check { $0[.dueDate] = "2027-07-15" }.content?.dueDate?.iso == "2027-07-15")
    }

    @Test func `a payment keeps its parts and pays after the due date only when asked`() throws {
        let payment = try #require(check { ($0[.amount], $0[.noticeNumber], $0[.payAfterDue]) = ("1.234,56",
        "3010 1110 0007 3475 57", "1") }.content?.payment)
        let number = NoticeNumber(stored: "301011100007347557")
        #expect(payment == Payment(amount: Amount(cents: 123_456), noticeNumber: number, payableAfterDueDate: true))
        #expect(check { ($0[.amount], $0[.noticeNumber]) = ("1", "301011100007347557") }.content?.payment?.payableAfterDueDate == false)
        #expect(check { $0[.payAfterDue] = "1" }.content?.payment == nil)
        #expect(check { $0[.payAfterDue] = "1" }.problems.isEmpty)
    }

    @Test func `amount and notice number go together`() {
        #expect(check { $0[.amount] = "10,00" }.errors.map(\.key) == ["numero_avviso.manca"])
        #expect(check { $0[.noticeNumber] = "301011100007347557" }.errors.map(\.key) == ["somma.manca"])
        #expect(check { $0[.amount] = "0,00" }.problems.isEmpty)
        #expect(check { $0[.amount] = "0,00"; $0[.noticeNumber] = "301011100007347557" }.errors.map(\.field) == [.amount])
    }

    @Test func `the amount is within the service's maximum`() {
        let over = check { ($0[.amount], $0[.noticeNumber]) = ("10.000,01", "301011100007347557") }
        #expect(over.errors.map(\.sentence) == ["La somma di 10.000,01 € supera il massimo del servizio, 10.000,00 €."])
        #expect(check { ($0[.amount], $0[.noticeNumber]) = ("10.000", "301011100007347557") }.problems.isEmpty)
        let disabled = check { ($0[.service], $0[.amount], $0[.noticeNumber]) = ("\(poor)", "0,01", "301011100007347557") }
        #expect(disabled.errors.map(\.key) == ["somma.pagamenti"])
    }

    @Test func `wrong check digits are a warning for that number only`() {
        let checked = check { ($0[.amount], $0[.noticeNumber]) = ("1", "301011100007347558") }
        #expect(checked.warnings.map(\.key) == ["numero_avviso.controllo.301011100007347558"])
        #expect(checked.content?.payment != nil)
        #expect(check { ($0[.amount], $0[.noticeNumber]) = ("1", "112345678901234567") }.problems.isEmpty)
    }

    @Test func `what is printed of the content is neither its text nor the person`() throws {
        let printed = "\(try #require(check { _ in }.content))"
        #expect(!printed.contains("Gentile") && !printed.contains("Avviso") && !printed.contains("T10A562"))
    }

    @Test func `whatever is typed, a form is answered: with content or with an error, and keys fit a hidden field`() {
        var chance = Chance()
        for _ in 0..<2_000 {
            var form = good
            if Bool.random(using: &chance) { form[.fiscalCode] = chance.text(upTo: 20) }
            if Bool.random(using: &chance) { form[.subject] = chance.text(upTo: 150) }
            if Bool.random(using: &chance) { form[.content] = chance.text(upTo: 200) }
            if Bool.random(using: &chance) { form[.dueDate] = chance.text(upTo: 10) }
            if Bool.random(using: &chance) { form[.amount] = chance.text(upTo: 8) }
            if Bool.random(using: &chance) { form[.noticeNumber] = chance.text(upTo: 20) }
            let checked = form.check(against: rules)
            #expect((checked.content == nil) == !checked.errors.isEmpty, "\(chance)")
            let fields = checked.problems.map { FormField.allCases.firstIndex(of: $0.field)! }
            #expect(fields == fields.sorted(), "\(chance)")
            #expect(Set(checked.problems.map(\.key)).count == checked.problems.count, "\(chance)")
            let plain = Set("abcdefghijklmnopqrstuvwxyz0123456789._-")
            #expect(checked.problems.allSatisfy { plain.isSuperset(of: $0.key) }, "\(chance)")
            if let content = checked.content {
                #expect(TextLimits.subject.contains(content.subject.utf16.count), "\(chance)")
                #expect(TextLimits.content.contains(content.markdown.utf16.count), "\(chance)")
            }
        }
    }
}
