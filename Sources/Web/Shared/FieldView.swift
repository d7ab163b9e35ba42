import Domain
import FastCGI
import Template

/// A field of a form: what it is called, what was typed and what is wrong with that. Every form of every page is made of these;
/// `field.mustache` shows one.
struct FieldView: View {
    enum Kind {
        /// One line. The keyboard is what a telephone shows: email, url, numeric; empty: any text. The browser checks nothing.
        case line(keyboard: String = "")
        case password(autocomplete: String)
        case area(rows: Int)
        case choice([OptionView])
        case file(accept: String)
    }

    /// Its id too.
    var name: String
    var label: String
    var kind = Kind.line()
    var help = ""
    var isRequired = false
    /// No words: in letters of one width, and no spelling is looked at.
    var isCode = false
    var value = ""
    var error = ""

    /// For the summary of what is wrong.
    var fault: Fault? { error.isEmpty ? nil : Fault(field: name, sentence: error) }

    /// The ids of what a screen reader says with it.
    private var description: String {
        [help.isEmpty ? nil : "\(name)-aiuto", error.isEmpty ? nil : "\(name)-errore"].compactMap { $0 }.joined(separator: " ")
    }

    private var keyboard: String { if case .line(let keyboard) = kind { keyboard } else { "" } }
    private var autocomplete: String { if case .password(let autocomplete) = kind { autocomplete } else { "off" } }
    private var rows: String { if case .area(let rows) = kind { String(rows) } else { "" } }
    private var accept: String { if case .file(let accept) = kind { accept } else { "" } }

    private var options: [OptionView] {
        guard case .choice(let options) = kind else { return [] }
        return options.map { option in
            var option = option
            option.isSelected = option.value == value
            return option
        }
    }

    /// Of an `<input>`; empty for the other elements.
    private var type: String {
        switch kind {
        case .line: "text"
        case .password: "password"
        case .file: "file"
        case .area, .choice: ""
        }
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "label": .text { $0.label },
        "type": .text { $0.type },
        "keyboard": .text { $0.keyboard },
        "autocomplete": .text { $0.autocomplete },
        "rows": .text { $0.rows },
        "accept": .text { $0.accept },
        "hasOptions": .flag { if case .choice = $0.kind { true } else { false } },
        "options": .list { $0.options },
        "help": .text { $0.help },
        "isRequired": .flag { $0.isRequired },
        "isCode": .flag { $0.isCode },
        "description": .text { $0.description },
        // Neither a password nor a file comes back.
        "value": .text { if case .line = $0.kind { $0.value } else if case .area = $0.kind { $0.value } else { "" } },
        "error": .text { $0.error },
    ]
}

extension Form {
    /// What was typed into a field, without the white space around it; empty when the field did not come.
    func text(_ name: String) -> String { (self[name] ?? "").trimmedSpaces }

    /// Whether a field came: a box that was ticked, a button that was pressed.
    func has(_ name: String) -> Bool { self[name] != nil }

    /// The identifier in a field, `nil` when there is none.
    func id(_ name: String) -> Identifier? { self[name].flatMap { Identifier($0) } }
}
