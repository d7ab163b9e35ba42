import Domain
import Store
import Template

/// A line of the audit.
struct AuditLineView: View {
    var line: AuditLine
    var names: AuditNames

    private var subject: (name: String, address: String) {
        guard let id = line.subject else { return ("", "") }
        let end = "…" + id.description.suffix(12)
        return switch line.action.subject {
        case .notification: (end, "/notifiche/\(id)")
        case .service: (names.services[id] ?? end, "/servizi/\(id)")
        case .template: (names.templates[id] ?? end, "/modelli/\(id)")
        case .person: (names.people[id] ?? end, "/utenti/\(id)")
        case .tenant: (names.tenants[id] ?? end, "/enti/\(id)")
        // Only whoever asked for it may take it.
        case .export, .nothing: (end, "")
        }
    }

    /// Another notification that the detail names.
    private var resent: String { line.action == .notificationResent ? line.detail ?? "" : "" }

    private var detail: String {
        guard let detail = line.detail, resent.isEmpty else { return "" }
        switch line.action {
        case .serviceAdded: return Environment(rawValue: detail)?.label ?? detail
        case .keyProposed, .keyReplaced, .keyRefused, .keyDiscarded: return KeySlot(rawValue: detail)?.label ?? detail
        case .serviceStopped: return StopKind(rawValue: detail)?.word ?? detail
        case .personAdded, .personChanged: return Role(rawValue: detail)?.label ?? detail
        case .quotasChanged: return detail.split(separator: ",").map { Self.setting(String($0)) }.joined(separator: "; ")
        default: return Self.setting(detail)
        }
    }

    /// `daily_ceiling=500`, as the store writes it, in words.
    private static func setting(_ detail: String) -> String {
        let parts = detail.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return detail }
        let number = Int(parts[1])?.italian
        return switch parts[0] {
        case "daily_ceiling": "massimo di messaggi al giorno: \(number ?? "nessun limite")"
        case "citizen_ceiling": "massimo al giorno allo stesso cittadino: \(number ?? "nessun limite")"
        case "version": "versione \(number ?? parts[1])"
        case "requires_second_factor": "secondo fattore per tutti: \(parts[1] == "true" ? "sì" : "no")"
        case "confirms_sends": "conferma prima dell’invio: \(parts[1] == "true" ? "sì" : "no")"
        case "minimum_content": "lunghezza minima del Contenuto: \(number ?? parts[1])"
        case "doubts": "esiti incerti: \(number ?? parts[1])"
        case "state": "stato: \(Tenant.State(rawValue: parts[1])?.label ?? parts[1])"
        case "daily": "messaggi al giorno: \(number ?? "nessun limite")"
        case "minute": "messaggi al minuto: \(number ?? "nessun limite")"
        case "people": "persone: \(number ?? "nessun limite")"
        case "retention": "conservazione in giorni: \(number ?? "nessun limite")"
        case "added": "aggiunto \(parts[1])"
        case "removed": "tolto \(parts[1])"
        case "canonical": "principale \(parts[1])"
        case "account": "account di App IO: \(account(parts[1]))"
        case "services": "servizi ammessi: \(number ?? "tutti")"
        case "keeps": "conservazione: \(number.map { "\($0) giorni" } ?? "illimitata")"
        case "notifications": "notifiche cancellate: \(number ?? parts[1])"
        case "audit": "righe del registro cancellate: \(number ?? parts[1])"
        case "username": "nome utente: \(parts[1])"
        case "name": "nome: \(parts[1])"
        case "contacts": "contatti delle pagine pubbliche"
        case "logo": parts[1] == "none" ? "logo tolto" : "logo impostato"
        default: detail
        }
    }

    /// Once the owner's id was written, which says nothing to anybody.
    private static func account(_ owner: String) -> String {
        owner == "own" ? "dell’ente" : Identifier(owner) == nil ? "dell’ente \(owner)" : "di un altro ente"
    }

    /// Without a person it was the program (it stopped a service, tried a key, removed what was old), the installation's administrator,
    /// or a command.
    private var author: String {
        if let person = line.person { return person }
        if [.serviceStopped, .keyRefused, .dataForgotten].contains(line.action) { return "automatico" }
        // The host's own register names the tenant as the subject, the tenant's own names nothing.
        return line.action.isOfInstallation && line.subject == nil ? "amministratore del sistema" : "da riga di comando"
    }

    static let fields: Fields<Self> = [
        "date": .text { RomeTime($0.line.at).italianDate },
        "time": .text { RomeTime($0.line.at).italianTime },
        "author": .text { $0.author },
        "action": .text { $0.line.action.label },
        "isSerious": .flag { $0.line.action.isSerious },
        "subject": .text { $0.subject.name },
        "isCode": .flag { $0.line.action.subject == .notification || $0.line.action.subject == .export },
        "address": .text { $0.subject.address },
        "resent": .text { $0.resent },
        "shortResent": .text { String($0.resent.suffix(12)) },
        "detail": .text { $0.detail },
    ]
}
