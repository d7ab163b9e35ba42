/// What of the notification's payment a field of its template also is: typed once, it is in the text and in the payment.
package enum PaymentPart: String, Sendable, CaseIterable {
    case amount
    case dueDate = "due_date"
    case noticeNumber = "notice_number"

    /// What forms and the command line call it.
    package var word: String { field.rawValue }

    package init?(word: String) {
        guard let part = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = part
    }

    /// The field of the notification that it fills.
    package var field: FormField {
        switch self {
        case .amount: .amount
        case .dueDate: .dueDate
        case .noticeNumber: .noticeNumber
        }
    }

    /// What people call it.
    package var label: String {
        switch self {
        case .amount: "Somma"
        case .dueDate: "Scadenza"
        case .noticeNumber: "Numero avviso"
        }
    }

    /// The only kind that a field which is also this can be of.
    package var kind: TemplateField.Kind {
        switch self {
        case .amount: .amount
        case .dueDate: .date
        case .noticeNumber: .text
        }
    }

    /// What the words of a field's name say: `importo_da_pagare`, not `importo_rimborso`; `data_scadenza`, not `scadenza_documento`.
    static func guess(_ words: [String]) -> PaymentPart? {
        func are(_ heads: Set<String>, with others: Set<String>) -> Bool {
            words.contains(where: heads.contains) && words.allSatisfy { heads.contains($0) || others.contains($0) }
        }
        if are(["importo", "somma", "totale"], with: ["da", "pagare", "dovuto", "dovuta", "avviso", "pagamento", "euro"]) { return .amount }
        if are(["scadenza", "datascadenza"], with: ["data", "di", "del", "pagamento", "avviso"]) { return .dueDate }
        if are(["numeroavviso", "codiceavviso"], with: ["pagopa"]) { return .noticeNumber }
        let isNumber = words.contains("avviso") && words.contains { ["numero", "codice", "n", "num", "pagopa"].contains($0) }
        let others: Set = ["avviso", "numero", "codice", "n", "num", "pagopa", "di", "del", "pagamento"]
        return isNumber && words.allSatisfy(others.contains) ? .noticeNumber : nil
    }
}

extension MessageTemplate {
    /// The name of the HTML field that is also this part of the payment.
    package func field(of part: PaymentPart) -> TemplateField? { fields.first { $0.payment == part } }

    /// What the template says of the payment of its notifications.
    package var paymentRules: PaymentRules {
        var rules = PaymentRules()
        (rules.isRequired, rules.amountIsOfText) = (requiresPayment, field(of: .amount) != nil)
        return rules
    }

    /// Makes one value of a field and of the part of the payment that it also is, and takes a notice's QR code apart wherever it was read.
    ///
    /// - Parameters:
    ///   - typed: by the fields' names.
    ///   - isNew: the template was chosen just now: what was typed into the payment before comes before what was once typed into a field
    ///     of that name.
    package func unite(_ typed: inout [String: String], with form: inout NotificationForm, isNew: Bool) {
        for field in fields {
            guard let part = field.payment else { continue }
            let own = typed[field.name]
            form[part.field] = isNew && !form[part.field].isEmpty ? form[part.field] : own ?? form[part.field]
        }
        form.takeUpScannedNotice()
        for field in fields {
            if let part = field.payment { typed[field.name] = form[part.field] }
        }
    }
}
