package import Domain
import MariaDB

/// A form that an operator has put aside.
package struct Draft: Sendable {
    /// The key of the form: what is sent of it twice is one notification.
    package var id: FormID
    /// Its fields as they were typed, as `application/x-www-form-urlencoded`.
    package var form: String
    package var updatedAt: Moment

    /// How long one is kept that nobody touches.
    package static let days = 30
    /// How many a person may have.
    package static let most = 50
    /// Bytes of a form: the longest contenuto of accented letters and all other fields, twice over.
    package static let longest = 200_000
}

/// What a list shows of a draft.
package struct DraftLine: Sendable {
    package var id: FormID
    /// As they were typed, perhaps empty.
    package var subject: String
    package var fiscalCode: String
    /// `nil` when none was chosen, or one that is not allowed.
    package var serviceName: String?
    package var updatedAt: Moment
}

/// What came of putting a form aside.
package enum DraftOutcome: Sendable, Equatable {
    /// When it was, to the microsecond: whoever saves it next has seen this.
    case saved(Moment)
    /// The person has `Draft.most` already and this would be one more; the form is too long.
    case tooMany, tooLong
    /// Another page has saved it since, at this moment.
    case overtaken(Moment)
}

extension TenantStore {
    /// A draft of this person, `nil` when there is none with this id.
    package func draft(_ id: FormID, of person: PersonID) throws -> Draft? {
        try db.first("""
            SELECT id, form, updated_at FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(id)
            """) { Draft(id: $0.next(), form: $0.next(), updatedAt: $0.next()) }
    }

    /// A person's drafts, the last changed first.
    package func drafts(of person: PersonID) throws -> [DraftLine] {
        try db.rows("""
            SELECT d.id, d.subject, d.fiscal_code, s.name, d.updated_at FROM draft d
            LEFT JOIN service s ON s.tenant_id = d.tenant_id AND s.id = d.service_id AND \(allows("s.id"))
            WHERE d.tenant_id = \(tenant) AND d.person_id = \(person) ORDER BY d.updated_at DESC, d.id
            """) { DraftLine(id: $0.next(), subject: $0.next(), fiscalCode: $0.next(), serviceName: $0.next(), updatedAt: $0.next()) }
    }

    package func countDrafts(of person: PersonID) throws -> Int {
        try db.first("SELECT COUNT(*) FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person)") { $0.next() } ?? 0
    }

    /// Puts a form aside, or what was changed of it.
    ///
    /// - Parameters:
    ///   - form: its fields, URL-encoded.
    ///   - typed: of these what a list shows; what is too long for it is cut there.
    ///   - seen: when it was saved that the page knows; `nil`: never.
    /// - Throws: `PermitLost`.
    package func saveDraft(
        _ id: FormID, form: String, typed: NotificationForm, of person: PersonID, replacing seen: Moment?
    ) throws -> DraftOutcome {
        guard form.utf8.count <= Draft.longest else { return .tooLong }
        return try db.transaction {
            let there = try db.first("""
                SELECT updated_at FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(id) FOR UPDATE
                """) { $0.next(Moment.self) }
            if let there, there != seen { return .overtaken(there) }
            guard try there != nil || countDrafts(of: person) < Draft.most else { return .tooMany }
            try write(id, form: form, typed: typed, of: person)
            return .saved(try draft(id, of: person)?.updatedAt ?? .now())
        }
    }

    private func write(_ id: FormID, form: String, typed: NotificationForm, of person: PersonID) throws {
        let written = try db.execute("""
            INSERT INTO draft (tenant_id, person_id, id, form, subject, fiscal_code, service_id)
            SELECT \(tenant), \(person), \(id), \(form), \(clipped(typed[.subject], to: 120)), \(clipped(typed[.fiscalCode], to: 32)),
                   \(ServiceID(typed[.service])) FROM DUAL WHERE \(permit.holds)
            ON DUPLICATE KEY UPDATE form = VALUES(form), subject = VALUES(subject), fiscal_code = VALUES(fiscal_code),
                   service_id = VALUES(service_id), updated_at = NOW(6)
            """)
        if written == 0 { throw PermitLost() }
    }

    /// - Throws: `PermitLost`.
    package func deleteDraft(_ id: FormID, of person: PersonID) throws {
        let deleted = try db.execute("""
            DELETE FROM draft WHERE tenant_id = \(tenant) AND person_id = \(person) AND id = \(id) AND \(permit.holds)
            """)
        if deleted == 0 { try permit.require(db) }
    }
}
