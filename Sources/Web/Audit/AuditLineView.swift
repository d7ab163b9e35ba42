import Domain
import Store
import Template

/// A line of the audit.
struct AuditLineView: View {
    var line: AuditLine
    var names: AuditNames

    /// Of the page of what it is about; of an extraction none, which only whoever asked for it may take.
    private var address: String {
        switch line.subject {
        case .notification(let id): "/notifiche/\(id)"
        case .service(let id): "/servizi/\(id)"
        case .template(let id): "/modelli/\(id)"
        case .person(let id): "/utenti/\(id)"
        case .tenant(let id): "/enti/\(id)"
        case .export, nil: ""
        }
    }

    /// Another notification that the detail names.
    private var resent: String {
        if case .resentAs(let id) = line.detail { id.description } else { "" }
    }

    static let fields: Fields<Self> = [
        "date": .text { RomeTime($0.line.at).italianDate },
        "time": .text { RomeTime($0.line.at).italianTime },
        "author": .text { $0.line.author },
        "action": .text { $0.line.action.label },
        "isSerious": .flag { $0.line.action.isSerious },
        "subject": .text { $0.names.name(of: $0.line.subject) },
        "isCode": .flag { [.notification, .export].contains($0.line.action.subjectKind) },
        "address": .text { $0.address },
        "resent": .text { $0.resent },
        "shortResent": .text { String($0.resent.suffix(12)) },
        "detail": .text { $0.line.detail?.words ?? "" },
    ]
}
