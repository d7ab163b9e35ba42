package import Domain
import MariaDB

extension TenantStore {
    /// Adds a line to the audit.
    ///
    /// - Parameters:
    ///   - person: `nil` for the program itself and for the command line.
    ///   - citizen: of the codice fiscale, whole or its beginning, by which somebody looked for a citizen. By it those lines are found
    ///     again; it cannot be read.
    package func audit(
        _ action: AuditAction, by person: PersonID?, on subject: AuditSubject? = nil, detail: AuditDetail? = nil,
        about citizen: CitizenDigest? = nil
    ) throws {
        precondition(subject == nil || subject?.kind == action.subjectKind, "\(action) is not about that")
        if action.changesDirectory { try renewDirectory() }
        let id = AuditID.make()
        let line: SQL = """
            INSERT INTO audit (tenant_id, id, person_id, action, subject, detail)
            VALUES (\(tenant), \(id), \(person), \(action), \(subject), \(detail))
            """
        guard let citizen else {
            try db.execute(line)
            return
        }
        try db.transaction {
            try db.execute(line)
            try db.execute("INSERT INTO audit_citizen (tenant_id, citizen, id) VALUES (\(tenant), \(citizen), \(id))")
        }
    }
}
