package import Domain
import MariaDB

/// Where the secret of a person's second factor belongs.
package enum SecondFactorBinding {
    /// What a sealed secret is bound to: in another person's row it does not open.
    package static func bytes(tenant: TenantID, person: PersonID) -> [UInt8] {
        Array("totp|".utf8) + tenant.bytes + person.bytes
    }
}

extension TenantStore {
    /// The sealed secret of a person's second factor; `nil`: the person has none.
    package func secondFactor(of person: PersonID) throws -> [UInt8]? {
        try db.first("SELECT totp FROM person WHERE tenant_id = \(tenant) AND id = \(person)") { $0.next([UInt8]?.self) } ?? nil
    }

    /// Gives a person a second factor, and ends the sessions that were opened without it, but for the one at hand.
    ///
    /// - Parameters:
    ///   - counter: of the code that proved it; it cannot be used again.
    ///   - recoveryCodes: digests of what lets the person in without it, once each.
    /// - Returns: false, and nothing has changed, when the person has one already.
    @discardableResult
    package func setSecondFactor(
        _ sealed: [UInt8], counter: Int64?, recoveryCodes: [[UInt8]], of person: PersonID, keeping session: [UInt8]?,
        by author: PersonID?
    ) throws -> Bool {
        try db.transaction {
            let isFirst = try db.execute("""
                UPDATE person SET totp = \(sealed), totp_counter = \(counter)
                WHERE tenant_id = \(tenant) AND id = \(person) AND totp IS NULL
                """) == 1
            guard isFirst else { return false }
            try writeRecoveryCodes(recoveryCodes, of: person)
            try endSessions(of: person, keeping: session)
            try audit(.secondFactorSet, by: author, on: .person(person))
            return true
        }
    }

    /// Takes a person's second factor away and ends the sessions, but for the one at hand.
    ///
    /// - Throws: `ResetRefusal`.
    package func removeSecondFactor(of person: PersonID, keeping session: [UInt8]?, by author: PersonID?) throws {
        try db.transaction {
            try requireResettable(person, without: .personInvited, by: author)
            try db.execute("UPDATE person SET totp = NULL, totp_counter = NULL WHERE tenant_id = \(tenant) AND id = \(person)")
            try writeRecoveryCodes([], of: person)
            try endSessions(of: person, keeping: session)
            try audit(author == person ? .secondFactorRemoved : .personFactorReset, by: author, on: .person(person))
        }
    }

    /// Takes a code that holds, once: it was read over a shoulder or on its way.
    ///
    /// - Returns: false when this code or a later one was taken already.
    package func useCode(counter: Int64, of person: PersonID) throws -> Bool {
        try db.execute("""
            UPDATE person SET totp_counter = \(counter)
            WHERE tenant_id = \(tenant) AND id = \(person) AND totp IS NOT NULL AND (totp_counter IS NULL OR totp_counter < \(counter))
            """) == 1
    }

    /// Takes a recovery code, once.
    ///
    /// - Returns: false when there is none like it.
    package func useRecoveryCode(_ digest: [UInt8], of person: PersonID) throws -> Bool {
        try db.transaction {
            let used = try db.execute("""
                DELETE FROM recovery_code WHERE tenant_id = \(tenant) AND person_id = \(person) AND digest = \(digest)
                """) == 1
            if used { try audit(.recoveryCodeUsed, by: person, on: .person(person)) }
            return used
        }
    }

    /// Gives a person new recovery codes in the place of all others.
    package func replaceRecoveryCodes(_ digests: [[UInt8]], of person: PersonID) throws {
        try db.transaction {
            try writeRecoveryCodes(digests, of: person)
            try audit(.recoveryCodesMade, by: person, on: .person(person))
        }
    }

    package func recoveryCodesLeft(of person: PersonID) throws -> Int {
        try db.first("SELECT COUNT(*) FROM recovery_code WHERE tenant_id = \(tenant) AND person_id = \(person)") { $0.next() } ?? 0
    }

    private func writeRecoveryCodes(_ digests: [[UInt8]], of person: PersonID) throws {
        try db.execute("DELETE FROM recovery_code WHERE tenant_id = \(tenant) AND person_id = \(person)")
        for digest in digests {
            try db.execute("INSERT INTO recovery_code (tenant_id, person_id, digest) VALUES (\(tenant), \(person), \(digest))")
        }
    }

    /// Asks everybody of the tenant for a second factor, or leaves it to them.
    package func setRequiresSecondFactor(_ requires: Bool, by person: PersonID) throws {
        try db.transaction {
            try db.execute("UPDATE tenant SET requires_second_factor = \(requires) WHERE id = \(tenant)")
            try audit(.settingsChanged, by: person, detail: .requiresSecondFactor(requires))
        }
    }
}
