import Domain
import FastCGI
import Store
import Template
import Text

/// The archive's filters.
typealias ArchiveSearch = Search<ArchiveFilter>

extension ArchiveSearch {
    /// What the one box of the page is for; all else is chosen among the filters.
    static let boxKeys: Set = ["cf", "oggetto", "uuid", "fine", "avviso", "consegna"]

    /// A search as a form asks for it, whose field `cerca` may hold anything, told by how it looks. A button may take one of the
    /// filters off.
    ///
    /// - Parameter isCitizen: whether somebody's codice fiscale begins with what may also be a word.
    init(_ form: Form, where isCitizen: (FiscalCode.Prefix) throws -> Bool) rethrows {
        let typed = form.text("cerca")
        var fields = form.fields.filter { typed.isEmpty || !Self.boxKeys.contains($0.name) }.map { ($0.name, $0.value) }
        if !typed.isEmpty { fields += try Self.fields(Sought.read(typed), where: isCitizen) }
        if let off = form["togli"] {
            let severals = Set(ArchiveFilter.criteria.filter { $0.kind == .choices }.map(\.key))
            fields.removeAll { name, value in off == "\(name)=\(value.trimmed())" || off.hasPrefix("\(name)=") && !severals.contains(name) }
        }
        self.init(Form(fields))
    }

    private static func fields(_ sought: Sought, where isCitizen: (FiscalCode.Prefix) throws -> Bool) rethrows -> [(String, String)] {
        switch sought {
        case .id(let id): return [("uuid", id.description)]
        case .idEnd(let end): return [("fine", end)]
        case .ioID(let id): return [("consegna", id)]
        case .noticeNumber(let number): return [("avviso", number.value)]
        case .fiscalCode(let code): return [("cf", code.value)]
        case .fiscalCodeOrWord(let code, let word): return try isCitizen(code) ? [("cf", code.value)] : [("oggetto", word)]
        case .words(let words, let code): return (code.map { [("cf", $0.value)] } ?? []) + [("oggetto", words)]
        }
    }

    /// What stands in the box.
    var boxText: String { Self.boxKeys.sorted().flatMap(texts).joined(separator: " ") }

    /// Whether nothing is asked for beside it.
    var isOfBox: Bool { isNarrowed && typedFields.allSatisfy { Self.boxKeys.contains($0.name) } }

    var looksForUncertain: Bool { filter.states == [.uncertain] }
    var looksForDoubtsOnly: Bool { looksForUncertain && narrowness == 1 }

    /// Why what was typed can have found nothing: of a whole codice fiscale that nobody has, of words alone; else empty.
    var whyNothing: String {
        if filter.subject != nil, filter.fiscalCode == nil, isOfBox {
            return "Le parole si cercano nell’oggetto. Un cittadino si cerca con il codice fiscale, anche solo l’inizio: il suo nome non "
                + "è nell’archivio."
        }
        guard let code = filter.fiscalCode, code.count == 16 || code.allSatisfy(\.isNumber) && code.count == 11 else { return "" }
        do {
            _ = try FiscalCode.parse(code)
            return ""
        } catch {
            return error.sentence
        }
    }
}

/// A filter that is set, as a button that takes it off.
struct ArchiveChip: View {
    var field: TypedField
    var label: String
    var words: String

    static let fields: Fields<Self> = [
        "off": .text { "\($0.field.name)=\($0.field.value)" },
        "label": .text { $0.label },
        "words": .text { $0.words },
    ]
}
