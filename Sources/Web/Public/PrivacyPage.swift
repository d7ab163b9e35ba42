import Domain
import FastCGI
import Store
import Template

/// What becomes of personal data here, for everybody: as far as the program knows it, and whom the tenant names for the rest.
struct PrivacyPage: Sendable {
    private let template: CompiledTemplate<PrivacyView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("privacy", PrivacyView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let view = PrivacyView(tenant: exchange.tenant.name, contacts: try exchange.store.contacts(),
                               retention: exchange.tenant.retention)
        return try exchange.page(template, view, title: "Privacy")
    }
}

private struct PrivacyView: View {
    var tenant: String
    var contacts: TenantContacts
    var retention: RetentionRule

    static let fields: Fields<Self> = [
        "controller": .text { $0.contacts[.controller].isEmpty ? $0.tenant : $0.contacts[.controller] },
        "mail": .text { $0.contacts[.privacyMail] },
        "officerMail": .text { $0.contacts[.officerMail] },
        "page": .text { $0.contacts[.privacyPage] },
        "days": .text { $0.retention.days.map(\.italian) ?? "" },
        "auditDays": .text { $0.retention.auditDays.map(\.italian) ?? "" },
    ]
}
