package import Domain
import MariaDB

/// A form that an operator has put aside.
package struct Draft: Sendable {
    /// The key of the form: what is sent of it twice is one notification.
    package var id: Identifier
    /// Its fields as they were typed, as `application/x-www-form-urlencoded`.
    package var form: String
    package var updatedAt: Moment

    /// How long one is kept that nobody touches.
    package static let days = 30
    /// How many a person may have.
    package static let most = 50
}

extension TenantStore {
    /// A draft of this person, `nil` when there is none with this id.
    package func draft(_ id: Identifier, of person: Identifier) throws -> Draft? {
        try db.first("""
            SELECT id, form, updated_at FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(id)
            """) { Draft(id: $0.next(), form: $0.next(), updatedAt: $0.next()) }
    }

    /// A person's drafts, the last changed first.
    package func drafts(of person: Identifier) throws -> [Draft] {
        try db.rows("""
            SELECT id, form, updated_at FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) ORDER BY updated_at DESC, id
            """) { Draft(id: $0.next(), form: $0.next(), updatedAt: $0.next()) }
    }

    package func countDrafts(of person: Identifier) throws -> Int {
        try db.first("SELECT COUNT(*) FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person)") { $0.next() } ?? 0
    }

    /// Puts a form aside, or what was changed of it.
    ///
    /// - Returns: false when the person has `Draft.most` already and this would be one more.
    package func saveDraft(_ id: Identifier, form: String, of person: Identifier) throws -> Bool {
        guard try draft(id, of: person) != nil || countDrafts(of: person) < Draft.most else { return false }
        try db.execute("""
            INSERT INTO draft (tenant_id, person_id, id, form) VALUES (\(tenant), \(person), \(id), \(form))
            ON DUPLICATE KEY UPDATE form = VALUES(form), updated_at = NOW(6)
            """)
        return true
    }

    package func deleteDraft(_ id: Identifier, of person: Identifier) throws {
        try db.execute("DELETE FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(id)")
    }
}
