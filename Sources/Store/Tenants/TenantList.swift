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
    /// Whether somebody can enter as an administrator.
    package var hasAdministrator = false
    package var isBeingDeleted = false
    /// Its host names besides the canonical one, by name.
    package var aliases: [String] = []

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
            SELECT t.id, t.code, t.name, c.name, t.state, t.daily_quota, IF(q.day = \(day), q.of_day, 0),
                   \(SQL.count(of: .queued, upTo: TenantLine.mostCounted)),
                   (SELECT COUNT(*) FROM person p WHERE p.tenant_id = t.id AND NOT p.disabled),
                   (SELECT MAX(p.last_login_at) FROM person p WHERE p.tenant_id = t.id AND NOT p.disabled),
                   EXISTS (SELECT 1 FROM person p WHERE p.tenant_id = t.id AND \(SQL.isAdministrator)),
                   EXISTS (SELECT 1 FROM deletion_certificate WHERE open_for = t.id),
                   COALESCE((SELECT GROUP_CONCAT(h.name ORDER BY h.name SEPARATOR ' ') FROM hostname h
                             WHERE h.tenant_id = t.id AND NOT h.canonical), '')
            FROM tenant t STRAIGHT_JOIN hostname c ON c.tenant_id = t.id AND c.canonical LEFT JOIN quota_use q ON q.tenant_id = t.id
            WHERE t.kind = \(Tenant.Kind.publicBody) AND \(condition)
            """) { row in
            TenantLine(id: row.next(), code: row.next(), name: row.next(), canonicalHost: row.next(), state: row.next(),
                       messagesADay: row.next(), today: row.next(), waiting: row.next(), people: row.next(), lastLogin: row.next(),
                       hasAdministrator: row.next(), isBeingDeleted: row.next(),
                       aliases: row.next(String.self).split(separator: " ").map(String.init))
        }
    }

    /// The tenant with an id; `nil` for the installation's own.
    package func tenant(_ id: TenantID) throws -> Tenant? {
        try db.first("""
            SELECT \(Tenant.columns) FROM tenant t \(Tenant.beside) WHERE t.id = \(id) AND t.kind = \(Tenant.Kind.publicBody)
            """, Tenant.init)
    }

    /// How tenants are called.
    package func tenantNames(_ ids: Set<TenantID>) throws -> [TenantID: String] {
        guard !ids.isEmpty else { return [:] }
        let names = try db.rows("SELECT id, name FROM tenant WHERE id IN (\(list: ids))") {
            ($0.next(TenantID.self), $0.next(String.self))
        }
        return Dictionary(uniqueKeysWithValues: names)
    }
}

extension SQL {
    /// How many notifications of the tenant `t` are in a state, as far as they are counted: where a number stands beside others, a
    /// LIMIT could not reach the tenant.
    static func count(of state: NotificationState, upTo most: Int) -> SQL {
        """
        (SELECT COUNT(*) FROM notification n FORCE INDEX (notification_state)
         WHERE n.tenant_id = t.id AND n.state = \(state) AND n.id <= COALESCE(
           (SELECT m.id FROM notification m FORCE INDEX (notification_state)
            WHERE m.tenant_id = t.id AND m.state = \(state) ORDER BY m.id LIMIT 1 OFFSET \(most - 1)),
           X'ffffffffffffffffffffffffffffffff'))
        """
    }
}
