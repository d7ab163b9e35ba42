package import Domain
import MariaDB

/// A person who works for an ente.
package struct Person: Sendable {
    package var id: Identifier
    package var username: String
    package var name: String
    package var role: Role
    package var isDisabled: Bool
    package var lastLogin: Moment?
}

private let personColumns: SQL = "p.id, p.username, p.name, p.role, p.disabled, p.last_login_at"

private func readPerson(_ row: inout Row) -> Person {
    Person(id: row.next(), username: row.next(), name: row.next(), role: row.next(), isDisabled: row.next(), lastLogin: row.next())
}

extension TenantStore {
    /// All people of the ente, by name.
    package func people() throws -> [Person] {
        try db.rows("SELECT \(personColumns) FROM person p WHERE p.tenant_id = \(tenant) ORDER BY p.name, p.id", readPerson)
    }

    package func person(username: String) throws -> Person? {
        try db.first("""
            SELECT \(personColumns) FROM person p WHERE p.tenant_id = \(tenant) AND p.username = \(username.inASCII)
            """, readPerson)
    }

    package func person(_ id: Identifier) throws -> Person? {
        try db.first("SELECT \(personColumns) FROM person p WHERE p.tenant_id = \(tenant) AND p.id = \(id)", readPerson)
    }

    /// What is kept of a person's password, to verify against.
    package func passwordHash(of person: Identifier) throws -> String? {
        try db.first("SELECT password_hash FROM person WHERE tenant_id = \(tenant) AND id = \(person)") { $0.next() }
    }

    /// Adds a person.
    ///
    /// - Throws: `DatabaseError` that is a duplicate of `person_username`.
    package func addPerson(username: String, name: String, role: Role, passwordHash: String, by author: Identifier?) throws -> Identifier {
        let id = Identifier.make()
        try db.transaction {
            try db.execute("""
                INSERT INTO person (tenant_id, id, username, name, role, password_hash)
                VALUES (\(tenant), \(id), \(username), \(name), \(role), \(passwordHash))
                """)
            try audit(.personAdded, by: author, on: id, detail: role.rawValue)
        }
        return id
    }

    /// Gives a person a new password and ends the sessions that the old one opened, but for the one
    /// in which it was changed.
    package func setPassword(_ hash: String, of person: Identifier, keeping session: [UInt8]?, by author: Identifier?) throws {
        try db.transaction {
            try db.execute("UPDATE person SET password_hash = \(hash) WHERE tenant_id = \(tenant) AND id = \(person)")
            try endSessions(of: person, keeping: session)
            try audit(author == person ? .passwordChanged : .personReset, by: author, on: person)
        }
    }

    /// Locks a person out, or lets them in again.
    package func setDisabled(_ disabled: Bool, person: Identifier, by author: Identifier?) throws {
        try db.transaction {
            try db.execute("UPDATE person SET disabled = \(disabled) WHERE tenant_id = \(tenant) AND id = \(person)")
            if disabled { try endSessions(of: person, keeping: nil) }
            try audit(disabled ? .personDisabled : .personEnabled, by: author, on: person)
        }
    }

    private func endSessions(of person: Identifier, keeping digest: [UInt8]?) throws {
        try db.execute("""
            DELETE FROM session WHERE tenant_id = \(tenant) AND person_id = \(person) AND (\(digest) IS NULL OR digest <> \(digest))
            """)
    }
}
