package import Domain
import MariaDB

/// Somebody at a browser, and how far they have come in.
package struct OpenSession: Sendable {
    package enum Stage: String, Sendable, CaseIterable {
        /// The second factor is still to be given.
        case password
        case complete
    }

    /// Where it was opened, as coarse as tells one's own sessions apart.
    package struct Origin: Sendable {
        package var browser: String
        package var network: String

        package init(browser: String, network: String) {
            (self.browser, self.network) = (browser, network)
        }
    }

    package var stage: Stage
    package var person: Person
    /// The password was given a moment ago: who is there is not somebody who has found the session open.
    package var isFresh = true
    /// Others have changed the person's access since they last entered, and they have not said that they know.
    package var hasAccessChanged = false
    /// The list of the archive that it looked at last, as a query; `nil`: none yet.
    package var list: String?
    package var searches = KeptSearches()

    /// Seconds within which the second factor must follow the password, to give it or to set it up.
    static let halfway = 600
}

extension TenantStore {
    /// Opens a session, known from now on by the digest of its cookie, for who has given the password.
    ///
    /// - Parameter passwordHash: what the password was verified against. That takes a while, and whatever ends a person's
    ///   sessions meanwhile must hold for this one too: the person is looked at again, and locked.
    /// - Returns: how far they have come; `nil`: the password holds no longer, or the person is disabled.
    package func openSession(
        _ digest: [UInt8], for person: PersonID, passwordHash: String, at place: OpenSession.Origin? = nil
    ) throws -> OpenSession? {
        try db.transaction {
            let found = try db.first("""
                SELECT \(Person.columns) FROM person p
                WHERE p.tenant_id = \(tenant) AND p.id = \(person) AND p.password_hash = \(passwordHash) AND NOT p.disabled FOR UPDATE
                """, Person.init)
            guard let found else { return nil }
            let session = OpenSession(stage: found.hasSecondFactor ? .password : .complete, person: found)
            // Whoever enters for the first time finds nothing changed.
            let isChanged: SQL = found.lastLogin.map {
                "EXISTS (SELECT 1 FROM audit a WHERE a.tenant_id = \(tenant) AND \(SQL.changesAccess(of: person, after: $0)))"
            } ?? "FALSE"
            try db.execute("""
                INSERT INTO session (tenant_id, digest, person_id, stage, browser, network, access_changed)
                VALUES (\(tenant), \(digest), \(person), \(session.stage), \(place?.browser), \(place?.network), \(isChanged))
                """)
            if session.stage == .complete { try noteLogin(of: person) }
            return session
        }
    }

    /// The second factor was given: the session is known by another cookie from now on, since that of half a log in may
    /// have been seen.
    ///
    /// - Returns: false when the session has ended meanwhile.
    package func completeSession(_ digest: [UInt8], as renewed: [UInt8], of person: PersonID) throws -> Bool {
        try db.transaction {
            guard try renewSession(digest, as: renewed, of: person) else { return false }
            try noteLogin(of: person)
            return true
        }
    }

    /// Tries what completes half a log in. Of many tries at once each waits for the one before, so that none spends a code once another has
    /// let the person in.
    ///
    /// - Returns: `nil` when the session has ended meanwhile, or is no longer half.
    package func completing<Result>(_ digest: [UInt8], of person: PersonID, _ body: () throws -> Result) throws -> Result? {
        try db.transaction {
            try lock(person)
            let isHalf = try db.first("""
                SELECT 1 FROM session
                WHERE tenant_id = \(tenant) AND digest = \(digest) AND person_id = \(person) AND stage = \(OpenSession.Stage.password)
                """) { $0.next(Int.self) } != nil
            return isHalf ? try body() : nil
        }
    }

    /// Gives a session another cookie; it ends no later for that.
    ///
    /// - Returns: false when the session has ended meanwhile.
    package func renewSession(_ digest: [UInt8], as renewed: [UInt8], of person: PersonID) throws -> Bool {
        try db.transaction {
            try lock(person)
            return try db.execute("""
                UPDATE session SET digest = \(renewed), stage = \(OpenSession.Stage.complete), seen_at = NOW(6)
                WHERE tenant_id = \(tenant) AND digest = \(digest) AND person_id = \(person)
                """) == 1
        }
    }

    /// Whoever opens, renews or ends sessions of a person does so one after the other: to end them all would miss one that
    /// is just changing its digest.
    func lock(_ person: PersonID) throws {
        _ = try db.first("SELECT 1 FROM person WHERE tenant_id = \(tenant) AND id = \(person) FOR UPDATE") { $0.next(Int.self) }
    }

    private func noteLogin(of person: PersonID) throws {
        try db.execute("UPDATE person SET last_login_at = NOW(6) WHERE tenant_id = \(tenant) AND id = \(person)")
        try audit(.login, by: person)
    }

    /// Remembers which list of the archive a session looks at: its filters and its page, as a query of at most 2,000 characters. One
    /// to which another site has led is none that somebody wants to come back to.
    package func rememberList(_ query: String, of digest: [UInt8]) throws {
        if isLed { return }
        try db.execute("""
            UPDATE session SET list = \(query) WHERE tenant_id = \(tenant) AND digest = \(digest)
            """)
    }

    /// Ends a session, whatever its person may.
    package func closeSession(_ digest: [UInt8], of person: PersonID) throws {
        try db.execute("DELETE FROM session WHERE tenant_id = \(tenant) AND digest = \(digest)")
        try afterwards.audit(.logout, by: person)
    }
}
