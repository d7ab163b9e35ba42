import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Web

/// What a person may type goes into the database and comes back on every page: a field that one of these places forgets is named.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct EveryFieldTests {
    @Test func `a notification with every field filled in shows each of them on every page`() throws {
        try TestSite.run { site in
            let (visitor, store, db) = (site.visitor(.operator), site.installation.store(of: site.one.id), site.installation.db)
            try db.execute("UPDATE tenant SET confirms_sends = TRUE WHERE id = \(site.one.id)")
            let service = ServiceID(site.one.rows[.operator]!["service"]!.value)
            let form = NotificationForm.full(of: service), asked = NotificationContent.full(of: service)

            let empty = visitor.get("/notifiche/nuova")
            #expect(FormField.allCases.filter { !has($0, empty) } == [], "not on the page of a new notification")
            let confirmation = try add(form, on: empty, visitor)
            #expect(unseen(confirmation, form, in: "dati-righe", "telefono") == [], "not on the page that asks for confirmation")

            let sent = try #require(visitor.press(confirmation, "Conferma e programma").location)
            let id = try #require(NotificationID(sent.dropFirst("/notifiche/".count)))
            let stored = try #require(try store.notification(id)).content
            #expect(stored == asked, "stored otherwise: \(differences(stored, asked))")
            #expect(unseen(visitor.get(sent), form, in: "dati-righe") == [], "not on the notification's own page")
            let copy = visitor.get("/notifiche/nuova?da=\(id)")
            #expect(FormField.allCases.filter { copy.field($0.rawValue) != form[$0] } == [.fiscalCode, .sendDate, .sendTime],
                    "Duplica loses others")
            #expect(copy.field("codice_fiscale") == "" && copy.text.contains(form[.fiscalCode]), "it is another citizen's to be typed")

            try db.execute("UPDATE notification SET state = 'uncertain', attempt = 1, due_at = NULL WHERE id = \(id)")
            _ = visitor.decide(visitor.get(sent), "Reinvia")
            let newID = try #require(try store.resent(id))
            let again = try #require(try store.notification(newID)).content
            #expect(again == asked, "Reinvia sends otherwise: \(differences(again, asked))")
        }
    }

    @Test func `a message without a payment is confirmed without one`() throws {
        try TestSite.run { site in
            let visitor = site.visitor(.operator)
            try site.installation.db.execute("UPDATE tenant SET confirms_sends = TRUE WHERE id = \(site.one.id)")
            var form = NotificationForm.full(of: ServiceID(site.one.rows[.operator]!["service"]!.value))
            for field in [FormField.dueDate, .amount, .noticeNumber, .payAfterDue] { form[field] = "" }
            let facts = try add(form, on: visitor.get("/notifiche/nuova"), visitor).texts(of: "dati-righe").joined()
            #expect(facts.contains("Scadenza –") && !facts.contains("Somma") && !facts.contains("Notifica Pagamento"))
        }
    }

    private func has(_ field: FormField, _ page: Page) -> Bool { page.html.contains(" name=\"\(field.rawValue)\"") }

    /// Types into the fields that the page has.
    private func add(_ form: NotificationForm, on page: Page, _ visitor: Visitor) throws -> Page {
        let pressed = try #require(page.pressed("Aggiungi"))
        let typed = FormField.allCases.filter { has($0, page) }.map { ($0.rawValue, form[$0]) }, names = Set(typed.map(\.0))
        return visitor.ask("POST", pressed.address, pressed.fields.filter { !names.contains($0.0) } + typed,
                           headers: ["Origin": "https://\(visitor.host)"])
    }

    /// The fields of which a page says nothing in the elements of these classes: its list of facts, its preview.
    private func unseen(_ page: Page, _ form: NotificationForm, in classes: String...) -> [FormField] {
        let text = classes.flatMap(page.texts).joined(separator: " ")
        return FormField.allCases.filter { !text.contains(read($0, form)) }
    }

    /// How people read what was typed into a field.
    private func read(_ field: FormField, _ form: NotificationForm) -> String {
        switch field {
        case .service: "Servizio Protocollo"
        case .fiscalCode: "Codice Fiscale Destinatario \(form[field])"
        case .subject, .content, .button1Text, .button1Address, .button2Text, .button2Address: form[field]
        case .dueDate: "Scadenza 31/12/\(form[field].prefix(4))"
        case .amount: "Somma 1.234,56"
        case .noticeNumber: "Notifica Pagamento \(form[field])"
        case .payAfterDue: "Paga dopo la scadenza Sì"
        case .sendDate: form[field].split(separator: "-").reversed().joined(separator: "/")
        case .sendTime: "alle \(form[field])"
        }
    }

    /// A content's own description tells little of it.
    private func differences(_ one: NotificationContent, _ other: NotificationContent) -> [String] {
        zip(Mirror(reflecting: one).children, Mirror(reflecting: other).children).compactMap { one, other in
            "\(one.value)" == "\(other.value)" ? nil : "\(one.label ?? ""): \(one.value), not \(other.value)"
        }
    }
}
