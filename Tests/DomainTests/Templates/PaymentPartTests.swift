@testable import Domain
import Testing

/// Fields of a template that are also a part of the payment.
struct PaymentPartTests {
    private static let content = "Gentile {{nome}},\n\nsi pagano **{{importo}} €** entro il {{data_scadenza}} con il numero "
        + "{{numero_avviso}}. Saluti dall’ufficio tributi."

    private static func read(
        _ content: String = Self.content, _ describe: (String) -> TemplateField? = { _ in nil }
    ) -> (template: MessageTemplate?, problems: [TemplateProblem]) {
        MessageTemplate.read(subject: "Avviso di pagamento", content: content, describe: describe)
    }

    @Test(arguments: [
        ("importo", PaymentPart.amount), ("somma", .amount), ("totale", .amount), ("importo_da_pagare", .amount),
        ("somma_dovuta", .amount), ("scadenza", .dueDate), ("data_scadenza", .dueDate), ("data_di_scadenza_pagamento", .dueDate),
        ("numero_avviso", .noticeNumber), ("codice_avviso", .noticeNumber), ("numero_avviso_pagopa", .noticeNumber),
        ("n_avviso", .noticeNumber), ("avviso_pagopa", .noticeNumber), ("importo_rimborso", nil), ("importo_rata_2", nil),
        ("scadenza_documento", nil), ("data", nil), ("data_incontro", nil), ("nome", nil), ("numero", nil), ("avviso", nil),
        ("numero_protocollo", nil), ("dovuto", nil), ("iuv", nil),
    ] as [(String, PaymentPart?)])
    func `the part is guessed from the name, with its kind`(_ name: String, _ part: PaymentPart?) {
        let field = TemplateField(guessing: name)
        #expect(field.payment == part && (part == nil || field.kind == part?.kind))
    }

    @Test func `of two fields that could be the sum the first is guessed, unless another was chosen`() {
        let text = Self.content + " Il totale è {{totale}} €."
        #expect(Self.read(text).template?.fields.map(\.payment) == [nil, .amount, .dueDate, .noticeNumber, nil])
        let chosen = Self.read(text) { $0 == "totale" ? TemplateField(guessing: $0) : nil }
        #expect(chosen.template?.fields.map(\.payment) == [nil, nil, .dueDate, .noticeNumber, .amount] && chosen.problems == [])
    }

    @Test func `a kind that does not go with the part, and a part that is given twice, are told beside their field`() {
        let problems = Self.read { name in
            var field = TemplateField(guessing: name)
            switch name {
            case "importo": field.kind = .text
            case "data_scadenza": field.payment = .amount
            case "numero_avviso": field.kind = .number
            default: break
            }
            return field
        }.problems
        #expect(problems == [
            TemplateProblem(field: "anche_importo", sentence: "{{importo}} è del tipo «Testo di una riga» e non può essere anche Somma: "
                + "serve il tipo «Importo in euro»."),
            TemplateProblem(field: "anche_data_scadenza", sentence: "{{data_scadenza}} è del tipo «Data» e non può essere anche Somma: "
                + "serve il tipo «Importo in euro»."),
            TemplateProblem(field: "anche_data_scadenza", sentence: "{{importo}} e {{data_scadenza}} non possono essere tutti e due Somma: "
                + "sceglierne uno."),
            TemplateProblem(field: "anche_numero_avviso", sentence: "{{numero_avviso}} è del tipo «Numero intero» e non può essere anche "
                + "Numero avviso: serve il tipo «Testo di una riga»."),
        ])
    }

    // MARK: - Filling in

    private let template = Self.read().template!

    @Test func `what is typed into the fields is the payment, and its text says it`() {
        var typed = ["nome": "Anna", "importo": "120,5", "data_scadenza": "2027-01-31", "numero_avviso": "3010 1110 0007 3475 57"]
        var form = NotificationForm()
        template.unite(&typed, with: &form, isNew: false)
        #expect(form[.amount] == "120,5" && form[.dueDate] == "2027-01-31" && form[.noticeNumber] == "3010 1110 0007 3475 57")
        let filled = template.filled(with: typed)
        #expect(filled.problems == [] && filled.markdown.contains("**120,50 €** entro il 31/01/2027 con il numero 301011100007347557."))
    }

    @Test func `a QR code in the field of the number fills the field of the sum`() {
        var typed = ["numero_avviso": "PAGOPA|002|301011100007347557|00907501001|12050", "importo": ""]
        var form = NotificationForm()
        template.unite(&typed, with: &form, isNew: false)
        #expect(typed["importo"] == "120,50" && typed["numero_avviso"] == "301011100007347557" && form[.amount] == "120,50")
    }

    @Test func `a template that is chosen takes up what the payment says already, and what was emptied stays empty`() {
        var typed = ["importo": "99,00"]
        var form = NotificationForm([.amount: "12,00", .dueDate: "2027-01-31"])
        template.unite(&typed, with: &form, isNew: true)
        #expect(typed["importo"] == "12,00" && typed["data_scadenza"] == "2027-01-31" && form[.amount] == "12,00")
        typed["importo"] = ""
        template.unite(&typed, with: &form, isNew: false)
        #expect(form[.amount].isEmpty && typed["importo"] == "")
    }

    @Test func `what is wrong with a part is said by name`() {
        let filled = template.filled(with: ["nome": "x", "importo": "12.3", "data_scadenza": "0024-01-31", "numero_avviso": "PAGOPA|002"])
        #expect(filled.problems.map(\.field) == ["campo_importo", "campo_data_scadenza", "campo_numero_avviso"])
        #expect(filled.problems[1].sentence.contains("l’anno 0024, un anno che non può essere"))
        #expect(filled.problems[2].sentence.contains("non è stato letto per intero"))
    }

    @Test func `the template's rules and its example say what it needs`() {
        #expect(template.paymentRules.amountIsOfText && !template.paymentRules.isRequired && template.example.problems == [])
        let required = MessageTemplate.read(subject: "Avviso di pagamento", content: String(repeating: "Testo. ", count: 20),
                                            requiresPayment: true) { _ in nil }.template
        #expect(required?.paymentRules.isRequired == true && required?.paymentRules.amountIsOfText == false)
    }
}
