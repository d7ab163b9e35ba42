import Domain
import FastCGI
import Store
import Text

/// The filters of a list as they were typed, and what they mean.
struct Search<Filter: ListFilter> {
    private(set) var filter = Filter()
    /// Why the search was not made.
    private(set) var faults: [Fault] = []
    private var typed: [String: [String]] = [:]
    /// What stands for it in addresses; `nil`: they say it whole.
    var key: String?

    init(_ query: Form) {
        for criterion in Filter.criteria where !query.fields.isEmpty {
            let texts = query.fields.filter { $0.name == criterion.key }.map { $0.value.trimmed() }
            let meant = criterion.kind == .choices ? texts.filter { !$0.isEmpty } : texts.prefix(1).filter { !$0.isEmpty }
            if meant.isEmpty { continue }
            typed[criterion.key] = meant
            if !meant.map({ criterion.read($0, into: &filter) }).allSatisfy(\.self), !criterion.fault.isEmpty {
                faults.append(Fault(field: criterion.key, sentence: criterion.fault))
            }
        }
        if let from = filter.from, let through = filter.through, through < from {
            faults.append(Fault(field: "al", sentence: "La data «al» viene prima della data «dal»."))
        }
    }

    /// Adds a sentence for why the search was not made; of a field, in the place of what was said of it.
    mutating func refuse(_ sentence: String, beside key: String = "") {
        faults.removeAll { $0.field == key && !key.isEmpty }
        faults.append(Fault(field: key, sentence: sentence))
    }

    var summary: Faults { Faults(faults, heading: "La ricerca non è stata eseguita.") }

    /// By how many criteria.
    var narrowness: Int { typed.count }
    var isNarrowed: Bool { !typed.isEmpty }

    /// What was typed for a criterion.
    func texts(_ key: String) -> [String] { typed[key] ?? [] }

    /// The filters in a fixed order.
    var typedFields: [TypedField] {
        guard isNarrowed else { return [] }
        return Filter.criteria.flatMap { criterion in texts(criterion.key).map { TypedField(name: criterion.key, value: $0) } }
    }

    /// The same as a query.
    var query: String { Form(typedFields.map { ($0.name, $0.value) }).urlEncoded }

    /// The address of a page with these filters, and with more.
    func address(_ page: String, _ more: (name: String, value: String)...) -> String { address(page, more) }

    func address(_ page: String, _ more: [(name: String, value: String)]) -> String {
        let whole = query(with: more)
        return whole.isEmpty ? page : page + "?" + whole
    }

    /// What such an address asks for.
    func query(with more: [(name: String, value: String)]) -> String {
        let parts = [key.map { "ricerca=\($0)" } ?? query] + more.map { "\($0.name)=\($0.value)" }
        return parts.filter { !$0.isEmpty }.joined(separator: "&")
    }

    /// A field for each criterion whose key is wanted; not for what is chosen from several boxes.
    ///
    /// - Parameter choices: by the criterion's key; the first of each narrows nothing.
    func fields(choices: [String: [OptionView]], where isWanted: (String) -> Bool = { _ in true }) -> [FieldView] {
        Filter.criteria.filter { isWanted($0.key) && $0.kind != .choices }.map { criterion in
            var field = FieldView(name: criterion.key, label: criterion.label, value: texts(criterion.key).first ?? "")
            switch criterion.kind {
            case .text(let most): (field.maximumLength, field.help) = (most, criterion.help)
            case .code(let alphabet, let most):
                (field.isCode, field.isUppercase, field.maximumLength) = (true, alphabet == .capitals, most)
                if alphabet == .digits { field.kind = .line(keyboard: "numeric") }
            case .day: field.kind = .date
            case .choice:
                field.kind = .choice(choices[criterion.key] ?? [])
                field.value = criterion.texts(filter).first ?? field.value
            case .choices: break
            }
            field.error = error(beside: criterion.key)
            return field
        }
    }

    /// What is wrong with a criterion.
    func error(beside key: String) -> String {
        faults.isEmpty ? "" : faults.filter { $0.field == key }.map(\.sentence).joined(separator: " ")
    }
}
