import Template

/// One choice of a `<select>`.
struct OptionView: View {
    var value: String
    var label: String
    var isSelected = false
    var isTrial = false
    var isSecure = false

    static let fields: Fields<Self> = [
        "value": .text { $0.value },
        "label": .text { $0.label },
        "isSelected": .flag { $0.isSelected },
        "isTrial": .flag { $0.isTrial },
        "isSecure": .flag { $0.isSecure },
    ]
}
