import Template

/// What is wrong with a form that came, for the summary on top of its page. The same sentences stand beside the fields.
struct Faults {
    /// What did not happen, and what to do.
    var heading: String
    /// In the order of the page.
    var list: [Fault]

    static let none = Faults([], heading: "")

    /// Of a form that came when its session or its page was too old.
    static let kept = "La pagina era aperta da troppo tempo e nulla è stato salvato: quanto scritto è qui, controllarlo e salvare di nuovo."

    static let nothingSaved = "Nulla è stato salvato: correggere quanto indicato."

    init(_ list: [Fault], heading: String = nothingSaved) { (self.heading, self.list) = (list.isEmpty ? "" : heading, list) }

    /// One sentence that says all of it.
    init(saying sentence: String) { (heading, list) = (sentence, []) }

    var isEmpty: Bool { heading.isEmpty }
}

/// A line of the summary, linked to its field.
struct Fault: View {
    /// The id of the field; empty: of none in particular.
    var field: String
    var sentence: String

    static let fields: Fields<Self> = [
        "field": .text { $0.field },
        "sentence": .text { $0.sentence },
    ]
}
