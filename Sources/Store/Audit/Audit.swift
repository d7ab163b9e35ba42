package import Domain
import MariaDB

extension TenantStore {
    /// Adds a line to the audit. It is there only if the person may still do what it says, so that what is done along with it, in one
    /// transaction, depends on it too.
    ///
    /// - Parameters:
    ///   - person: `nil` for the program itself and for the command line.
    ///   - citizen: of the codice fiscale, whole or its beginning, by which somebody looked for a citizen. By it those lines are found
    ///     again; it cannot be read.
    /// - Throws: `PermitLost`, `LedHere`.
    package func audit(
        _ action: AuditAction, by person: PersonID?, on subject: AuditSubject? = nil, detail: AuditDetail? = nil,
        about citizen: CitizenDigest? = nil
    ) throws {
        if isLed { throw LedHere() }
        precondition(subject == nil || subject?.kind == action.subjectKind, "\(action) is not about that")
        if action.changesDirectory { try renewDirectory() }
        let id = AuditID.make()
        let isPermitted = permit?.person == person ? permit.holds : "TRUE"
        let line = {
            let written = try db.execute("""
                INSERT INTO audit (tenant_id, id, person_id, action, subject, detail)
                SELECT \(tenant), \(id), \(person), \(action), \(subject), \(detail) FROM DUAL WHERE \(isPermitted)
                """)
            guard written == 1 else { throw PermitLost() }
        }
        guard let citizen else { return try line() }
        try db.transaction {
            try line()
            try db.execute("INSERT INTO audit_citizen (tenant_id, citizen, id) VALUES (\(tenant), \(citizen), \(id))")
        }
    }
}
