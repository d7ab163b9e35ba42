package import Domain
package import MariaDB

/// Whom or what a line of the audit is about.
package enum AuditSubject: Sendable, Equatable {
    case notification(NotificationID), service(ServiceID), template(TemplateID), person(PersonID), export(ExportID)
    case tenant(TenantID)

    /// What kind each is.
    package enum Kind: Sendable { case notification, service, template, person, export, tenant }

    package init(_ kind: Kind, _ id: UInt128) {
        self = switch kind {
        case .notification: .notification(ID(id))
        case .service: .service(ID(id))
        case .template: .template(ID(id))
        case .person: .person(ID(id))
        case .export: .export(ID(id))
        case .tenant: .tenant(ID(id))
        }
    }

    var kind: Kind { parts.kind }

    private var parts: (kind: Kind, id: UInt128) {
        switch self {
        case .notification(let id): (.notification, id.value)
        case .service(let id): (.service, id.value)
        case .template(let id): (.template, id.value)
        case .person(let id): (.person, id.value)
        case .export(let id): (.export, id.value)
        case .tenant(let id): (.tenant, id.value)
        }
    }
}

extension AuditSubject: SQLConvertible {
    /// All in one column, that of a tenant after zeros.
    package var sqlValue: SQLValue { .binary(parts.id, width: 16) }
}
