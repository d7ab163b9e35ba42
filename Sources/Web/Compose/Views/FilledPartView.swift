import Domain
import Template

/// A part of the payment that is typed into a field of the template, and not a second time.
struct FilledPartView: View {
    let part: PaymentPart
    let field: TemplateField
    /// Empty: nothing yet that is right.
    let value: String

    static let fields: Fields<Self> = [
        "label": .text { $0.part == .noticeNumber ? "Notifica Pagamento" : $0.part.label },
        "value": .text { $0.value.isEmpty || $0.part != .amount ? $0.value : "\($0.value) €" },
        "isCode": .flag { $0.part == .noticeNumber },
        "name": .text { $0.field.formName },
        "fieldLabel": .text { $0.field.label },
    ]
}
