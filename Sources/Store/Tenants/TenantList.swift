package import Domain
import MariaDB
import Text

/// A tenant as the installation's administration sees it: how much, never what or to whom.
package struct TenantLine: Sendable {
    package var id: TenantID
    package var code: String
    package var name: String
    package var canonicalHost: String
    package var state: Tenant.State
    package var messagesADay: Int?
    /// Messages begun today.
    package var today: Int
    /// To be sent; counted up to `mostCounted`.
    package var waiting = 0
    /// Who may enter.
    package var people = 0
    package var lastLogin: Moment?

    package static let mostCounted = 1_000
}

extension InstallationStore {
    /// A page of all tenants, by codice.
    ///
    /// - Parameters:
    ///   - text: part of the codice, the name or a host name; `nil`: all.
    ///   - code: the last codice of the page before.
    ///   - day: today in Italy.
    package func tenantLines(
        matching text: String? = nil, after code: String = "", limit: Int, on day: CalendarDate
    ) throws -> [TenantLine] {
        var conditions: [SQL] = ["t.code > \(code.inASCII)"]
        if let text {
            let (anywhere, plain) = ("%\(text.foldedForSearch.asLiteralPattern)%", "%\(text.lowercased().inASCII.asLiteralPattern)%")
            conditions.append("""
                (t.code LIKE \(plain) OR \(SQL.folded("t.name")) COLLATE utf8mb4_unicode_520_ci LIKE \(anywhere)
                 OR EXISTS (SELECT 1 FROM hostname h WHERE h.tenant_id = t.id AND h.name LIKE \(plain)))
                """)
        }
        return try lines("\(SQL.joined(conditions, separator: " AND ")) ORDER BY t.code LIMIT \(limit)", on: day)
    }

    /// One of them.
    package func tenantLine(_ id: TenantID, on day: CalendarDate) throws -> TenantLine? { try lines("t.id = \(id)", on: day).first }

    private func lines(_ condition: SQL, on day: CalendarDate) throws -> [TenantLine] {
        try db.rows("""
            SELECT t.id, t.code, t.name, c.name, t.state, t.daily_quota, IF(q.day = \(day), q.of_day, 0)
            FROM tenant t STRAIGHT_JOIN hostname c ON c.tenant_id = t.id AND c.canonical LEFT JOIN quota_use q ON q.tenant_id = t.id
            WHERE t.kind = \(Tenant.Kind.publicBody) AND \(condition)
            """) { row in
            TenantLine(id: row.next(), code: row.next(), name: row.next(), canonicalHost: row.next(), state: row.next(),
                       messagesADay: row.next(), today: row.next())
        }.map(completed)
    }

    /// The tenant with an id; `nil` for the installation's own.
    package func tenant(_ id: TenantID) throws -> Tenant? {
        let code = try db.first("SELECT code FROM tenant WHERE id = \(id) AND kind = \(Tenant.Kind.publicBody)") { $0.next(String.self) }
        return try code.flatMap(tenant(code:))
    }

    /// How tenants are called.
    package func tenantNames(_ ids: Set<TenantID>) throws -> [TenantID: String] {
        guard !ids.isEmpty else { return [:] }
        let names = try db.rows("SELECT id, name FROM tenant WHERE id IN (\(list: ids))") {
            ($0.next(TenantID.self), $0.next(String.self))
        }
        return Dictionary(uniqueKeysWithValues: names)
    }

    /// With what is counted of one tenant alone, by keys that begin with it.
    private func completed(_ line: TenantLine) throws -> TenantLine {
        var line = line
        line.waiting = try db.first("""
            SELECT COUNT(*) FROM (SELECT 1 FROM notification FORCE INDEX (notification_lane)
              WHERE state = \(NotificationState.queued) AND tenant_id = \(line.id) LIMIT \(TenantLine.mostCounted)) n
            """) { $0.next() } ?? 0
        let people = try db.first("SELECT COUNT(*), MAX(last_login_at) FROM person WHERE tenant_id = \(line.id) AND NOT disabled") {
            (count: $0.next(Int.self), lastLogin: $0.next(Moment?.self))
        }
        (line.people, line.lastLogin) = (people?.count ?? 0, people?.lastLogin)
        return line
    }
}
