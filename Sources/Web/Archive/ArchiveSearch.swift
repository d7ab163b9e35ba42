import Domain
import FastCGI
import Store
import Template
import Text

/// The archive's filters as they were typed, and what they mean.
struct ArchiveSearch: View {
    private(set) var filter = ArchiveFilter()
    /// Sentences for what could not be understood.
    private(set) var faults: [String] = []
    private var typed: [String: String] = [:]

    /// The names of the filters, in the address and in the form.
    static let names = ["cf", "servizio", "stato", "dal", "al", "oggetto", "uuid", "avviso", "operatore"]

    init(_ query: Form) {
        for name in Self.names {
            let value = (query[name] ?? "").trimmed()
            if !value.isEmpty { typed[name] = value }
        }
        if let cf = typed["cf"] { readFiscalCode(cf) }
        if let service = typed["servizio"] { filter.service = identifier(service, "Il servizio scelto non è valido.") }
        if let person = typed["operatore"] { filter.person = identifier(person, "L’operatore scelto non è valido.") }
        if let id = typed["uuid"] { filter.id = identifier(id, "L’UUID Notifica è fatto di 36 caratteri, come 0190a1b2-….") }
        if let state = typed["stato"] {
            filter.state = NotificationState(rawValue: state)
            if filter.state == nil { faults.append("Lo stato scelto non è valido.") }
        }
        filter.from = date("dal")
        filter.through = date("al")
        filter.subject = typed["oggetto"]
        filter.noticeNumber = typed["avviso"]?.withoutSpaces()
        if let from = filter.from, let through = filter.through, through < from {
            faults.append("La data «al» viene prima della data «dal».")
        }
        if let subject = filter.subject, subject.utf16.count > 120 { faults.append("L’oggetto ha al massimo 120 caratteri.") }
    }

    /// Adds a sentence for why the search was not made.
    mutating func refuse(_ sentence: String) { faults.append(sentence) }

    private mutating func readFiscalCode(_ text: String) {
        filter.fiscalCode = FiscalCode.Prefix.parse(text)?.value
        if filter.fiscalCode == nil { faults.append(FiscalCode.Prefix.fault) }
    }

    private mutating func identifier(_ text: String, _ fault: String) -> Identifier? {
        let id = Identifier(text)
        if id == nil { faults.append(fault) }
        return id
    }

    private mutating func date(_ name: String) -> CalendarDate? {
        guard let text = typed[name] else { return nil }
        let date = try? CalendarDate.parse(text)
        if date == nil { faults.append("La data «\(name)» non esiste o non è scritta come gg/mm/aaaa.") }
        return date
    }

    var isNarrowed: Bool { !typed.isEmpty }

    var looksForUncertain: Bool { filter.state == .uncertain }
    var looksForDoubtsOnly: Bool { looksForUncertain && typed.count == 1 }

    /// The filters as a query, in a fixed order.
    var query: String {
        Form(Self.names.compactMap { name in typed[name].map { (name, $0) } }).urlEncoded
    }

    /// The filters and the page, as a query of at most 2,000 characters: without a filter that alone is longer.
    func query(at position: ArchivePosition) -> String {
        let page = switch position {
        case .newest: ""
        case .olderThan(let id): "dopo=\(id)"
        case .newerThan(let id): "prima=\(id)"
        }
        let whole = query + (query.isEmpty || page.isEmpty ? "" : "&") + page
        return whole.utf8.count <= 2_000 ? whole : ""
    }

    /// Why nobody has the whole codice fiscale that was typed; empty when somebody may, or when only its beginning was.
    var impossibleCode: String {
        guard let code = filter.fiscalCode, code.count == 16 || code.allSatisfy(\.isNumber) && code.count == 11 else { return "" }
        do {
            _ = try FiscalCode.parse(code)
            return ""
        } catch {
            return error.sentence
        }
    }

    func address(adding name: String, _ id: Identifier) -> String {
        "/notifiche?" + (query.isEmpty ? "" : query + "&") + "\(name)=\(id)"
    }

    static let fields: Fields<Self> = [
        "cf": .text { $0.typed["cf"] ?? "" },
        "from": .text { $0.filter.from?.iso ?? $0.typed["dal"] ?? "" },
        "through": .text { $0.filter.through?.iso ?? $0.typed["al"] ?? "" },
        "subject": .text { $0.typed["oggetto"] ?? "" },
        "uuid": .text { $0.typed["uuid"] ?? "" },
        "notice": .text { $0.typed["avviso"] ?? "" },
        "faults": .texts { $0.faults },
        "hasFaults": .flag { !$0.faults.isEmpty },
        "isNarrowed": .flag { $0.isNarrowed },
        "usesMore": .flag { search in ["oggetto", "uuid", "avviso", "operatore"].contains { search.typed[$0] != nil } },
        "typedFields": .list { search in
            Self.names.compactMap { name in search.typed[name].map { TypedField(name: name, value: $0) } }
        },
    ]
}
