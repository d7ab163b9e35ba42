import Domain
import FastCGI
import Store
import Template

/// How far everybody can use these pages, and whom to tell where not.
struct AccessibilityPage: Sendable {
    private let template: CompiledTemplate<AccessibilityView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("accessibility", AccessibilityView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        try exchange.page(template, AccessibilityView(contacts: try exchange.store.contacts()), title: "Accessibilità")
    }
}

private struct AccessibilityView: View {
    var contacts: TenantContacts

    static let fields: Fields<Self> = [
        "page": .text { $0.contacts[.accessibilityPage] },
        "mail": .text { $0.contacts[.accessibilityMail] },
    ]
}
