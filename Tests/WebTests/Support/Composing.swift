import Domain
import Store
import TestSupport
import Testing
@testable import Web

extension TestSite {
    /// What was added last, besides what everybody has from the start.
    func newest(of tenant: SiteTenant? = nil) throws -> NotificationRecord? {
        let tenant = tenant ?? one, first = tenant.rows[.operator]!["notification"]!.value
        return try installation.store(of: tenant.id).records(ArchiveFilter(), olderThan: nil, limit: 1).rows.first { $0.id.value != first }
    }
}

extension Visitor {
    /// Fills in a new notification and presses a button of this value.
    func add(
        _ typed: [FormField: String] = [:], button: String = "aggiungi", proposal: String? = nil, on page: Page? = nil
    ) throws -> Page {
        let page = page ?? get("/notifiche/nuova"), pressed = try #require(page.pressed("Aggiungi"))
        var form = NotificationForm([
            .service: tenant.rows[.operator]!["service"]!.description, .fiscalCode: "RSSMRA80A01H501U",
            .subject: "Comunicazione di stanotte", .content: String(repeating: "Testo della comunicazione. ", count: 6)])
        for (field, text) in typed { form[field] = text }
        let fields = pressed.fields.filter { name, _ in name != "azione" && !FormField.allCases.contains { $0.rawValue == name } }
        return ask("POST", pressed.address, fields + FormField.allCases.map { ($0.rawValue, form[$0]) } + [("azione", button)]
            + (proposal.map { [("invio_proposto", $0)] } ?? []), headers: ["Origin": "https://\(host)"])
    }
}
