import Domain
import MariaDB

/// Why an administrator does not reset what lets another person in.
package enum ResetRefusal: Error {
    /// Nobody who administers the tenant could enter any more.
    case lastAdministrator
    /// Password and second factor together are the whole of a person: who could reset both could become them. The other one was reset by
    /// somebody, and the person has not entered since. The command line may: whoever administers the host has agreed then.
    case otherWasReset
}

extension TenantStore {
    /// Asked within the transaction that resets a person's password or second factor. Whoever resets another person, or the same at the
    /// same time, waits.
    ///
    /// - Parameters:
    ///   - other: what the audit calls the reset that must not come on top of this one.
    ///   - author: `nil` from the command line, which may.
    /// - Throws: `ResetRefusal`.
    func requireResettable(_ person: PersonID, without other: AuditAction, by author: PersonID?) throws {
        guard let author, author != person else { return }
        if try isLastAdministrator(person) { throw ResetRefusal.lastAdministrator }
        try lock(person)
        guard let entered = try self.person(person)?.lastLogin else { return }
        let wasReset = try db.first("""
            SELECT 1 FROM audit a
            WHERE a.tenant_id = \(tenant) AND \(SQL.changesAccess(of: person, after: entered)) AND a.action = \(other)
              AND a.person_id IS NOT NULL LIMIT 1
            """) { $0.next(Int.self) } != nil
        if wasReset { throw ResetRefusal.otherWasReset }
    }
}
