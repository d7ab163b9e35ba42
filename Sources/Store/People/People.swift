package import Domain
import MariaDB

/// A person who works for a tenant.
package struct Person: Sendable {
    package var id: PersonID
    package var username: String
    package var name: String
    package var role: Role
    package var isDisabled: Bool
    package var lastLogin: Moment?
    /// Beside the password.
    package var hasSecondFactor: Bool
    /// As an administrator chose it.
    package var services: Scope

    /// What the person may send with and read about: administrators all of it, whatever was chosen.
    package var scope: Scope { role.mayAdminister ? .all : services }

    static let columns: SQL = """
        p.id, p.username, p.name, p.role, p.disabled, p.last_login_at, p.has_totp, IF(p.all_services, NULL, COALESCE((
            SELECT GROUP_CONCAT(ps.service_id SEPARATOR '') FROM person_service ps
            WHERE ps.tenant_id = p.tenant_id AND ps.person_id = p.id), ''))
        """

    init(_ row: inout Row) {
        (id, username, name, role) = (row.next(), row.next(), row.next(), row.next())
        (isDisabled, lastLogin, hasSecondFactor, services) = (row.next(), row.next(), row.next(), Scope(stored: row.next()))
    }
}

extension Scope {
    /// The ids one after the other; NULL: all.
    init(stored: [UInt8]?) {
        guard let stored else { self = .all; return }
        self = .only(Set(stride(from: 0, to: stored.count, by: 16).map { ServiceID(bytes: Array(stored[$0..<$0 + 16]))! }))
    }

    var stored: [UInt8]? {
        guard case .only(let services) = self else { return nil }
        return services.sorted().flatMap(\.bytes)
    }
}

extension TenantStore {
    /// All people of the tenant, by name.
    package func people() throws -> [Person] {
        try db.rows("SELECT \(Person.columns) FROM person p WHERE p.tenant_id = \(tenant) ORDER BY p.name, p.id", Person.init)
    }

    package func person(username: String) throws -> Person? {
        try db.first("""
            SELECT \(Person.columns) FROM person p WHERE p.tenant_id = \(tenant) AND p.username = \(username.inASCII)
            """, Person.init)
    }

    package func person(_ id: PersonID) throws -> Person? {
        try db.first("SELECT \(Person.columns) FROM person p WHERE p.tenant_id = \(tenant) AND p.id = \(id)", Person.init)
    }

    /// What is kept of a person's password, to verify against; `nil`: nobody enters as them.
    package func passwordHash(of person: PersonID) throws -> String? {
        try db.first("SELECT password_hash FROM person WHERE tenant_id = \(tenant) AND id = \(person)") { $0.next(String?.self) } ?? nil
    }

    /// Adds a person.
    ///
    /// - Parameter passwordHash: `nil`: nobody enters as them before they have set one.
    /// - Throws: `DatabaseError` that is a duplicate of `person_username`; `NoRoomForPerson`, but not from the command line
    ///   (without an author), which is the host's.
    package func addPerson(
        username: String, name: String, role: Role, services: Scope = .all, passwordHash: String?, by author: PersonID?
    ) throws -> PersonID {
        let id = PersonID.make()
        try db.transaction {
            if author != nil { try requirePlace(for: id) }
            try db.execute("""
                INSERT INTO person (tenant_id, id, username, name, role, password_hash)
                VALUES (\(tenant), \(id), \(username), \(name), \(role), \(passwordHash))
                """)
            try audit(.personAdded, by: author, on: .person(id), detail: .role(role))
            if services != .all { try setServices(services, of: id, by: author) }
        }
        return id
    }

