package import Domain
import MariaDB

extension TenantStore {
    /// Lets a person set a password by a link, and withdraws the link before it. The password that the person has holds no
    /// longer, and the sessions end: whoever asks for this does not know who has it.
    ///
    /// - Parameter digest: of what the link holds.
    /// - Throws: `ResetRefusal`.
    package func invite(_ person: PersonID, _ digest: [UInt8], by author: PersonID?) throws {
        try db.transaction {
            try requireResettable(person, without: .personFactorReset, by: author)
            try db.execute("UPDATE person SET password_hash = NULL WHERE tenant_id = \(tenant) AND id = \(person)")
            try db.execute("""
                INSERT INTO invitation (tenant_id, person_id, digest, expires_at)
                VALUES (\(tenant), \(person), \(digest), NOW(6) + INTERVAL 1 DAY)
                ON DUPLICATE KEY UPDATE digest = \(digest), expires_at = NOW(6) + INTERVAL 1 DAY
                """)
            try endSessions(of: person, keeping: nil)
            try audit(.personInvited, by: author, on: .person(person))
        }
    }

    /// Whose link it is, while it holds.
    package func invited(_ digest: [UInt8]) throws -> Person? { try invited(digest, "") }

    private func invited(_ digest: [UInt8], _ locking: SQL) throws -> Person? {
        try db.first("""
            SELECT \(Person.columns) FROM invitation i JOIN person p ON p.tenant_id = i.tenant_id AND p.id = i.person_id
            WHERE i.tenant_id = \(tenant) AND i.digest = \(digest) AND i.expires_at > NOW(6) AND NOT p.disabled \(locking)
            """, Person.init)
    }

    /// Sets the password of the person whose link it is, and spends the link.
    ///
    /// - Returns: false when it holds no longer.
    package func acceptInvitation(_ digest: [UInt8], passwordHash: String) throws -> Bool {
        try db.transaction {
            guard let person = try invited(digest, "FOR UPDATE"),
                  try db.execute("DELETE FROM invitation WHERE tenant_id = \(tenant) AND digest = \(digest)") == 1 else { return false }
            try setPassword(passwordHash, of: person.id, keeping: nil, by: person.id)
            return true
        }
    }
}
