import Domain
import Template

/// A field of a template as an administrator describes it.
struct DescribedField: View {
    var field: TemplateField
    var labelError = ""
    var kindError = ""

    static let fields: Fields<Self> = [
        "name": .text { $0.field.name },
        "label": .text { $0.field.label },
        "kind": .text { $0.field.kind.word },
        "kindLabel": .text { $0.field.kind.label },
        "kinds": .list { view in
            TemplateField.Kind.allCases.map { OptionView(value: $0.word, label: $0.label, isSelected: $0 == view.field.kind) }
        },
        "isRequired": .flag { $0.field.isRequired },
        "labelError": .text { $0.labelError },
        "kindError": .text { $0.kindError },
    ]
}

extension TemplateField.Kind {
    /// What people read.
    var label: String {
        switch self {
        case .text: "Testo di una riga"
        case .longText: "Testo lungo"
        case .date: "Data"
        case .amount: "Importo in euro"
        case .number: "Numero intero"
        }
    }
}
