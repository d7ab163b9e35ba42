import Domain
import Template

/// One field of the new notification: what was typed and what is wrong with it, or only doubtful.
struct ComposeFieldView: View {
    var value: String
    var errors: [String] = []
    var warnings: [String] = []

    init(_ value: String, _ field: FormField, _ problems: [FormProblem]) {
        self.value = value
        for problem in problems where problem.field == field {
            if problem.severity == .error { errors.append(problem.sentence) } else { warnings.append(problem.sentence) }
        }
    }

    static let fields: Fields<Self> = [
        "value": .text { $0.value },
        "errors": .texts { $0.errors },
        "warnings": .texts { $0.warnings },
        "isInvalid": .flag { !$0.errors.isEmpty },
        "hasProblem": .flag { !$0.errors.isEmpty || !$0.warnings.isEmpty },
    ]
}
