package import Domain
import MariaDB

/// One of a person's sessions, as the person sees it.
package struct SessionLine: Sendable {
    package var digest: [UInt8]
    package var openedAt: Moment
    package var seenAt: Moment
    package var place: OpenSession.Origin
}

extension TenantStore {
    /// The sessions of a person that hold, the one used last first.
    ///
    /// - Parameters:
    ///   - idle: seconds since it was last used.
    ///   - whole: seconds since it was opened.
    package func sessions(of person: PersonID, idle: Int, whole: Int) throws -> [SessionLine] {
        try db.rows("""
            SELECT digest, created_at, seen_at, COALESCE(browser, ''), COALESCE(network, '') FROM session
            WHERE tenant_id = \(tenant) AND person_id = \(person) AND stage = \(OpenSession.Stage.complete)
              AND seen_at > NOW(6) - INTERVAL \(idle) SECOND AND created_at > NOW(6) - INTERVAL \(whole) SECOND
            ORDER BY seen_at DESC, digest LIMIT 100
            """) { row in
            SessionLine(digest: row.next(), openedAt: row.next(), seenAt: row.next(),
                        place: OpenSession.Origin(browser: row.next(), network: row.next()))
        }
    }

    /// How a person gets in.
    ///
    /// - Parameters: those of `sessions`.
    /// - Returns: `invitationEnds`: until when a link holds that was not followed yet; `sessions`: how many hold.
    package func entry(
        of person: PersonID, idle: Int, whole: Int
    ) throws -> (hasPassword: Bool, invitationEnds: Moment?, sessions: Int) {
        try db.first("""
            SELECT p.password_hash IS NOT NULL,
                   (SELECT i.expires_at FROM invitation i
                    WHERE i.tenant_id = p.tenant_id AND i.person_id = p.id AND i.expires_at > NOW(6)),
                   (SELECT COUNT(*) FROM session s WHERE s.tenant_id = p.tenant_id AND s.person_id = p.id
                      AND s.stage = \(OpenSession.Stage.complete) AND s.seen_at > NOW(6) - INTERVAL \(idle) SECOND
                      AND s.created_at > NOW(6) - INTERVAL \(whole) SECOND)
            FROM person p WHERE p.tenant_id = \(tenant) AND p.id = \(person)
            """) { ($0.next(), $0.next(), $0.next()) } ?? (false, nil, 0)
    }

    /// Ends one session of a person.
    package func endSession(_ digest: [UInt8], of person: PersonID) throws {
        try db.transaction {
            try db.execute("DELETE FROM session WHERE tenant_id = \(tenant) AND digest = \(digest) AND person_id = \(person)")
            try audit(.sessionsEnded, by: person, on: .person(person))
        }
    }

    /// Ends all sessions of a person but for one.
    package func endAllSessions(of person: PersonID, keeping digest: [UInt8]?, by author: PersonID?) throws {
        try db.transaction {
            try lock(person)
            try endSessions(of: person, keeping: digest)
            try audit(author == person ? .sessionsEnded : .personSessionsEnded, by: author, on: .person(person))
        }
    }
}
