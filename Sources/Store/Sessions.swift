package import Domain
import MariaDB

/// Somebody at a browser, and how far they have come in.
package struct OpenSession: Sendable {
    package enum Stage: String, Sendable {
        /// The second factor is still to be given.
        case password
        case complete
    }

    /// Where it was opened, as coarse as tells one's own sessions apart.
    package struct Place: Sendable {
        package var browser: String
        package var network: String

        package init(browser: String, network: String) {
            (self.browser, self.network) = (browser, network)
        }
    }

    package var stage: Stage
    package var person: Person

    /// Seconds within which the second factor must follow the password.
    static let halfway = 600
}

extension OpenSession.Stage: SQLConvertible, ColumnReadable {}

extension TenantStore {
    /// Opens a session, known from now on by the digest of its cookie.
    package func openSession(
        _ digest: [UInt8], for person: Identifier, stage: OpenSession.Stage = .complete, at place: OpenSession.Place? = nil
    ) throws {
        try db.transaction {
            try db.execute("""
                INSERT INTO session (tenant_id, digest, person_id, stage, browser, network)
                VALUES (\(tenant), \(digest), \(person), \(stage), \(place?.browser), \(place?.network))
                """)
            if stage == .complete { try noteLogin(of: person) }
        }
    }

    /// The second factor was given: the session is known by another cookie from now on, since that of half a log in may
    /// have been seen.
    package func completeSession(_ digest: [UInt8], as renewed: [UInt8], of person: Identifier) throws {
        try db.transaction {
            try renewSession(digest, as: renewed)
            try noteLogin(of: person)
        }
    }

    /// Gives a session another cookie.
    package func renewSession(_ digest: [UInt8], as renewed: [UInt8]) throws {
        try db.execute("""
            UPDATE session SET digest = \(renewed), stage = 'complete', created_at = NOW(6), seen_at = NOW(6)
            WHERE tenant_id = \(tenant) AND digest = \(digest)
            """)
    }

    private func noteLogin(of person: Identifier) throws {
        try db.execute("UPDATE person SET last_login_at = NOW(6) WHERE tenant_id = \(tenant) AND id = \(person)")
        try audit(.login, by: person)
    }

    /// A session that is neither idle for too long nor too old, of a person who is not disabled.
    ///
    /// - Parameters:
    ///   - idle: seconds since it was last used.
    ///   - whole: seconds since it was opened.
    package func session(_ digest: [UInt8], idle: Int, whole: Int) throws -> OpenSession? {
        let found = try db.first("""
            SELECT s.seen_at < NOW(6) - INTERVAL 60 SECOND, s.stage, \(Person.columns)
            FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
            WHERE s.tenant_id = \(tenant) AND s.digest = \(digest) AND NOT p.disabled
              AND s.seen_at > NOW(6) - INTERVAL \(idle) SECOND
              AND s.created_at > NOW(6) - INTERVAL IF(s.stage = 'password', \(OpenSession.halfway), \(whole)) SECOND
            """) { row in
            (isStale: row.next(Bool.self), session: OpenSession(stage: row.next(), person: Person(&row)))
        }
        guard let found else { return nil }
        // Once a minute is enough to know that somebody is there, and spares a write per page.
        if found.isStale {
            try db.execute("UPDATE session SET seen_at = NOW(6) WHERE tenant_id = \(tenant) AND digest = \(digest)")
        }
        return found.session
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
