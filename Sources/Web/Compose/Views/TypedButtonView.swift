import Domain
import Template

/// The two fields of one button of a new notification.
struct TypedButtonView: View {
    var number: Int
    var inputs: [FieldView]

    init(number: Int, typed: TypedButton, problems: [FormProblem]) {
        self.number = number
        let names = FormField.buttons[number - 1]
        let text = FieldView(names.text, typed.text, problems, label: "Testo del pulsante \(number)")
        var address = FieldView(names.address, typed.address, problems, label: "Indirizzo del pulsante \(number)")
        (address.kind, address.example, address.explainedBy) = (.line(keyboard: "url"), "https://", "pulsanti-aiuto")
        inputs = [text, address]
    }

    static let fields: Fields<Self> = [
        "number": .text { String($0.number) },
        "inputs": .list { $0.inputs },
    ]
}
