package import Domain
import MariaDB

extension TenantStore {
    /// What others, or the command line, have changed within 90 days of how a person gets in and of what they may do, the newest first.
    package func accessChanges(of person: PersonID, limit: Int) throws -> [AuditLine] {
        let ninetyDays: Int64 = 90 * 86_400_000_000, begin = Moment(microseconds: Moment.now().microseconds - ninetyDays)
        return try db.rows("""
            SELECT \(AuditLine.columns) FROM audit a FORCE INDEX (audit_subject) \(AuditLine.person)
            WHERE a.tenant_id = \(tenant) AND \(SQL.changesAccess(of: person, after: begin)) ORDER BY a.id DESC LIMIT \(limit)
            """, AuditLine.init)
    }

    /// The person knows what was changed since they last entered.
    package func noteAccessChangesKnown(in digest: [UInt8]) throws {
        try db.execute("UPDATE session SET access_changed = FALSE WHERE tenant_id = \(tenant) AND digest = \(digest)")
    }
}

extension SQL {
    /// Whether a line `a` of the audit says that somebody else has changed how a person gets in or what they may do.
    static func changesAccess(of person: PersonID, after begin: Moment) -> SQL {
        // The id is of another clock than the database's, and a little ahead of it where many are made at once.
        let minuteBefore = AuditID.first(at: Moment(microseconds: begin.microseconds - 60_000_000))
        return """
        a.subject = \(AuditSubject.person(person)) AND a.topic = \(AuditTopic.people) AND a.id > \(minuteBefore)
          AND TIMESTAMPDIFF(MICROSECOND, '1970-01-01', a.at) > \(begin.microseconds) AND NOT a.person_id <=> \(person)
        """
    }
}
