import Domain
import MariaDB
@testable import Store
import TestSupport

/// A tenant with at least one row in every table that holds rows of tenants.
extension TestTenant {
    func furnish(_ database: TestDatabase) throws {
        let db = database.db, owner = WorkerID.make(), digest = operator_.bytes + operator_.bytes
        let ids = try (0..<2).map { _ in try add() }
        try database.put(ids[0], of: self, in: .processed, attempt: 1)
        try store.log(.submitted, of: ids[0], number: 1)
        try database.tie(ids[1], "corrects", to: ids[0])
        // Told otherwise once, it did not arrive a second time either.
        let unreached = try add()
        try database.put(unreached, of: self, in: .unreachable, attempt: 0)
        _ = try store.noteContact(of: unreached, by: .phone, note: "Richiama domani", form: .make(), person: operator_)
        _ = try store.retry(unreached, attempt: 0, by: operator_)
        try db.execute("UPDATE notification SET state = 'unreachable', due_at = NULL, updated_at = NOW(6) WHERE id = \(unreached)")
        try store.setContacts(TenantContacts([.controller: "Comune «di» Là\\, \"x\" 😀"]), by: administrator)
        try store.setLogo(LogoImage([
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 5, 0, 0, 0, 9,
        ]), by: administrator)
        try db.execute("""
            INSERT INTO daily_count (tenant_id, day, kind, subject, begun) VALUES (\(id), '2027-03-01', 'service', \(service), 3)
            """)
        try db.execute("""
            INSERT INTO daily_tally (tenant_id, day, kind, subject, state, count, seconds)
            VALUES (\(id), '2027-03-01', 'service', \(service), 'processed', 1, 9)
            """)
        try db.execute("""
            INSERT INTO quota_use (tenant_id, day, of_day, minute, of_minute) VALUES (\(id), '2027-03-01', 3, '2027-03-01 10:00:00', 1)
            """)
        try db.execute("""
            INSERT INTO send_pause (worker_id, number, tenant_id, service_id, environment, cause, since, tried_at)
            VALUES (\(WorkerID.make()), 0, \(id), \(service), 'trial', 'failing', NOW(6), NOW(6))
            """)
        try store.setSecondFactor([1], counter: 1, recoveryCodes: [digest], of: operator_, keeping: nil, by: operator_)
        try store.remember(place: operator_.bytes)
        try store.openSession(digest, for: operator_)
        try db.execute("""
            INSERT INTO invitation (tenant_id, person_id, digest, expires_at)
            VALUES (\(id), \(operator_), \(digest), NOW(6) + INTERVAL 1 DAY)
            """)
        try db.execute("INSERT INTO person_service (tenant_id, person_id, service_id) VALUES (\(id), \(operator_), \(service))")
        _ = try store.saveDraft(.make(), form: "oggetto=Bozza", typed: NotificationForm(), of: operator_, replacing: nil)
        let template = TemplateID.make()
        try db.execute("""
            INSERT INTO message_template (tenant_id, id, service_id, name) VALUES (\(id), \(template), \(service), 'Avviso')
            """)
        try db.execute("""
            INSERT INTO template_version (tenant_id, template_id, version, subject, markdown, created_by)
            VALUES (\(id), \(template), 1, 'Avviso per {{nome}}', 'Gentile {{nome}}', \(administrator))
            """)
        try db.execute("""
            INSERT INTO template_field (tenant_id, template_id, version, name, position, label, kind, required)
            VALUES (\(id), \(template), 1, 'nome', 1, 'Nome', 'text', TRUE)
            """)
        let filledIn = try store.addNotification(
            content(subject: "Avviso per Maria"), environment: .trial, formKey: .make(), template: TemplateUse(id: template, version: 1),
            by: operator_)
        try database.tie(filledIn.id, "resend_of", to: ids[0])
        try db.execute("""
            INSERT INTO key_candidate (tenant_id, service_id, slot, sealed, last4) VALUES (\(id), \(service), 'secondary', x'01', 'abcd')
            """)
        _ = try store.ask(.status(notification: ids[0]), by: nil)
        try store.audit(.archiveSearched, by: operator_, about: .make())
        let export = try store.addExport(filter: ArchiveFilter(), by: operator_)!
        try db.execute("UPDATE export SET owner = \(owner) WHERE id = \(export)")
        try store.addChunk(0, [1, 2, 3], to: export)
        try store.setMailAlerts(MailAlerts(addresses: [TestTenant.office], digestHour: 8), now: .now(), by: operator_)
        try db.execute("INSERT INTO ring (tenant_id) VALUES (\(id))")
        try db.execute("INSERT INTO told_stop (tenant_id, service_id, since) VALUES (\(id), \(service), NOW(6))")
        try db.execute("""
            INSERT INTO mail (tenant_id, id, kind, matter, recipient, subject, body)
            SELECT tenant_id, \(MailID.make()), 'trial', 'trial', address, 'Prova', 'Prova' FROM mail_recipient WHERE tenant_id = \(id)
            """)
        try db.execute("UPDATE tenant SET paused_at = NOW(6), paused_by = \(administrator) WHERE id = \(id)")
    }
}
