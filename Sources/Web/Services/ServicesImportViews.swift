import Domain
import Template

/// Where a list of services is pasted.
struct ServicesImportView: View {
    var text = ""
    var faults: [String] = []

    /// Those that a page shows; the others are counted.
    private static let most = 50

    static let fields: Fields<Self> = [
        "text": .text { $0.text },
        "faults": .texts { Array($0.faults.prefix(most)) },
        "hasFaults": .flag { !$0.faults.isEmpty },
        "more": .text { $0.faults.count > most ? ($0.faults.count - most).italian : "" },
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
