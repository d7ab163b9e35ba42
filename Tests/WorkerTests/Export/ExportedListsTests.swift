import Domain
import MariaDB
import Store
import Testing
import TestSupport
@testable import Worker

/// What an extraction says that other tables know, the audit's own, and those that nobody wants any more.
@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct ExportedListsTests {
    @Test func `a row says what it was made from, what put it right, who told the citizen otherwise, and who changed it last`() throws {
        try Workplace.run { place in
            let one = place.one, store = one.store, template = TemplateID.make()
            try place.db.execute("""
                INSERT INTO message_template (tenant_id, id, service_id, name)
                VALUES (\(one.id), \(template), \(one.service), 'Sollecito TARI')
                """)
            try place.db.execute("""
                INSERT INTO template_version (tenant_id, template_id, version, subject, markdown, created_by)
                VALUES (\(one.id), \(template), 1, 'x', 'y', \(one.administrator))
                """)
            let former = try one.add()
            try place.db.execute("UPDATE notification SET state = 'unreachable', due_at = NULL WHERE id = \(former)")
            _ = try store.noteContact(of: former, by: .phone, note: "Ieri", form: .make(), person: one.operator_)
            _ = try store.noteContact(of: former, by: .pec, note: "Protocollo _x000D_ 12", form: .make(), person: one.administrator)
            let use = TemplateUse(id: template, version: 1), content = one.content(subject: "Quella giusta")
            let later = try store.addNotification(
                content, environment: .trial, formKey: .make(), template: use, corrects: former, by: one.operator_).id
            _ = try store.cancel(later, attempt: 0, by: one.administrator)
            let ask = try place.ask()
            place.export()
            let file = try place.file(ask)
            #expect(try file.column("Modello") == ["Sollecito TARI", nil])
            #expect(try file.column("Errata corrige di") == [former.description, nil])
            #expect(try file.column("Corretta da") == [nil, later.description])
            #expect(try file.column("Contattato altrimenti") == [nil, ContactChannel.pec.label])
            #expect(try file.column("Contattato da") == [nil, "Carla Verdi"])
            #expect(try file.column("Nota del contatto") == [nil, "Protocollo _x005F_x000D_ 12"])
            for header in ["Contattato il", "Ora contatto"] { #expect(try file.column(header)[1].flatMap(Double.init) != nil, "\(header)") }
            #expect(try file.column("Inserita da") == ["Anna Bianchi", "Anna Bianchi"])
            #expect(try file.column("Effettuata da") == ["Carla Verdi", "Anna Bianchi"])
            #expect(try file.column("Modifica") == ["Notifica annullata", "Notifica aggiunta"])
            #expect(try file.column("Data invio") == [nil, nil] && file.column("Inserita il").allSatisfy { $0 != nil }, "it has a date")
        }
    }

    @Test func `the audit of the tenant that asked, as its filter has it, is for its administrators`() throws {
        try Workplace.run { place in
            let (one, other) = (place.one, place.other)
            let id = try one.add()
            try one.store.audit(.notificationRead, by: one.operator_, on: .notification(id))
            try other.store.audit(.keyRefused, by: other.operator_)
            var filter = AuditFilter()
            (filter.choice, filter.matter) = (.topic(.looks), .citizen("RSSMRA80A01H501U"))
            filter.digests = [.make()]
            let mine = try #require(try one.store.addExport(audit: filter, by: one.administrator))
            let whole = try #require(try one.store.addExport(audit: AuditFilter(), by: one.administrator))
            let theirs = try #require(try one.store.addExport(audit: AuditFilter(), by: one.operator_))
            for _ in 0..<3 { place.export() }
            let found = try #require(try one.store.export(mine, of: one.administrator))
            #expect(found.kind == .audit && found.fileName?.hasPrefix("registro_c_a001_") == true)
            let file = try WrittenWorkbook(found, of: one.store, in: place.scratch)
            #expect(try file.column("Che cosa") == ["Notifica consultata"] && file.column("Chi") == ["Anna Bianchi"])
            #expect(try file.column("Identificativo") == [id.description] && file.column("Gruppo") == ["Consultazioni"])
            #expect(file.rows(2).contains { $0["A"] == "Filtro: Notifica o codice fiscale" && $0["B"] == "RSSMRA80A01H501U" })
            #expect(!file.rows(2).contains { $0["A"]?.contains("Impront") == true })
            let ready = try #require(try one.store.export(whole, of: one.administrator))
            let acts = try WrittenWorkbook(ready, of: one.store, in: place.scratch).column("Che cosa")
            #expect(acts.contains("Notifica aggiunta") && !acts.contains("Chiave rifiutata da App IO"))
            #expect(try one.store.export(theirs, of: one.operator_)?.state == .failed)
        }
    }

    @Test func `what was given up is not built`() throws {
        try Workplace.run { place in
            _ = try place.add()
            let (kept, dropped) = (try place.ask(), try place.ask())
            #expect(try place.one.store.cancelExport(dropped, of: place.one.administrator) == false)
            #expect(try place.one.store.export(dropped, of: place.one.operator_)?.ahead == 1)
            #expect(try place.one.store.cancelExport(dropped, of: place.one.operator_))
            for _ in 0..<2 { place.export() }
            let mine = try place.one.store.exports(of: place.one.operator_)
            #expect(mine.map(\.id) == [dropped, kept] && mine.map(\.state) == [.cancelled, .ready] && mine.allSatisfy { $0.ahead == nil })
            #expect(try place.one.store.cancelExport(kept, of: place.one.operator_) == false)
        }
    }
}
