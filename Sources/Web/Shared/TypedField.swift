import Template

/// What was typed, as a hidden field of a form that takes it along.
struct TypedField: View {
    var name: String
    var value: String
    static let fields: Fields<Self> = ["name": .text { $0.name }, "value": .text { $0.value }]
}
