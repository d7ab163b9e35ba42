package import Domain
import MariaDB

/// What of a tenant somebody should look at today, besides its worklist.
package struct Cares: Sendable, Equatable {
    /// Notifications that leave at a time of their own; counted up to 1,000.
    package var scheduled = 0
    /// Services of which App IO has refused a key that is in use.
    package var refusedKeys: [ServiceID] = []
    /// Services that have sent four fifths of what they may send today, or more.
    package var nearCeilings: [ServiceID] = []
}

extension TenantStore {
    package func cares(on day: CalendarDate) throws -> Cares {
        let lines = try db.rows("""
            SELECT 'scheduled', NULL, COUNT(*) FROM (SELECT 1 FROM notification FORCE INDEX (notification_lane)
              WHERE state = \(NotificationState.scheduled) AND tenant_id = \(tenant) AND \(allows("service_id")) LIMIT 1000) n
            UNION ALL
            SELECT 'key', s.id, 0 FROM service s WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND \(allows("s.id"))
              AND EXISTS (SELECT 1 FROM service_key k WHERE k.tenant_id = s.tenant_id AND k.service_id = s.id AND k.refused_at IS NOT NULL)
            UNION ALL
            SELECT 'ceiling', s.id, 0 FROM service s
            JOIN daily_count c ON c.tenant_id = s.tenant_id AND c.day = \(day) AND c.kind = \(DailyCount.service) AND c.subject = s.id
            WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND \(allows("s.id")) AND c.begun * 5 >= s.daily_ceiling * 4
            """) { (kind: $0.next(Line.self), service: $0.next(ServiceID?.self), count: $0.next(Int.self)) }
        func services(_ kind: Line) -> [ServiceID] { lines.filter { $0.kind == kind }.compactMap(\.service).sorted() }
        return Cares(
            scheduled: lines.first { $0.kind == .scheduled }?.count ?? 0, refusedKeys: services(.key), nearCeilings: services(.ceiling))
    }
}

private enum Line: String, StoredEnum { case scheduled, key, ceiling }
