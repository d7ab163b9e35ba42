package import Domain
import MariaDB

/// A message template of a tenant at one of its versions.
package struct TemplateRecord: Sendable {
    package var id: TemplateID
    package var service: ServiceID
    package var serviceName: String
    package var name: String
    /// No longer offered; what was filled in from it stays as it is.
    package var isWithdrawn: Bool
    package var newestVersion: Int
    package var version: Int
    /// When this version was written, and by whom; `nil`: from the command line.
    package var writtenAt: Moment
    package var writtenBy: String?
    package var template: MessageTemplate

    package var use: TemplateUse { TemplateUse(id: id, version: version) }
}

/// Which version of which template a notification is filled in from.
package struct TemplateUse: Sendable, Equatable {
    package var id: TemplateID
    package var version: Int

    package init(id: TemplateID, version: Int) {
        self.id = id
        self.version = version
    }
}

extension TenantStore {
    /// All templates of the tenant at their newest version, by service and name.
    package func messageTemplates() throws -> [TemplateRecord] {
        try templates("v.version = t.version", by: "s.id, t.name")
    }

    /// One template, `nil` when the tenant has none with this id, none with this version, or of a service that is not allowed.
    ///
    /// - Parameter version: the newest unless it is given.
    package func messageTemplate(_ id: TemplateID, version: Int? = nil) throws -> TemplateRecord? {
        try templates("t.id = \(id) AND v.version = COALESCE(\(version), t.version)").first
    }

    /// What a template is called, whether or not its service is allowed.
    package func templateName(_ id: TemplateID) throws -> String? {
        try db.first("SELECT name FROM message_template WHERE tenant_id = \(tenant) AND id = \(id)") { $0.next() }
    }

    /// Everything that a template has said, the newest first.
    package func versions(ofTemplate id: TemplateID) throws -> [TemplateRecord] {
        try templates("t.id = \(id)", by: "v.version DESC")
    }

    // MARK: - What administrators change

    /// Adds a template, at version 1.
    ///
    /// - Throws: `DatabaseError` that is a duplicate of `message_template_name`, or a missing reference to the service.
    package func addMessageTemplate(
        _ template: MessageTemplate, name: String, service: ServiceID, by person: PersonID?
    ) throws -> TemplateID {
        let id = TemplateID.make()
        try db.transaction {
            try db.execute("""
                INSERT INTO message_template (tenant_id, id, service_id, name) VALUES (\(tenant), \(id), \(service), \(name))
                """)
            try insert(template, TemplateUse(id: id, version: 1), by: person)
            try audit(.templateAdded, by: person, on: .template(id))
        }
        return id
    }

    /// Writes the next version of a template, or changes its name only if the text is the same.
    ///
    /// - Parameter replaced: the version that the change was made on.
    /// - Returns: false when there is a newer one.
    /// - Throws: `DatabaseError` that is a duplicate of `message_template_name`.
    package func changeMessageTemplate(
        _ template: MessageTemplate, name: String, replacing replaced: TemplateRecord, by person: PersonID?
    ) throws -> Bool {
        let isNew = template != replaced.template
        guard isNew || name != replaced.name else { return replaced.version == replaced.newestVersion }
        let version = replaced.version + (isNew ? 1 : 0)
        return try db.transaction {
            let changed = try db.execute("""
                UPDATE message_template SET name = \(name), version = \(version)
                WHERE tenant_id = \(tenant) AND id = \(replaced.id) AND version = \(replaced.version)
                """)
            guard changed == 1 else { return false }
            if isNew { try insert(template, TemplateUse(id: replaced.id, version: version), by: person) }
            try audit(.templateChanged, by: person, on: .template(replaced.id), detail: isNew ? .templateVersion(version) : nil)
            return true
        }
    }

    /// Takes a template from what operators choose from, or gives it back.
    package func setWithdrawn(_ withdrawn: Bool, template id: TemplateID, by person: PersonID?) throws {
        try db.transaction {
            let changed = try db.execute("""
                UPDATE message_template SET withdrawn = \(withdrawn)
                WHERE tenant_id = \(tenant) AND id = \(id) AND withdrawn <> \(withdrawn)
                """)
            if changed == 1 { try audit(withdrawn ? .templateWithdrawn : .templateRestored, by: person, on: .template(id)) }
        }
    }

    private func insert(_ template: MessageTemplate, _ use: TemplateUse, by person: PersonID?) throws {
        try db.execute("""
            INSERT INTO template_version (tenant_id, template_id, version, subject, markdown, requires_payment, created_by)
            VALUES (\(tenant), \(use.id), \(use.version), \(template.subject.source), \(template.content.source),
                    \(template.requiresPayment), \(person))
            """)
        for (position, field) in template.fields.enumerated() {
            try db.execute("""
                INSERT INTO template_field (tenant_id, template_id, version, name, position, label, kind, required, payment)
                VALUES (\(tenant), \(use.id), \(use.version), \(field.name), \(position), \(field.label), \(field.kind),
                        \(field.isRequired), \(field.payment))
                """)
        }
    }

    // MARK: - Reading

    /// - Parameter condition: of the template `t` and its version `v`, with its order.
    private func templates(_ condition: SQL, by order: SQL = "t.id") throws -> [TemplateRecord] {
        var records: [TemplateRecord] = []
        _ = try db.rows("""
            SELECT t.id, t.service_id, s.name, t.name, t.withdrawn, t.version, v.version, v.created_at, p.name, v.subject, v.markdown,
                   v.requires_payment, f.name, f.label, f.kind, f.required, f.payment
            FROM message_template t
            JOIN service s ON s.tenant_id = t.tenant_id AND s.id = t.service_id
            JOIN template_version v ON v.tenant_id = t.tenant_id AND v.template_id = t.id
            LEFT JOIN person p ON p.tenant_id = v.tenant_id AND p.id = v.created_by
            LEFT JOIN template_field f ON f.tenant_id = v.tenant_id AND f.template_id = v.template_id AND f.version = v.version
            WHERE t.tenant_id = \(tenant) AND \(allows("t.service_id")) AND \(condition)
            ORDER BY \(order), t.id, v.version, f.position
            """) { row in
            let record = TemplateRecord(
                id: row.next(), service: row.next(), serviceName: row.next(), name: row.next(), isWithdrawn: row.next(),
                newestVersion: row.next(), version: row.next(), writtenAt: row.next(), writtenBy: row.next(),
                template: MessageTemplate(stored: row.next(), content: row.next(), fields: [], requiresPayment: row.next()))
            if records.last?.use != record.use { records.append(record) }
            guard let name = row.next(String?.self) else { return }
            records[records.count - 1].template.fields.append(
                TemplateField(name: name, label: row.next(), kind: row.next(), isRequired: row.next(), payment: row.next()))
        }
        return records
    }
}
