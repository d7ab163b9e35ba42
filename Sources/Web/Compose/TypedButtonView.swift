import Domain
import Template

/// The two fields of one button of a new notification.
struct TypedButtonView: View {
    var number: Int
    var typed: TypedButton
    var problems: [FormProblem]

    static let fields: Fields<Self> = [
        "number": .text { String($0.number) },
        "buttonText": .view { ComposeFieldView($0.typed.text, FormField.buttons[$0.number - 1].text, $0.problems) },
        "buttonAddress": .view { ComposeFieldView($0.typed.address, FormField.buttons[$0.number - 1].address, $0.problems) },
    ]
}
