import Domain
import Template

/// A number that leads to what it counts.
struct NumberView: View {
    var label: String
    var number: String
    var address: String
    var isUrgent = false

    static let fields: Fields<Self> = [
        "label": .text { $0.label },
        "number": .text { $0.number },
        "address": .text { $0.address },
        "isUrgent": .flag { $0.isUrgent },
    ]
}

extension NumberView {
    /// A number that was not counted further than just below `most`.
    static func text(_ count: Int, upTo most: Int) -> String { count < most ? count.italian : "oltre \((most - 1).italian)" }
}
