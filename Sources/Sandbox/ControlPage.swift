import Domain
import Template

struct ControlPage: View {
    var fault: String
    var services: [Service]

    static let fields: Fields<Self> = [
        "errore": .text { $0.fault },
        "servizi": .list { $0.services.map(ControlRow.init) },
        "con_indice": .flag { $0.services.count > 1 },
    ]
}

struct ControlRow: View {
    let service: Service

    static let fields: Fields<Self> = [
        "id": .text { $0.service.id },
        "nome": .text { $0.service.name },
        "ente": .text { $0.service.organizationName },
        "account": .text { $0.service.account },
        "chiave_primaria": .text { $0.service.primaryKey },
        "chiave_secondaria": .text { $0.service.secondaryKey },
        "importo_massimo": .text { Amount(cents: Int64($0.service.maximumAmount)).italian },
        "particolarita": .text { $0.service.traits.map(\.rawValue).sorted().joined(separator: ", ") },
        "percentuale": .text { String($0.service.trouble.percent) },
        "latenza": .text { String($0.service.trouble.latencyMilliseconds) },
        "guasto_attivo": .text { $0.service.trouble.summary },
        "guasti": .list { row in
            Trouble.Kind.allCases.map { TroubleOption(kind: $0, isChosen: $0 == row.service.trouble.kind) }
        },
    ]
}

struct TroubleOption: View {
    var kind: Trouble.Kind
    var isChosen: Bool

    static let fields: Fields<Self> = [
        "guasto": .text { $0.kind.rawValue },
        "descrizione": .text { $0.kind.label },
        "scelto": .flag { $0.isChosen },
    ]
}

private extension Trouble {
    /// Empty if nothing goes wrong.
    var summary: String {
        var parts: [String] = []
        if kind != .none { parts.append("\(kind.label), \(percent)% delle chiamate") }
        if latencyMilliseconds > 0 { parts.append("latenza di \(latencyMilliseconds) ms") }
        return parts.joined(separator: "; ")
    }
}

private extension Trouble.Kind {
    var label: String {
        switch self {
        case .none: "nessuno"
        case .storm: "429: troppe richieste"
        case .storage: "500 prima della coda (problem+json)"
        case .badGateway: "502 in HTML"
        case .unavailable: "503 in HTML"
        case .gatewayTimeout: "504 in HTML"
        case .emptyForbidden: "403 senza corpo"
        case .truncated: "risposta troncata"
        case .unknownStatus: "stato sconosciuto"
        case .cut: "connessione interrotta dopo la creazione"
        }
    }
}
