import Domain

extension FieldView {
    /// A field of the new notification: what was typed and what is wrong with it, or only doubtful.
    init(_ field: FormField, _ value: String, _ problems: [FormProblem], label: String = "") {
        let own = problems.filter { $0.field == field }
        self.init(name: field.rawValue, label: label, value: value)
        error = own.filter { $0.severity == .error }.map(\.sentence).joined(separator: " ")
        warnings = own.filter { $0.severity == .warning }.map(\.sentence)
    }
}