    /// Changes which services a person may send with and read about. What they have queued already leaves all the same.
    ///
    /// - Throws: `DatabaseError` that is a missing reference, when the tenant has no such service.
    package func setServices(_ services: Scope, of person: PersonID, by author: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE person SET all_services = \(services == .all) WHERE tenant_id = \(tenant) AND id = \(person)")
            try db.execute("DELETE FROM person_service WHERE tenant_id = \(tenant) AND person_id = \(person)")
            var count: Int?
            if case .only(let some) = services {
                for service in some {
                    try db.execute("""
                        INSERT INTO person_service (tenant_id, person_id, service_id) VALUES (\(tenant), \(person), \(service))
                        """)
                }
                count = some.count
            }
            try audit(.personServices, by: author, on: .person(person), detail: .services(count))
        }
    }

    /// Gives a person a new password, and ends the sessions that the old one opened, but for the one in which it was
    /// changed, and the link by which it could have been set.
    package func setPassword(_ hash: String, of person: PersonID, keeping session: [UInt8]?, by author: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE person SET password_hash = \(hash) WHERE tenant_id = \(tenant) AND id = \(person)")
            try db.execute("DELETE FROM invitation WHERE tenant_id = \(tenant) AND person_id = \(person)")
            try endSessions(of: person, keeping: session)
            try audit(author == person ? .passwordChanged : .personReset, by: author, on: .person(person))
        }
    }

    /// Changes what a person is called and may do.
    ///
    /// - Parameter services: as they were unless they are given.
    /// - Returns: false, and nothing has changed, when the tenant would be left without an administrator.
    package func changePerson(
        _ id: PersonID, name: String, role: Role, services: Scope? = nil, by author: PersonID
    ) throws -> Bool {
        try db.transaction {
            if role < .administrator, try isLastAdministrator(id) { return false }
            // The change itself comes last: who gives up administering still may until then.
            try audit(.personChanged, by: author, on: .person(id), detail: .role(role))
            if let services, try person(id)?.services != services { try setServices(services, of: id, by: author) }
            try db.execute("UPDATE person SET name = \(name), role = \(role) WHERE tenant_id = \(tenant) AND id = \(id)")
            return true
        }
    }

    /// Locks a person out, or lets them in again.
    ///
    /// - Returns: false, and nothing has changed, when the tenant would be left without an administrator. From the command
    ///   line (without an author) the last one can be locked out too: it may be the one who must be kept out.
    /// - Throws: `NoRoomForPerson` as `addPerson` does.
    @discardableResult
    package func setDisabled(_ disabled: Bool, person: PersonID, by author: PersonID?) throws -> Bool {
        try db.transaction {
            if disabled, author != nil, try isLastAdministrator(person) { return false }
            if !disabled, author != nil { try requirePlace(for: person) }
            // Also of oneself: who does it still may.
            try audit(disabled ? .personDisabled : .personEnabled, by: author, on: .person(person))
            try db.execute("UPDATE person SET disabled = \(disabled) WHERE tenant_id = \(tenant) AND id = \(person)")
            if disabled {
                try endSessions(of: person, keeping: nil)
                // Who is let in again is given a new one.
                try db.execute("DELETE FROM invitation WHERE tenant_id = \(tenant) AND person_id = \(person)")
            }
            return true
        }
    }

    /// Of those who can enter. Locked until the transaction ends, so that two administrators cannot demote or reset each other at once.
    func isLastAdministrator(_ person: PersonID) throws -> Bool {
        let administrators = try db.rows("""
            SELECT id FROM person
            WHERE tenant_id = \(tenant) AND role IN (\(Role.administrator), \(Role.installation)) AND NOT disabled
              AND password_hash IS NOT NULL FOR UPDATE
            """) { $0.next(PersonID.self) }
        guard administrators == [person] else { return false }
        // Perhaps because who asks is none any more.
        try permit.require(db)
        return true
    }

    func endSessions(of person: PersonID, keeping digest: [UInt8]?) throws {
        try db.execute("""
            DELETE FROM session WHERE tenant_id = \(tenant) AND person_id = \(person) AND (\(digest) IS NULL OR digest <> \(digest))
            """)
    }
}
