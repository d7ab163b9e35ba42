/// What kinds of acts the audit has.
package enum AuditTopic: String, Sendable, CaseIterable {
    /// Who comes in, and how.
    case access
    /// What was done to notifications.
    case notifications
    /// Who looked at whose data, or took them along: mostly the most lines.
    case looks
    case services, templates, people
    /// Of the tenant, by its own people.
    case settings
    /// By the installation's administration, by commands and by the program.
    case system

    /// What people read.
    package var label: String {
        switch self {
        case .access: "Accessi"
        case .notifications: "Notifiche"
        case .looks: "Consultazioni"
        case .services: "Servizi e chiavi"
        case .templates: "Modelli"
        case .people: "Persone"
        case .settings: "Impostazioni"
        case .system: "Ente e sistema"
        }
    }

    /// What can stand in the audit of the installation's own administration.
    package static let ofInstallation: [AuditTopic] = [.access, .people, .system]
}
