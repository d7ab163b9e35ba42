package import Domain
import MariaDB

/// Da seguire: the notifications of a tenant that somebody has to see to, the newest first.
package struct Worklist: Sendable {
    /// As many as it shows, at most: those before them are found in the archive.
    package static let most = 1_000

    package var entries: [WorklistEntry]
    /// Whether those are all.
    package var isWhole: Bool
    /// What waits longer than it should, by service.
    package var held: [HeldNotifications]
}

/// A line of the worklist, as far as it is counted and chosen by.
package struct WorklistEntry: Sendable {
    package var id: NotificationID
    package var state: NotificationState
    package var service: ServiceID
    /// Whose it is; `nil`: nobody's.
    package var person: PersonID?
}

/// Notifications of a service that have waited for more than an hour to be sent.
package struct HeldNotifications: Sendable {
    package var service: ServiceID
    /// Counted up to 1,000, with those of other services.
    package var count: Int
    package var since: Moment
}

/// What the worklist shows of a notification.
package struct WorklistRow: Sendable {
    package var id: NotificationID
    package var serviceName: String
    package var environment: Environment
    package var state: NotificationState
    package var reason: Reason?
    package var fiscalCode: FiscalCode
    package var subject: String
    package var amount: Amount?
    package var attempt: Int
    package var updatedAt: Moment
    package var since: Moment
    /// Whose it is; `nil`: nobody's.
    package var person: (id: PersonID, name: String)?
}

extension TenantStore {
    /// The whole list in one statement, so that the page can count and narrow it without asking again.
    package func worklist() throws -> Worklist {
        let lines = try db.rows("""
            SELECT f.id, f.person_id, f.since, n.state, n.service_id, NULL, \(allows("n.service_id"))
            FROM (SELECT id, person_id, since FROM to_follow FORCE INDEX (PRIMARY) WHERE tenant_id = \(tenant)
                  ORDER BY id DESC LIMIT \(Worklist.most + 1)) f
            STRAIGHT_JOIN notification n FORCE INDEX (PRIMARY) ON n.tenant_id = \(tenant) AND n.id = f.id
            UNION ALL
            SELECT NULL, NULL, MIN(q.queued_at), \(NotificationState.queued), q.service_id, COUNT(*), TRUE
            FROM (SELECT service_id, queued_at FROM notification FORCE INDEX (notification_lane)
                  WHERE state = \(NotificationState.queued) AND tenant_id = \(tenant) AND \(allows("service_id")) LIMIT 1000) q
            WHERE q.queued_at < NOW(6) - INTERVAL 1 HOUR GROUP BY q.service_id
            """) { row in
            let (id, person, since) = (row.next(NotificationID?.self), row.next(PersonID?.self), row.next(Moment.self))
            let (state, service) = (row.next(NotificationState.self), row.next(ServiceID.self))
            let (count, isAllowed) = (row.next(Int?.self), row.next(Bool.self))
            return (entry: id.map { WorklistEntry(id: $0, state: state, service: service, person: person) },
                    held: HeldNotifications(service: service, count: count ?? 0, since: since), isAllowed: isAllowed)
        }
        // A UNION keeps no order.
        let newest = lines.compactMap { line in line.entry.map { (entry: $0, isAllowed: line.isAllowed) } }
            .sorted { $0.entry.id > $1.entry.id }
        return Worklist(
            entries: newest.prefix(Worklist.most).filter(\.isAllowed).map(\.entry), isWhole: newest.count <= Worklist.most,
            held: lines.filter { $0.entry == nil }.map(\.held))
    }

    /// Some lines of the worklist, the newest first; those that have left it meanwhile are not among them.
    package func worklistRows(_ ids: [NotificationID]) throws -> [WorklistRow] {
        guard !ids.isEmpty else { return [] }
        return try db.rows("""
            SELECT n.id, s.name, n.environment, n.state, n.reason, n.fiscal_code, n.subject, n.amount_cents, n.attempt, n.updated_at,
                   f.since, p.id, p.name
            FROM to_follow f FORCE INDEX (PRIMARY)
            STRAIGHT_JOIN notification n FORCE INDEX (PRIMARY) ON n.tenant_id = f.tenant_id AND n.id = f.id
            \(NotificationRecord.service)
            LEFT JOIN person p FORCE INDEX (PRIMARY) ON p.tenant_id = f.tenant_id AND p.id = f.person_id
            WHERE f.tenant_id = \(tenant) AND f.id IN (\(list: ids)) AND \(allows("n.service_id")) ORDER BY f.id DESC
            """) { row in
            var found = WorklistRow(
                id: row.next(), serviceName: row.next(), environment: row.next(), state: row.next(), reason: row.next(),
                fiscalCode: row.next(), subject: row.next(), amount: row.next(), attempt: row.next(), updatedAt: row.next(),
                since: row.next())
            let (id, name) = (row.next(PersonID?.self), row.next(String?.self))
            if let id, let name { found.person = (id, name) }
            return found
        }
    }

    /// Takes notifications of the worklist on, or gives them back.
    ///
    /// - Parameters:
    ///   - ids: some hundreds at most.
    ///   - owner: whose they are from now on; `nil`: nobody's.
    /// - Returns: how many of them are on the list, also of those that were so before.
    @discardableResult
    package func assign(_ ids: [NotificationID], to owner: PersonID?, by person: PersonID) throws -> Int {
        try db.transaction {
            // In one order, so that two who take the same wait for each other.
            let found = try db.rows("""
                SELECT f.id, f.person_id FROM to_follow f FORCE INDEX (PRIMARY)
                STRAIGHT_JOIN notification n FORCE INDEX (PRIMARY) ON n.tenant_id = f.tenant_id AND n.id = f.id
                WHERE f.tenant_id = \(tenant) AND f.id IN (\(list: ids)) AND \(allows("n.service_id")) ORDER BY f.id FOR UPDATE
                """) { (id: $0.next(NotificationID.self), owner: $0.next(PersonID?.self)) }
            for line in found where line.owner != owner {
                try db.execute("UPDATE to_follow SET person_id = \(owner) WHERE tenant_id = \(tenant) AND id = \(line.id)")
                try audit(owner == nil ? .notificationGivenBack : .notificationTaken, by: person, on: .notification(line.id))
            }
            return found.count
        }
    }

    /// How many are on the worklist, counted up to 100; where only some services are allowed, of its newest 1,000.
    var countToFollow: SQL {
        """
        COUNT(*) FROM (SELECT 1 FROM (SELECT tenant_id, id FROM to_follow WHERE tenant_id = \(tenant)
                         ORDER BY id DESC LIMIT \(Worklist.most)) f
          STRAIGHT_JOIN notification n FORCE INDEX (PRIMARY) ON n.tenant_id = f.tenant_id AND n.id = f.id
          WHERE \(allows("n.service_id")) LIMIT 100) d
        """
    }
}
