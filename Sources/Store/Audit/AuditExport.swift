package import Domain
import MariaDB

extension TenantStore {
    /// Lends the next lines of the audit that a filter finds, the newest first, each as it comes, for the export: it reads all that
    /// there is.
    ///
    /// - Returns: the id to go on behind; `nil`: there are no more.
    package func eachAuditLine(
        _ filter: AuditFilter, olderThan last: AuditID?, limit: Int, _ use: (AuditLine) throws -> Void
    ) throws -> AuditID? {
        var conditions = AuditRange(filter, olderThan: last).conditions("a.id")
        if let topics = filter.topics { conditions.append("a.topic IN (\(list: topics))") }
        if let person = filter.person { conditions.append("a.person_id = \(person)") }
        let ids: SQL? = switch filter.matter {
        case nil: nil
        case .notification(let id): ids(about: "d.subject = \(id)")
        case .citizen(let code): self.ids(of: code, filter.digests)
        }
        let audit: SQL = "audit a FORCE INDEX (PRIMARY)"
        let lines = ids.map { "(\($0)) found STRAIGHT_JOIN \(audit) ON a.id = found.id" } ?? audit
        var newest = last, count = 0
        _ = try db.rows("""
            SELECT \(AuditLine.columns) FROM \(lines) \(AuditLine.person)
            WHERE \(SQL.joined(["a.tenant_id = \(tenant)"] + conditions, separator: " AND ")) ORDER BY a.id DESC LIMIT \(limit)
            """) { row in
            let line = AuditLine(&row)
            count += 1
            // A statement that starts over begins with those that were lent before.
            if newest.map({ line.id < $0 }) ?? true {
                try use(line)
                newest = line.id
            }
        }
        return count < limit ? nil : newest
    }

    private func ids(about condition: SQL) -> SQL {
        "SELECT d.id FROM audit d FORCE INDEX (audit_subject) WHERE d.tenant_id = \(tenant) AND \(condition)"
    }

    private func ids(of citizen: String, _ digests: Set<CitizenDigest>) -> SQL {
        let searches = digests.map { "SELECT id FROM audit_citizen WHERE tenant_id = \(tenant) AND citizen = \($0)" as SQL }
        return SQL.joined(searches + ["""
            SELECT d.id FROM notification n FORCE INDEX (notification_fiscal_code)
            STRAIGHT_JOIN audit d FORCE INDEX (audit_subject) ON d.tenant_id = n.tenant_id AND d.subject = n.id
            WHERE n.tenant_id = \(tenant) AND n.fiscal_code = \(citizen.inASCII)
            """], separator: " UNION ")
    }
}
