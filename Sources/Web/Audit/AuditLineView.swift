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

    /// Of the beginning of a code, that it is one.
    private var fiscalCode: String { line.fiscalCode.map { $0.count < 16 ? $0 + "…" : $0 } ?? "" }

    /// Another notification that the detail names.
    private var resent: String {
        if case .resentAs(let id) = line.detail { id.description } else { "" }
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
        "fiscalCode": .text { $0.fiscalCode },
        "resent": .text { $0.resent },
        "shortResent": .text { String($0.resent.suffix(12)) },
        "detail": .text { $0.line.detail?.words ?? "" },
    ]
}
