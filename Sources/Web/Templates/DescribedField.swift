import Domain
import Template

/// A field of a template as an administrator describes it.
struct DescribedField: View {
    var field: TemplateField
    var labelError = ""
    var kindError = ""
    var paymentError = ""

    static let fields: Fields<Self> = [
        "name": .text { $0.field.name },
        "label": .text { $0.field.label },
        "kind": .text { $0.field.kind.word },
        "kindLabel": .text { $0.field.kind.label },
        "kinds": .list { view in
            TemplateField.Kind.allCases.map { OptionView(value: $0.word, label: $0.label, isSelected: $0 == view.field.kind) }
        },
        "payment": .text { $0.field.payment?.word ?? "" },
        "paymentLabel": .text { $0.field.payment?.label ?? "" },
        "payments": .list { view in
            [OptionView(value: "", label: "–", isSelected: view.field.payment == nil)] + PaymentPart.allCases.map {
                OptionView(value: $0.word, label: $0.label, isSelected: $0 == view.field.payment)
            }
        },
        "paymentError": .text { $0.paymentError },
        "isRequired": .flag { $0.field.isRequired },
        "labelError": .text { $0.labelError },
        "kindError": .text { $0.kindError },
    ]
}
