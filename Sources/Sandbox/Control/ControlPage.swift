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
        "latenza": .text { String($0.service.trouble.latencyMilliseconds.lowerBound) },
        "latenza_massima": .text { row in
            let latency = row.service.trouble.latencyMilliseconds
            return latency.count > 1 ? String(latency.upperBound) : ""
        },
        "guasto_attivo": .text { $0.service.trouble.summary },
        "guasti": .list { row in
            Trouble.Kind.allCases.map { Choice(value: $0.rawValue, label: $0.label, isChosen: $0 == row.service.trouble.kind) }
        },
        "operazioni": .list { row in
            Trouble.Scope.allCases.map { Choice(value: $0.rawValue, label: $0.label, isChosen: $0 == row.service.trouble.scope) }
        },
    ]
}

/// One line of a list to choose from.
struct Choice: View {
    var value: String
    var label: String
    var isChosen: Bool

    static let fields: Fields<Self> = [
        "valore": .text { $0.value },
        "descrizione": .text { $0.label },
        "scelto": .flag { $0.isChosen },
    ]
}
