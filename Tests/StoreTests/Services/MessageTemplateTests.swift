import Domain
import MariaDB
import Store
import Testing
import TestSupport

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MessageTemplateTests {
    private static func template(_ subject: String = "Avviso per {{nome}}", requiresPayment: Bool = false) -> MessageTemplate {
        let content = "Gentile {{nome}},\n\nsi deve pagare {{importo}} € entro il {{data}}. Nota dell’ufficio: {{nota}}."
        let (template, problems) = MessageTemplate.read(subject: subject, content: content, requiresPayment: requiresPayment) { name in
            var field = TemplateField(guessing: name)
            if name == "nota" { (field.kind, field.isRequired, field.label) = (.longText, false, "Nota «libera» 😀") }
            return field
        }
        precondition(problems.isEmpty)
        return template!
    }

    @Test func `a template is read back as it was written, with who wrote it`() throws {
        try TestDatabase.run { database in
            let tenant = database.one
            let id = try tenant.store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: tenant.administrator)
            let record = try #require(try tenant.store.messageTemplate(id))
            #expect(record.template == Self.template() && record.name == "Avviso" && record.serviceName == "Protocollo")
            #expect(record.version == 1 && record.newestVersion == 1 && !record.isWithdrawn && record.writtenBy == "Carla Verdi")
            let byCommand = try tenant.store.addMessageTemplate(Self.template(), name: "Altro", service: tenant.service, by: nil)
            #expect(try tenant.store.messageTemplate(byCommand)?.writtenBy == nil)
            #expect(try tenant.store.messageTemplates().map(\.name) == ["Altro", "Avviso"])
        }
    }

    @Test func `a change is a version of its own, and the one before stays as it was`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let id = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            let first = try #require(try store.messageTemplate(id))
            let changed = Self.template("Nuovo avviso per {{nome}}")
            #expect(try store.changeMessageTemplate(changed, name: "Avviso", replacing: first, by: tenant.administrator))
            #expect(try store.versions(ofTemplate: id).map(\.version) == [2, 1])
            #expect(try store.messageTemplate(id)?.template == changed)
            #expect(try store.messageTemplate(id, version: 1)?.template == Self.template())
            #expect(try store.messageTemplate(id, version: 1)?.newestVersion == 2 && store.messageTemplate(id, version: 3)?.id == nil)
            // Whoever wrote on top of version 1 was overtaken.
            #expect(try !store.changeMessageTemplate(Self.template("Terzo per {{nome}}"), name: "Avviso", replacing: first, by: nil))
            #expect(try store.versions(ofTemplate: id).count == 2)
        }
    }

    @Test func `what of the payment a field is, and that it is required, are read back and make a version`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let id = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            let first = try #require(try store.messageTemplate(id))
            #expect(first.template.fields.map(\.payment) == [nil, .amount, nil, nil] && !first.template.requiresPayment)
            #expect(try store.changeMessageTemplate(Self.template(requiresPayment: true), name: "Avviso", replacing: first, by: nil))
            let second = try #require(try store.messageTemplate(id))
            #expect(second.version == 2 && second.template.requiresPayment && second.template == Self.template(requiresPayment: true))
            var changed = second.template
            changed.fields[1].payment = nil
            #expect(try store.changeMessageTemplate(changed, name: "Avviso", replacing: second, by: nil))
            #expect(try store.messageTemplate(id)?.template.fields.map(\.payment) == [nil, nil, nil, nil])
        }
    }

    @Test(arguments: [("'amount'", "'text'"), ("'notice_number'", "'number'"), ("'due_date'", "'amount'"), ("'service'", "'text'")])
    func `the schema takes no part of the payment of another kind, or of none`(payment: String, kind: String) throws {
        try TestDatabase.run { database in
            let id = try database.one.store.addMessageTemplate(Self.template(), name: "Avviso", service: database.one.service, by: nil)
            #expect(throws: DatabaseError.self) {
                try database.db.execute("""
                    UPDATE template_field SET payment = \(SQL(trusted: payment)), kind = \(SQL(trusted: kind))
                    WHERE tenant_id = \(database.one.id) AND template_id = \(id) AND name = 'nome'
                    """)
            }
        }
    }

    @Test func `a new name alone makes no version, and nothing new changes nothing`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let id = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            let first = try #require(try store.messageTemplate(id))
            #expect(try store.changeMessageTemplate(Self.template(), name: "Avviso", replacing: first, by: tenant.administrator))
            #expect(try store.changeMessageTemplate(Self.template(), name: "Sollecito", replacing: first, by: tenant.administrator))
            let record = try #require(try store.messageTemplate(id))
            #expect(record.name == "Sollecito" && record.version == 1)
            let audited = try store.auditLines(limit: 10).filter { $0.subject == .template(id) }
            #expect(audited.map(\.action) == [.templateChanged, .templateAdded] && audited.allSatisfy { $0.detail == nil })
        }
    }

    @Test func `a withdrawn template is offered no more and still there`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let id = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            #expect(try store.directory().templates.map(\.isWithdrawn) == [false])
            for _ in 1...2 { try store.setWithdrawn(true, template: id, by: tenant.administrator) }
            #expect(try store.directory().templates.map(\.isWithdrawn) == [true] && store.messageTemplate(id)?.isWithdrawn == true)
            #expect(try store.directory().templates.map(\.name) == ["Avviso"])
            try store.setWithdrawn(false, template: id, by: tenant.administrator)
            #expect(try store.directory().templates.map(\.isWithdrawn) == [false])
            let actions = try store.auditLines(limit: 10).filter { $0.subject == .template(id) }.map(\.action)
            #expect(actions == [.templateRestored, .templateWithdrawn, .templateAdded])
        }
    }

    @Test func `a name is one template of a service, and another service's as well`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let second = ServiceID.make()
            try store.addService(second, ServiceDescription(
                name: "Tributi", ioServiceID: "02", environment: .trial, maximumAmount: .maximum), keys: [:], by: nil)
            _ = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            _ = try store.addMessageTemplate(Self.template(), name: "Avviso", service: second, by: nil)
            let error = #expect(throws: DatabaseError.self) {
                try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            }
            #expect(error.map { StoreFault.isNameTaken($0) } == true)
            #expect(try store.messageTemplates().count == 2)
        }
    }

    @Test func `a notification knows what it was filled in from, and so does the one that is sent in its place`() throws {
        try TestDatabase.run { database in
            let (store, tenant) = (database.one.store, database.one)
            let id = try store.addMessageTemplate(Self.template(), name: "Avviso", service: tenant.service, by: nil)
            let use = TemplateUse(id: id, version: 1)
            let added = try store.addNotification(
                tenant.content(), environment: .trial, formKey: .make(), template: use, by: tenant.operator_).id
            #expect(try store.templateUse(of: added) == use && store.templateUse(of: tenant.add()) == nil)
            try database.db.execute("""
                UPDATE notification SET state = 'uncertain', due_at = NULL, attempt = 1 WHERE tenant_id = \(tenant.id) AND id = \(added)
                """)
            let resent = try #require(try store.resend(added, attempt: 1, by: tenant.operator_))
            #expect(try store.templateUse(of: resent) == use)
        }
    }

    @Test func `another tenant's template is as unknown as one that never was`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let foreign = try other.store.addMessageTemplate(Self.template(), name: "Avviso", service: other.service, by: nil)
            let record = try #require(try other.store.messageTemplate(foreign))
            #expect(try one.store.messageTemplate(foreign)?.id == nil && one.store.versions(ofTemplate: foreign).isEmpty)
            #expect(try one.store.messageTemplates().isEmpty && one.store.directory().templates.isEmpty)
            #expect(try !one.store.changeMessageTemplate(Self.template("Altro per {{nome}}"), name: "X", replacing: record, by: nil))
            try one.store.setWithdrawn(true, template: foreign, by: nil)
            #expect(try other.store.messageTemplate(foreign)?.isWithdrawn == false)
            #expect(try one.store.auditLines(limit: 50).allSatisfy { $0.subject != .template(foreign) })
        }
    }

    @Test func `the schema refuses another tenant's template, half a use of one, and a field of no kind`() throws {
        try TestDatabase.run { database in
            let (one, other) = (database.one, database.other)
            let mine = try one.store.addMessageTemplate(Self.template(), name: "Avviso", service: one.service, by: nil)
            let foreign = try other.store.addMessageTemplate(Self.template(), name: "Avviso", service: other.service, by: nil)
            let notification = try one.add()
            func use(_ id: TemplateID?, _ version: Int?) throws {
                try database.db.execute("""
                    UPDATE notification SET template_id = \(id), template_version = \(version)
                    WHERE tenant_id = \(one.id) AND id = \(notification)
                    """)
            }
            try use(mine, 1)
            for (id, version) in [(mine, nil), (nil, 1)] as [(TemplateID?, Int?)] {
                #expect(throws: DatabaseError.self) { try use(id, version) }
            }
            let refused: [(String, () throws -> Void)] = [
                ("notification_template", {
                    _ = try one.store.addNotification(
                        one.content(subject: "Da un modello d'altri"), environment: .trial, formKey: .make(),
                        template: TemplateUse(id: foreign, version: 1), by: one.operator_)
                }),
                ("message_template_service", {
                    _ = try one.store.addMessageTemplate(Self.template(), name: "X", service: other.service, by: nil)
                }),
                ("template_version_person", {
                    _ = try one.store.addMessageTemplate(Self.template(), name: "X", service: one.service, by: other.administrator)
                }),
                ("template_version_template", {
                    try database.db.execute("""
                        INSERT INTO template_version (tenant_id, template_id, version, subject, markdown)
                        VALUES (\(one.id), \(foreign), 2, 'x', 'x')
                        """)
                }),
                ("template_field_version", {
                    try database.db.execute("""
                        INSERT INTO template_field (tenant_id, template_id, version, name, position, label, kind, required)
                        VALUES (\(one.id), \(foreign), 1, 'x', 9, 'X', 'text', TRUE)
                        """)
                }),
            ]
            for (key, body) in refused {
                let error = #expect(throws: DatabaseError.self, "\(key)", performing: body)
                #expect(error?.isMissingReference == true && error?.key == key)
            }
            for (name, kind) in [("x", "file"), ("Nome", "text"), ("1x", "text")] {
                #expect(throws: DatabaseError.self) {
                    try database.db.execute("""
                        INSERT INTO template_field (tenant_id, template_id, version, name, position, label, kind, required)
                        VALUES (\(one.id), \(mine), 1, \(name), 9, 'X', \(kind), TRUE)
                        """)
                }
            }
        }
    }
}
