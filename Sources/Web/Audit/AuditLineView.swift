import Domain
import Store
import Template

/// A line of the audit.
struct AuditLineView: View {
    var line: AuditLine
    var names: AuditNames

    private var subject: (name: String, address: String) {
        switch line.subject {
        case .notification(let id): (shortened(id), "/notifiche/\(id)")
        case .service(let id): (names.services[id] ?? shortened(id), "/servizi/\(id)")
        case .template(let id): (names.templates[id] ?? shortened(id), "/modelli/\(id)")
        case .person(let id): (names.people[id] ?? shortened(id), "/utenti/\(id)")
        case .tenant(let id): (names.tenants[id] ?? shortened(id), "/enti/\(id)")
        // Only whoever asked for it may take it.
        case .export(let id): (shortened(id), "")
        case nil: ("", "")
        }
    }

    private func shortened(_ id: ID<some Identified>) -> String { "…" + id.end }

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
        if line.action == .serviceResumed, line.detail == .stop(.keys) { return "automatico" }
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
        "isCode": .flag { [.notification, .export].contains($0.line.action.subjectKind) },
        "address": .text { $0.subject.address },
        "fiscalCode": .text { $0.fiscalCode },
        "resent": .text { $0.resent },
        "shortResent": .text { String($0.resent.suffix(12)) },
        "detail": .text { $0.line.detail?.words ?? "" },
    ]
}
