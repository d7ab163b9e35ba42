package import Domain
import MariaDB

/// A line of the audit, for who reads it.
package struct AuditLine: Sendable {
    package var id: Identifier
    package var at: Moment
    /// `nil`: the program itself, or the command line.
    package var person: String?
    package var action: AuditAction
    package var subject: Identifier?
    package var detail: String?
}

extension TenantStore {
    /// A page of the audit, the newest first.
    ///
    /// - Parameters:
    ///   - olderThan: the id of the last line of the page before.
    ///   - action: only lines of this kind.
    package func auditLines(olderThan: Identifier? = nil, action: AuditAction? = nil, limit: Int) throws -> [AuditLine] {
        let older: SQL = olderThan.map { "AND a.id < \($0)" } ?? ""
        let one: SQL = action.map { "AND a.action = \($0.rawValue)" } ?? ""
        return try db.rows("""
            SELECT a.id, a.at, p.name, a.action, a.subject, a.detail FROM audit a
            LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
            WHERE a.tenant_id = \(tenant) \(older) \(one) ORDER BY a.id DESC LIMIT \(limit)
            """) { row in
            AuditLine(id: row.next(), at: row.next(), person: row.next(), action: row.next(), subject: row.next(), detail: row.next())
        }
    }
}

extension AuditAction: ColumnReadable {}
