package import Domain
import MariaDB

/// Where a server stands: in use, or typed and not found good yet.
enum MailPlace: String, CaseIterable, StoredEnum { case inUse = "in_use", onTrial = "on_trial" }

/// A server that somebody has set, as far as pages may know it.
package struct MailServerState: Sendable {
    package var id: MailID
    package var server: MailServer
    package var hasPassword: Bool
    /// To whom the trial goes.
    package var triedWith: MailAddress
    package var setAt: Moment
    /// Whether the worker has still to try it; never of the one in use.
    package var isWaiting: Bool
    /// What was wrong when it was last used, since when it has been so, and the server's own words.
    package var trouble: MailTrouble?
    package var troubledSince: Moment?
    package var reply: String
}

/// Of the two servers what the administration of the installation sees.
package struct MailServers: Sendable {
    package var inUse: MailServerState?
    package var onTrial: MailServerState?
}

/// A server as the worker needs it.
package struct ReachableMailServer: Sendable {
    package var id: MailID
    package var server: MailServer
    /// Opens for `server.binding`; `nil`: there is none.
    package var sealed: [UInt8]?
    package var triedWith: MailAddress
}

extension InstallationStore {
    private static let shown: SQL = """
        place, id, server, port, security, username, sender, has_password, tried_with, set_at, due_at IS NOT NULL, trouble,
        troubled_since, COALESCE(reply, '')
        """

    // MARK: - By a person

    package func mailServers() throws -> MailServers {
        var servers = MailServers()
        _ = try db.rows("SELECT \(Self.shown) FROM mail_server") { row in
            let place = row.next(MailPlace.self)
            let state = MailServerState(
                id: row.next(), server: readServer(&row), hasPassword: row.next(), triedWith: row.next(), setAt: row.next(),
                isWaiting: row.next(), trouble: row.next(), troubledSince: row.next(), reply: row.next())
            if place == .inUse { servers.inUse = state } else { servers.onTrial = state }
        }
        return servers
    }

    /// Leaves a server for the worker to try, in the place of one that was not found good. The one in use stays until then.
    ///
    /// - Parameters:
    ///   - sealed: its password; `nil` beside a username: that of the server in use, which opens if both are the same.
    ///   - address: to which the trial is sent.
    /// - Returns: what it is known by, before and after it is found good.
    /// - Throws: `PermitLost`.
    package func proposeMailServer(
        _ server: MailServer, sealed: [UInt8]?, tryingWith address: MailAddress, by person: PersonID?
    ) throws -> MailID {
        let id = MailID.make()
        let written = try db.execute("""
            REPLACE INTO mail_server (place, id, server, port, security, username, sealed, sender, tried_with, set_by, due_at)
            SELECT \(MailPlace.onTrial), \(id), \(server.host), \(server.port), \(server.security), \(server.username),
                   \(sealed), \(server.sender), \(address), \(person), NOW(6) FROM DUAL WHERE \(permit.holds)
            """)
        if written == 0 { throw PermitLost() }
        return id
    }

    /// Forgets a server that was not found good, or is not tried yet.
    ///
    /// - Throws: `PermitLost`.
    package func discardMailServerTrial() throws {
        let removed = try db.execute("DELETE FROM mail_server WHERE place = \(MailPlace.onTrial) AND \(permit.holds)")
        if removed == 0 { try permit.require(db) }
    }

    /// No e-mail leaves any more, and none is made.
    package func removeMailServers(by person: PersonID?, in tenant: TenantID) throws {
        try db.transaction {
            let removed = try db.execute("DELETE FROM mail_server")
            if removed > 0 { try store(of: tenant).audit(.settingsChanged, by: person, detail: .mailServer(nil)) }
        }
    }

    // MARK: - By the worker

