/// The fields of a new notification, in the order of the page. The raw value is the HTML field's name.
package enum FormField: String, Sendable, CaseIterable {
    case service = "servizio"
    case fiscalCode = "codice_fiscale"
    case subject = "oggetto"
    case content = "contenuto"
    case button1Text = "pulsante_1_testo"
    case button1Address = "pulsante_1_indirizzo"
    case button2Text = "pulsante_2_testo"
    case button2Address = "pulsante_2_indirizzo"
    case dueDate = "scadenza"
    case amount = "somma"
    case noticeNumber = "numero_avviso"
    case payAfterDue = "paga_dopo_scadenza"

    /// The two fields of each button.
    package static let buttons: [(text: FormField, address: FormField)] =
        [(.button1Text, .button1Address), (.button2Text, .button2Address)]
}

/// Something about a form that keeps it from being sent.
package struct FormProblem: Sendable, Hashable {
    package enum Severity: Sendable {
        /// Must be corrected.
        case error
        /// May be overridden by "Aggiungi comunque".
        case warning
    }

    package var field: FormField
    package var severity: Severity
    /// What the hidden field `avvertenze` carries, so that exactly the warnings of a page are overridden.
    /// Letters, digits, `.`, `-`, `_`; it names the value where another value would be another risk.
    package var key: String
    /// What is wrong and what to do, in Italian.
    package var sentence: String

    package init(field: FormField, severity: Severity, key: String, sentence: String) {
        self.field = field
        self.severity = severity
        self.key = key
        self.sentence = sentence
    }
}

/// A form that was looked at.
package struct CheckedForm: Sendable {
    /// All of them at once, in the order of the fields.
    package var problems: [FormProblem]
    /// What may be sent, once the warnings are overridden; `nil` when there is an error.
    package var content: NotificationContent?

    package var errors: [FormProblem] { problems.filter { $0.severity == .error } }
    package var warnings: [FormProblem] { problems.filter { $0.severity == .warning } }
}
