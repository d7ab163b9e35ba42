import Domain
import FastCGI
import Store

/// The filters of a list as they were typed, and what they mean.
struct Search<Filter: ListFilter> {
    private(set) var filter = Filter()
    /// Why the search was not made.
    private(set) var faults: [Fault] = []
    private var typed: [String: String] = [:]

    init(_ query: Form) {
        for criterion in Filter.criteria {
            let text = query.text(criterion.key)
            guard !text.isEmpty else { continue }
            typed[criterion.key] = text
            if !criterion.read(text, into: &filter), !criterion.fault.isEmpty {
                faults.append(Fault(field: criterion.key, sentence: criterion.fault))
            }
        }
        if let from = filter.from, let through = filter.through, through < from {
            faults.append(Fault(field: "al", sentence: "La data «al» viene prima della data «dal»."))
        }
    }

    /// Adds a sentence for why the search was not made.
    mutating func refuse(_ sentence: String) { faults.append(Fault(field: "", sentence: sentence)) }

    var summary: Faults { Faults(faults, heading: "La ricerca non è stata eseguita.") }

    /// By how many criteria.
    var narrowness: Int { typed.count }
    var isNarrowed: Bool { !typed.isEmpty }

    /// The filters in a fixed order.
    var typedFields: [TypedField] {
        Filter.criteria.compactMap { criterion in typed[criterion.key].map { TypedField(name: criterion.key, value: $0) } }
    }

    /// The same as a query.
    var query: String { Form(typedFields.map { ($0.name, $0.value) }).urlEncoded }

    /// The address of a page with these filters, from a place in its list on.
    func address(_ page: String, _ place: (name: String, id: String)? = nil) -> String {
        let parts = [query, place.map { "\($0.name)=\($0.id)" } ?? ""].filter { !$0.isEmpty }
        return parts.isEmpty ? page : page + "?" + parts.joined(separator: "&")
    }

    /// A field for each criterion whose key is wanted.
    ///
    /// - Parameter choices: by the criterion's key; the first of each narrows nothing.
    func fields(choices: [String: [OptionView]], where isWanted: (String) -> Bool = { _ in true }) -> [FieldView] {
        Filter.criteria.filter { isWanted($0.key) }.map { criterion in
            var field = FieldView(name: criterion.key, label: criterion.label, value: typed[criterion.key] ?? "")
            switch criterion.kind {
            case .text(let most): (field.maximumLength, field.help) = (most, criterion.help)
            case .code(let alphabet, let most):
                (field.isCode, field.isUppercase, field.maximumLength) = (true, alphabet == .capitals, most)
                if alphabet == .digits { field.kind = .line(keyboard: "numeric") }
            case .day: field.kind = .date
            case .choice:
                field.kind = .choice(choices[criterion.key] ?? [])
                field.value = criterion.text(filter) ?? field.value
            }
            field.error = faults.filter { $0.field == criterion.key }.map(\.sentence).joined(separator: " ")
            return field
        }
    }
}