    /// Takes the server that is to be tried, if it is time.
    ///
    /// - Parameter lease: seconds after which another worker may.
    package func claimMailServerTrial(lease: Int) throws -> ReachableMailServer? {
        guard let found = try db.first("""
            SELECT n.id, n.server, n.port, n.security, n.username, n.sender, COALESCE(n.sealed, IF(n.username IS NULL, NULL, u.sealed)),
                   n.tried_with
            FROM mail_server n LEFT JOIN mail_server u ON u.place = \(MailPlace.inUse)
            WHERE n.place = \(MailPlace.onTrial) AND n.due_at <= NOW(6)
            """, ReachableMailServer.init) else { return nil }
        let claimed = try db.execute("""
            UPDATE mail_server SET due_at = NOW(6) + INTERVAL \(lease) SECOND
            WHERE place = \(MailPlace.onTrial) AND id = \(found.id) AND due_at <= NOW(6)
            """)
        return claimed == 1 ? found : nil
    }

    /// It took the trial: it is the one in use from now on. Nothing happens when somebody has typed another one meanwhile.
    package func install(_ trial: ReachableMailServer) throws {
        try db.transaction {
            guard let person = try db.first("""
                SELECT set_by FROM mail_server WHERE place = \(MailPlace.onTrial) AND id = \(trial.id) FOR UPDATE
                """, { $0.next(PersonID?.self) }) else { return }
            try db.execute("DELETE FROM mail_server WHERE place = \(MailPlace.inUse)")
            try db.execute("""
                UPDATE mail_server SET place = \(MailPlace.inUse), sealed = \(trial.sealed), due_at = NULL, trouble = NULL,
                       troubled_since = NULL, reply = NULL, set_at = NOW(6) WHERE place = \(MailPlace.onTrial)
                """)
            try hurryMails()
            guard let host = try db.first("SELECT id FROM tenant WHERE kind = \(Tenant.Kind.installation)", { $0.next(TenantID.self) })
            else { return }
            try store(of: host).audit(.settingsChanged, by: person, detail: .mailServer(trial.server.host))
        }
    }

    /// It did not: it stays to be seen, and is not tried again by itself.
    package func refuse(_ trial: ReachableMailServer, _ trouble: MailTrouble, reply: String) throws {
        try db.execute("""
            UPDATE mail_server SET due_at = NULL, trouble = \(trouble), troubled_since = NOW(6), reply = \(clipped(reply, to: 200))
            WHERE place = \(MailPlace.onTrial) AND id = \(trial.id)
            """)
    }

    /// The server in use; `nil`: none is.
    package func mailServer() throws -> ReachableMailServer? {
        try db.first("""
            SELECT id, server, port, security, username, sender, sealed, tried_with FROM mail_server WHERE place = \(MailPlace.inUse)
            """, ReachableMailServer.init)
    }

    /// How the server in use fared. Since when it has been in trouble is noted when that begins.
    package func noteMailServer(_ server: ReachableMailServer, _ trouble: MailTrouble?, reply: String = "") throws {
        let stands: SQL = "WHERE place = \(MailPlace.inUse) AND id = \(server.id)"
        if let trouble {
            try db.execute("""
                UPDATE mail_server SET trouble = \(trouble), troubled_since = COALESCE(troubled_since, NOW(6)),
                       reply = \(clipped(reply, to: 200)) \(stands)
                """)
        } else {
            let isBack = try db.execute("""
                UPDATE mail_server SET trouble = NULL, troubled_since = NULL, reply = NULL \(stands) AND trouble IS NOT NULL
                """) == 1
            if isBack { try hurryMails() }
        }
    }

    /// What waited for a better server waits no longer.
    private func hurryMails() throws {
        try db.execute("UPDATE mail SET due_at = NOW(6) WHERE state = \(MailState.queued) AND due_at > NOW(6) AND owner IS NULL")
    }
}

extension SQL {
    /// Whether the server `m` has taken nothing for so long that people are told.
    static let isInTrouble: SQL = "m.place = \(MailPlace.inUse) AND m.troubled_since < NOW(6) - INTERVAL 5 MINUTE"
}

private func readServer(_ row: inout Row) -> MailServer {
    MailServer(host: row.next(), port: row.next(), security: row.next(), username: row.next(), sender: row.next())
}

extension ReachableMailServer {
    fileprivate init(_ row: inout Row) {
        self.init(id: row.next(), server: readServer(&row), sealed: row.next(), triedWith: row.next())
    }
}
