import Domain
import FastCGI
import Store
import Template
import Text

/// The filters of Registro as they were chosen, and what they mean. A choice that nobody is offered narrows nothing.
struct AuditSearch: View {
    private(set) var filter = AuditFilter()
    /// Sentences for what could not be understood.
    private(set) var faults: [String] = []
    private var typed: [String: String] = [:]

    private static let names = ["azione", "persona", "dal", "al"]

    init(_ query: Form) {
        for name in Self.names {
            let value = (query[name] ?? "").trimmed()
            if !value.isEmpty { typed[name] = value }
        }
        filter.action = typed["azione"].flatMap(AuditAction.init(rawValue:))
        filter.person = typed["persona"].flatMap { Identifier($0) }
        filter.from = date("dal")
        filter.through = date("al")
        if let from = filter.from, let through = filter.through, through < from {
            faults.append("La data «al» viene prima della data «dal».")
        }
    }

    private mutating func date(_ name: String) -> CalendarDate? {
        guard let text = typed[name] else { return nil }
        let date = try? CalendarDate.parse(text)
        if date == nil { faults.append("La data «\(name)» non esiste o non è scritta come gg/mm/aaaa.") }
        return date
    }

    func address(before last: Identifier? = nil) -> String {
        var fields = Self.names.compactMap { name in typed[name].map { (name, $0) } }
        if let last { fields.append(("prima", last.description)) }
        return "/registro" + (fields.isEmpty ? "" : "?" + Form(fields).urlEncoded)
    }

    static let fields: Fields<Self> = [
        "from": .text { $0.filter.from?.iso ?? $0.typed["dal"] ?? "" },
        "through": .text { $0.filter.through?.iso ?? $0.typed["al"] ?? "" },
        "faults": .texts { $0.faults },
        "hasFaults": .flag { !$0.faults.isEmpty },
        "isNarrowed": .flag { !$0.typed.isEmpty },
    ]
}
