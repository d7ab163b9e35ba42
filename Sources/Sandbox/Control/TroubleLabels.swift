/// Troubles as the control page names them.
extension Trouble {
    /// Empty if nothing goes wrong.
    var summary: String {
        var parts: [String] = []
        if kind != .none { parts.append("\(kind.label), \(percent)% delle chiamate") }
        let (least, most) = (latencyMilliseconds.lowerBound, latencyMilliseconds.upperBound)
        if most > 0 { parts.append(least == most ? "latenza di \(least) ms" : "latenza da \(least) a \(most) ms") }
        if !parts.isEmpty, scope != .all { parts.append("solo \(scope.label)") }
        return parts.joined(separator: "; ")
    }
}

extension Trouble.Scope {
    var label: String {
        switch self {
        case .all: "tutte"
        case .profile: "richieste del profilo"
        case .submit: "invii di messaggi"
        case .status: "verifiche dello stato"
        }
    }
}

extension Trouble.Kind {
    var label: String {
        switch self {
        case .none: "nessuno"
        case .mixed: "misto: uno diverso a ogni chiamata"
        case .storm: "429: troppe richieste"
        case .storage: "500 prima della coda (problem+json)"
        case .htmlError: "500 in HTML, nulla è creato"
        case .badGateway: "502 in HTML, nulla è creato"
        case .unavailable: "503 in HTML, nulla è creato"
        case .gatewayTimeout: "504 in HTML, nulla è creato"
        case .requestTimeout: "408 in HTML, nulla è creato"
        case .cutBefore: "connessione interrotta prima della creazione"
        case .hangBefore: "nessuna risposta, nulla è creato"
        case .redirect: "302: rinvio a un altro indirizzo"
        case .badRequest: "400: messaggio non valido"
        case .wrongKey: "401: chiave non valida"
        case .emptyForbidden: "403 senza corpo"
        case .cut: "connessione interrotta dopo la creazione"
        case .hang: "risposta fuori tempo, dopo la creazione"
        case .gatewayTimeoutAfterwards: "504 in HTML dopo la creazione"
        case .acceptedOnly: "202 senza identificativo, dopo la creazione"
        case .truncated: "risposta troncata"
        case .truncatedWithoutLocation: "risposta troncata e senza Location"
        case .unknownStatus: "stato sconosciuto"
        }
    }
}
