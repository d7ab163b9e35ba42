import Domain
import FastCGI
import Template
import Text

/// A field of a form: what it is called, what was typed and what is wrong with that. Every form of every page is made of these;
/// `field.mustache` shows one.
struct FieldView: View {
    enum Kind {
        /// One line. The keyboard is what a telephone shows: email, url, numeric; empty: any text. The browser checks nothing.
        case line(keyboard: String = "")
        /// One line that is taken letter by letter, as a user name or a code: no telephone corrects it, or begins it with a capital.
        case exact(autocomplete: String = "off", keyboard: String = "")
        case password(autocomplete: String)
        case area(rows: Int)
        /// A day. One that does not exist comes back as it was typed.
        case date
        /// Hours and minutes. What is no time of day comes back as it was typed.
        case time
        case choice([OptionView])
        case file(accept: String)
        /// A box: ticked when its value is not empty.
        case tick
    }

    /// Its id too.
    var name: String
    var label: String
    var kind = Kind.line()
    var help = ""
    var isRequired = false
    /// No words: in letters of one width, and no spelling is looked at. So is what is taken letter by letter.
    var isCode = false
    /// Not where every field of the form is required.
    var marksRequired = true
    /// A code whose letters are capitals.
    var isUppercase = false
    /// Shown while nothing is typed.
    var example = ""
    /// As many characters as a browser lets in; 0: any number.
    var maximumLength = 0
    /// The id of what explains several fields.
    var explainedBy = ""
    /// The id of what the guide says of it; empty: nothing.
    var guide = ""
    /// Where whoever opens the page begins to type.
    var isFocused = false
    var value = ""
    /// What an empty one means, where its value is read without its form.
    var whenEmpty = "non indicato"
    var error = ""
    /// What is only doubtful.
    var warnings: [String] = []

    /// Takes what came of it: without the white space around it, and of a box whether it was ticked.
    mutating func read(_ form: Form) { value = isTick ? (form.has(name) ? "1" : "") : form.text(name) }

    /// The value where it is read without its form.
    var inWords: String { isTick ? (value.isEmpty ? "No" : "Sì") : value.isEmpty ? whenEmpty : value }

    /// For the summary of what is wrong.
    var fault: Fault? { error.isEmpty ? nil : Fault(field: name, sentence: error) }

    /// The ids of what a screen reader says with it.
    private var description: String {
        (explainedBy.isEmpty ? "" : explainedBy + " ") + (help.isEmpty ? "" : name + "-aiuto ") + name + "-problemi"
    }

    private var keyboard: String {
        switch kind {
        case .line(let keyboard), .exact(_, let keyboard): keyboard
        case .password, .area, .date, .time, .choice, .file, .tick: ""
        }
    }

    private var autocomplete: String {
        switch kind {
        case .exact(let autocomplete, _), .password(let autocomplete): autocomplete
        case .line, .area, .date, .time, .choice: "off"
        case .file, .tick: "" // have no such attribute
        }
    }

    /// The day that was typed, as a browser's field of a day wants it; `nil`: what was typed is no day.
    private var day: String? { value.isEmpty ? "" : (try? CalendarDate.parse(value))?.iso }

    /// The same of a time of day.
    private var time: String? { value.isEmpty ? "" : ClockTime.parse(value)?.text }

    /// What comes back with a form that was refused: neither a password nor a file does.
    private var shown: String {
        switch kind {
        case .line, .exact, .area, .tick: value
        case .date: day ?? value
        case .time: time ?? value
        case .password, .choice, .file: ""
        }
    }

    private var isTick: Bool { if case .tick = kind { true } else { false } }
    private var isExact: Bool { if case .exact = kind { true } else { false } }
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
        case .line, .exact: "text"
        case .password: "password"
        case .file: "file"
        case .date: day == nil ? "text" : "date"
        case .time: time == nil ? "text" : "time"
        case .area, .choice, .tick: ""
        }
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "label": .text { $0.label },
        "isTick": .flag { $0.isTick },
        "type": .text { $0.type },
        "keyboard": .text { $0.keyboard },
        "autocomplete": .text { $0.autocomplete },
        "rows": .text { $0.rows },
        "accept": .text { $0.accept },
        "hasOptions": .flag { if case .choice = $0.kind { true } else { false } },
        "options": .list { $0.options },
        "help": .text { $0.help },
        "isRequired": .flag { $0.isRequired },
        "isCode": .flag { $0.isCode || $0.isExact },
        "isMarked": .flag { $0.isRequired && $0.marksRequired },
        "isFocused": .flag { $0.isFocused },
        "guide": .text { $0.guide },
        "isExact": .flag { $0.isExact },
        "description": .text { $0.description },
        "isNoProse": .flag { $0.isCode || $0.isExact || !$0.keyboard.isEmpty },
        "isUppercase": .flag { $0.isUppercase },
        "example": .text { $0.example },
        "maximumLength": .text { $0.maximumLength == 0 ? "" : String($0.maximumLength) },
        "value": .text { $0.shown },
        "error": .text { $0.error },
        "warnings": .texts { $0.warnings },
    ]
}

extension Form {
    /// What was typed into a field, without the white space around it; empty when the field did not come.
    func text(_ name: String) -> String { (self[name] ?? "").trimmed() }

    /// Whether a field came: a box that was ticked, a button that was pressed.
    func has(_ name: String) -> Bool { self[name] != nil }

    /// The identifier in a field, `nil` when there is none.
    func id<Kind: Identified>(_ name: String) -> ID<Kind>? { self[name].flatMap { ID($0) } }
}
