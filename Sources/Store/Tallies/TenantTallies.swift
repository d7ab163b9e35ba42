package import Domain
import MariaDB

/// How a tenant's notifications fare, as the installation's administration sees it: how many, never what or to whom.
package struct TenantTally: Sendable {
    package var id: TenantID
    package var code: String
    package var name: String
    /// Inserted today.
    package var today = 0
    /// Somebody of the tenant has to see to them; counted up to 100.
    package var toFollow: Int
    /// Of the days that were asked for, a line for each state.
    package var states: [DailyTally] = []

    package static let mostToFollow = 100
}

extension InstallationStore {
    /// A page of all tenants, by codice, each with what the worker has counted.
    ///
    /// - Parameters:
    ///   - first: the first of the days to add up.
    ///   - today: in Italy.
    ///   - code: the last codice of the page before.
    package func tenantTallies(since first: CalendarDate, today: CalendarDate, after code: String, limit: Int) throws -> [TenantTally] {
        let lines = try db.rows("""
            SELECT t.id, t.code, t.name, t.to_follow, d.state, CAST(SUM(d.count) AS INT), CAST(SUM(d.seconds) AS INT),
                   CAST(SUM(IF(d.day = \(today), d.count, 0)) AS INT)
            FROM (SELECT t.id, t.code, t.name, (SELECT COUNT(*) FROM to_follow f WHERE f.tenant_id = t.id AND f.id <= COALESCE(
                    (SELECT m.id FROM to_follow m WHERE m.tenant_id = t.id ORDER BY m.id LIMIT 1 OFFSET \(TenantTally.mostToFollow - 1)),
                    X'ffffffffffffffffffffffffffffffff')) AS to_follow
                  FROM tenant t WHERE t.kind = \(Tenant.Kind.publicBody) AND t.code > \(code.inASCII) ORDER BY t.code LIMIT \(limit)) t
            LEFT JOIN daily_tally d ON d.tenant_id = t.id AND d.day >= \(first) AND d.kind = \(TallyKind.tenant)
            GROUP BY t.id, t.code, t.name, t.to_follow, d.state ORDER BY t.code, d.state
            """) { row in
            let tenant = TenantTally(id: row.next(), code: row.next(), name: row.next(), toFollow: row.next())
            let state = row.next(NotificationState?.self), count = row.next(Int?.self) ?? 0, seconds = row.next(Int?.self) ?? 0
            let today = row.next(Int?.self) ?? 0
            return (tenant, state.map { DailyTally(day: first, state: $0, count: count, seconds: seconds) }, today)
        }
        var found: [TenantTally] = []
        for (tenant, tally, today) in lines {
            if found.last?.id != tenant.id { found.append(tenant) }
            if let tally { found[found.count - 1].states.append(tally) }
            found[found.count - 1].today += today
        }
        return found
    }
}
