package import Domain
import MariaDB

extension TenantStore {
    /// Opens a session, known from now on by the digest of its cookie.
    package func openSession(_ digest: [UInt8], for person: Identifier) throws {
        try db.transaction {
            try db.execute("INSERT INTO session (tenant_id, digest, person_id) VALUES (\(tenant), \(digest), \(person))")
            try db.execute("UPDATE person SET last_login_at = NOW(6) WHERE tenant_id = \(tenant) AND id = \(person)")
            try audit(.login, by: person)
        }
    }

    /// The person of a session that is neither idle for too long nor too old, if not disabled.
    ///
    /// - Parameters:
    ///   - idle: seconds since it was last used.
    ///   - whole: seconds since it was opened.
    package func person(session digest: [UInt8], idle: Int, whole: Int) throws -> Person? {
        let found = try db.first("""
            SELECT s.seen_at < NOW(6) - INTERVAL 60 SECOND, \(Person.columns)
            FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
            WHERE s.tenant_id = \(tenant) AND s.digest = \(digest) AND NOT p.disabled
              AND s.seen_at > NOW(6) - INTERVAL \(idle) SECOND AND s.created_at > NOW(6) - INTERVAL \(whole) SECOND
            """) { row in
            (isStale: row.next(Bool.self), person: Person(&row))
        }
        guard let found else { return nil }
        // Once a minute is enough to know that somebody is there, and spares a write per page.
        if found.isStale {
            try db.execute("UPDATE session SET seen_at = NOW(6) WHERE tenant_id = \(tenant) AND digest = \(digest)")
        }
        return found.person
    }

    /// Remembers which list of the archive a session looks at: its filters and its page, as a query of at most 2,000 characters.
    package func rememberList(_ query: String, of digest: [UInt8]) throws {
        try db.execute("""
            UPDATE session SET list = \(query) WHERE tenant_id = \(tenant) AND digest = \(digest) AND NOT list <=> \(query)
            """)
    }

    /// The list that a session looked at last; `nil`: none yet.
    package func rememberedList(of digest: [UInt8]) throws -> String? {
        try db.first("SELECT list FROM session WHERE tenant_id = \(tenant) AND digest = \(digest)") { $0.next(String?.self) } ?? nil
    }

    /// Ends a session.
    package func closeSession(_ digest: [UInt8], of person: Identifier) throws {
        try db.execute("DELETE FROM session WHERE tenant_id = \(tenant) AND digest = \(digest)")
        try audit(.logout, by: person)
    }
}
