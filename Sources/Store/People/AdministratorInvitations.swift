package import Domain
import MariaDB

/// Who is to administer a tenant, as the administration of the installation names them.
package struct InvitedAdministrator: Sendable {
    package var username: String
    package var name: String
    /// Of what the link holds by which they set their password.
    package var digest: [UInt8]

    package init(username: String, name: String, digest: [UInt8]) {
        (self.username, self.name, self.digest) = (username, name, digest)
    }
}

/// The tenant has an administrator who can enter. Others are invited by its own: whoever administers the host could let
/// themselves in otherwise, and read what is none of theirs.
package struct HasAdministrator: Error {}

extension InstallationStore {
    /// Adds the first administrator of a tenant, or one after it has lost them all, who sets a password by a link within a day.
    /// Who was added like this and has never entered gets another link, and the one before it holds no longer.
    ///
    /// - Throws: `HasAdministrator`; `DatabaseError` that is a duplicate of `person_username`.
    package func invite(_ invited: InvitedAdministrator, to tenant: TenantID, by person: PersonID?) throws {
        try db.transaction {
            guard try !hasAdministrator(tenant) else { throw HasAdministrator() }
            let id = try awaited(invited.username, in: tenant) ?? add(invited, to: tenant)
            try db.execute("DELETE FROM invitation WHERE tenant_id = \(tenant) AND person_id = \(id)")
            try db.execute("""
                INSERT INTO invitation (tenant_id, person_id, digest, expires_at)
                VALUES (\(tenant), \(id), \(invited.digest), NOW(6) + INTERVAL 1 DAY)
                """)
            try audit(.administratorInvited, on: tenant, by: person, detail: .username(invited.username))
        }
    }

    /// Whether somebody can enter as an administrator of a tenant. sql/accounts.sql has the same, and that of `awaited`, of whom
    /// the host may add and invite.
    package func hasAdministrator(_ tenant: TenantID) throws -> Bool {
        try db.first("""
            SELECT 1 FROM person p WHERE p.tenant_id = \(tenant) AND \(SQL.isAdministrator) LIMIT 1
            """) { $0.next(Int.self) } != nil
    }

    /// An administrator who has never entered and has no password.
    private func awaited(_ username: String, in tenant: TenantID) throws -> PersonID? {
        try db.first("""
            SELECT id FROM person
            WHERE tenant_id = \(tenant) AND username = \(username.inASCII) AND role = \(Role.administrator) AND password_hash IS NULL
              AND last_login_at IS NULL AND NOT disabled
            """) { $0.next() }
    }

    private func add(_ invited: InvitedAdministrator, to tenant: TenantID) throws -> PersonID {
        let id = PersonID.make()
        try db.execute("""
            INSERT INTO person (tenant_id, id, username, name, role)
            VALUES (\(tenant), \(id), \(invited.username), \(invited.name), \(Role.administrator))
            """)
        return id
    }
}

extension SQL {
    /// Whether the person `p` can enter as an administrator.
    static let isAdministrator: SQL = "p.role = \(Role.administrator) AND p.password_hash IS NOT NULL AND NOT p.disabled"
}
