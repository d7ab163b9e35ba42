package import Domain
import MariaDB

/// What the subjects of some lines of the audit are called.
package struct AuditNames: Sendable {
    package var services: [ServiceID: String] = [:]
    package var templates: [TemplateID: String] = [:]
    package var people: [PersonID: String] = [:]
    /// Tenants that the installation's administration did something to.
    package var tenants: [TenantID: String] = [:]

    package init() {}

    /// What people read; where there is no name, the end of an id.
    package func name(of subject: AuditSubject?) -> String {
        switch subject {
        case .notification(let id): shortened(id)
        case .service(let id): services[id] ?? shortened(id)
        case .template(let id): templates[id] ?? shortened(id)
        case .person(let id): people[id] ?? shortened(id)
        case .tenant(let id): tenants[id] ?? shortened(id)
        case .export(let id): shortened(id)
        case nil: ""
        }
    }

    private func shortened(_ id: ID<some Identified>) -> String { "…" + id.description.suffix(12) }
}

extension TenantStore {
    /// Of the tenant's own audit, as everything is called now.
    package func auditNames() throws -> AuditNames {
        var names = AuditNames()
        for service in try services() { names.services[service.id] = service.name }
        for person in try people() { names.people[person.id] = person.name }
        let templates = try db.rows("SELECT id, name FROM message_template WHERE tenant_id = \(tenant)") {
            ($0.next(TemplateID.self), $0.next(String.self))
        }
        names.templates = Dictionary(uniqueKeysWithValues: templates)
        return names
    }
}

extension AuditLine {
    /// Who did it. Without a person it was the program (it stopped a service, tried a key, removed what was old), the installation's
    /// administrator, or a command.
    package var author: String {
        if let person { return person }
        if action == .serviceResumed, detail == .stop(.keys) { return "automatico" }
        if [.serviceStopped, .keyRefused, .dataForgotten].contains(action) { return "automatico" }
        // The host's own register names the tenant as the subject, the tenant's own names nothing.
        return action.isOfInstallation && subject == nil ? "amministratore del sistema" : "da riga di comando"
    }
}
