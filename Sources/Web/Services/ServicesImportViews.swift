import Domain
import Template

/// Where a list of services is pasted.
struct ServicesImportView: View {
    /// What was pasted; empty when it came in a file.
    var text = ""
    var faults: [String] = []
    var cameInFile = false

    /// Those that a page shows; the others are counted.
    private static let most = 50

    /// One leads to the field, which lines of a list cannot.
    var summary: Faults {
        let more = faults.count - Self.most
        let lines = faults.prefix(Self.most) + (more > 0 ? ["e altri \(more.italian) errori"] : [])
        return Faults(lines.map { Fault(field: faults.count == 1 ? (cameInFile ? file.name : list.name) : "", sentence: $0) },
                      heading: "Nessun servizio è stato importato: correggere l’elenco.")
    }

    private var error: String {
        faults.count > 1 ? "\(faults.count.italian) errori: sono in cima alla pagina." : faults.first ?? ""
    }

    private var list: FieldView {
        FieldView(
            name: "elenco", label: "Elenco", kind: .area(rows: 8), help: "Contiene chiavi: non lasciare la pagina aperta.", isCode: true,
            value: text, error: cameInFile ? "" : error)
    }

    private var file: FieldView {
        FieldView(name: "file", label: "Oppure un file CSV", kind: .file(accept: ".csv,text/csv,text/plain"),
                  error: cameInFile ? error : "")
    }

    static let fields: Fields<Self> = [
        "inputs": .list { [$0.list, $0.file] },
        "columns": .text { _ in ServiceList.columns.joined(separator: ";") },
    ]
}

/// What would be added.
struct ServicesImportLookView: View {
    var lines: [ServiceList.Line]
    var sealed: String

    static let fields: Fields<Self> = [
        "lines": .list { $0.lines.map(ImportLineView.init) },
        "count": .text { $0.lines.count == 1 ? "un servizio" : "\($0.lines.count.italian) servizi" },
        "sealed": .text { $0.sealed },
    ]
}

struct ImportLineView: View {
    var line: ServiceList.Line

    static let fields: Fields<Self> = [
        "number": .text { String($0.line.number) },
        "name": .text { $0.line.description?.name ?? "" },
        "ioServiceID": .text { $0.line.description?.ioServiceID ?? "" },
        "isTrial": .flag { $0.line.description?.environment == .trial },
        "isSecure": .flag { $0.line.description?.requiresSecureChannels == true },
        "maximum": .text { $0.line.description?.maximumAmount.italian ?? "" },
        "keys": .texts { view in
            KeySlot.allCases.compactMap { slot in view.line.keys[slot].map { "\(slot.label) …\($0.last4)" } }
        },
    ]
}
