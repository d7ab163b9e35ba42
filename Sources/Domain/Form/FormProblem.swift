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
    /// What is wrong and what to do, in Italian. It names no button: "Aggiungi comunque" is there only when nothing but warnings is left.
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
