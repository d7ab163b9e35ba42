package import Domain
import MariaDB

/// A line of the audit, for who reads it.
package struct AuditLine: Sendable {
    package var id: AuditID
    package var at: Moment
    /// `nil`: the program itself, or the command line.
    package var person: String?
    package var action: AuditAction
    package var subject: AuditSubject?
    package var detail: AuditDetail?
    /// By which the archive was searched: 16 characters, or the beginning of one.
    package var fiscalCode: String?
}

/// What the audit is narrowed to. A choice that nobody is offered narrows nothing.
package struct AuditFilter: ListFilter {
    package var action: AuditAction?
    package var person: PersonID?
    /// First and last day, inclusive, in Europe/Rome.
    package var from: CalendarDate?
    package var through: CalendarDate?

    package init() {}

    package static let criteria: [Criterion<Self>] = [
        .choice("azione", "Che cosa", \.action), .identifier("persona", "Chi", \.person), .day("dal", "Dal", \.from),
        .day("al", "Al", \.through),
    ]
}

extension TenantStore {
    /// A page of the audit, the newest first.
    ///
    /// - Parameters:
    ///   - olderThan: the id of the last line of the page before.
    ///   - namingCitizens: whether it says for whom the archive was searched, which the host's account may not read.
    package func auditLines(
        _ filter: AuditFilter = AuditFilter(), olderThan: AuditID? = nil, limit: Int, namingCitizens: Bool = false
    ) throws -> [AuditLine] {
        try auditWalk(filter, olderThan: olderThan, limit: limit, namingCitizens: namingCitizens).rows
    }

    /// The same, and through where it has looked when it ended before its time: no index knows what was done.
    package func auditWalk(_ filter: AuditFilter, olderThan: AuditID?, limit: Int, namingCitizens: Bool) throws
        -> (rows: [AuditLine], searchedThrough: AuditID?) {
        var conditions: [SQL] = ["a.tenant_id = \(tenant)"]
        if let olderThan { conditions.append("a.id < \(olderThan)") }
        if let person = filter.person { conditions.append("a.person_id = \(person)") }
        // Ids are ordered by time, so days are ranges of the primary key.
        if let from = filter.from { conditions.append("a.id >= \(AuditID.first(at: from.startOfDayInRome))") }
        if let through = filter.through { conditions.append("a.id < \(AuditID.first(at: through.next.startOfDayInRome))") }
        let entries: SQL = "audit a FORCE INDEX (\(filter.person == nil ? "PRIMARY" as SQL : "audit_person"))"
        var end: AuditID?
        if let action = filter.action {
            end = try db.first("""
                SELECT a.id FROM \(entries) WHERE \(SQL.joined(conditions, separator: " AND "))
                ORDER BY a.id DESC LIMIT 1 OFFSET \(Self.mostLinesRead - 1)
                """) { $0.next() }
            if let end { conditions.append("a.id >= \(end)") }
            conditions.append("a.action = \(action)")
        }
        let rows = try db.rows("""
            SELECT a.id, a.at, p.name, a.action, a.subject, a.detail, \(namingCitizens ? "a.fiscal_code" as SQL : "NULL") FROM \(entries)
            LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
            WHERE \(SQL.joined(conditions, separator: " AND ")) ORDER BY a.id DESC LIMIT \(limit)
            """) { row in
            let (id, at) = (row.next(AuditID.self), row.next(Moment.self))
            let (person, action) = (row.next(String?.self), row.next(AuditAction.self))
            let subject = row.binary(16).flatMap { id in action.subjectKind.map { AuditSubject($0, id) } }
            return AuditLine(id: id, at: at, person: person, action: action, subject: subject,
                             detail: row.next(String?.self).flatMap(AuditDetail.init(stored:)), fiscalCode: row.next())
        }
        return (rows, rows.count < limit ? end : nil)
    }

    private static var mostLinesRead: Int { 2_000 }
}
