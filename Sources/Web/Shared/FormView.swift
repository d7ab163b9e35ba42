import Domain
import FastCGI
import Template

/// A form of its own on a page of several: fields, a button, and the address of the act.
struct FormView: View {
    var id: String
    var heading: String
    var introduction = ""
    var address: String
    var button: String
    /// Whether the page is there for it, and its button is the one that stands out.
    var isMain = false
    var inputs: [FieldView]
    /// What is asked before it is done; it comes back with the answer.
    var question = ""
    var answer = ""

    /// The field of a name that the form has.
    subscript(name: String) -> FieldView {
        get { inputs[index(of: name)] }
        set { inputs[index(of: name)] = newValue }
    }

    private func index(of name: String) -> Int {
        guard let index = inputs.firstIndex(where: { $0.name == name }) else { preconditionFailure("the form has no field \(name)") }
        return index
    }

    /// Takes what came of each field.
    mutating func read(_ form: Form) {
        for index in inputs.indices { inputs[index].read(form) }
    }

    /// What is wrong with it, in the order of its fields.
    var faults: [Fault] { inputs.compactMap(\.fault) }

    private var isUpload: Bool { inputs.contains { if case .file = $0.kind { true } else { false } } }

    static let fields: Fields<Self> = [
        "id": .text { $0.id },
        "heading": .text { $0.heading },
        "introduction": .text { $0.introduction },
        "address": .text { $0.address },
        "button": .text { $0.button },
        "isMain": .flag { $0.isMain },
        "fields": .list { $0.inputs },
        "rows": .list { form in form.inputs.map { SettingRowView(field: $0, form: form) } },
        "isUpload": .flag { $0.isUpload },
        "question": .text { $0.question },
        "answer": .text { $0.answer },
    ]
}
