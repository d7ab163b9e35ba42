package import Domain
import MariaDB

extension TenantStore {
    /// Adds a line to the audit.
    ///
    /// - Parameters:
    ///   - person: `nil` for the program itself and for the command line.
    ///   - fiscalCode: by which somebody searched the archive, whole or its beginning. It stands as typed, not as a digest: the
    ///     tenant's administrators, who may read the archive anyhow, are to know whose it was, also after a move to another host.
    package func audit(
        _ action: AuditAction, by person: PersonID?, on subject: AuditSubject? = nil, detail: AuditDetail? = nil,
        searchingFor fiscalCode: String? = nil
    ) throws {
        precondition(subject == nil || subject?.kind == action.subjectKind, "\(action) is not about that")
        if action.changesDirectory { try renewDirectory() }
        try db.execute("""
            INSERT INTO audit (tenant_id, id, person_id, action, subject, detail, fiscal_code)
            VALUES (\(tenant), \(AuditID.make()), \(person), \(action), \(subject), \(detail),
                    \(fiscalCode.map { clipped($0.inASCII, to: 16) }))
            """)
    }
}
