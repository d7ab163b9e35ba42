package import Domain
import MariaDB

/// Something that a worker does not send for now because of App IO.
package struct Outage: Sendable, Equatable {
    package var account: Account
    /// `nil`: every service that sends with the account.
    package var lane: Lane?
    package var cause: PauseCause
    /// How long ago it began, and was tried last.
    package var age: Duration
    package var lastTry: Duration

    package init(of account: Account, _ lane: Lane?, because cause: PauseCause, age: Duration, lastTry: Duration) {
        (self.account, self.lane, self.cause, self.age, self.lastTry) = (account, lane, cause, age, lastTry)
    }
}

/// The same as a command and a monitor read it.
package struct OutageLine: Sendable {
    /// The codice IPA of the tenant; of the account's owner when all its services stand still.
    package var code: String
    /// Of which service; `nil`: of all.
    package var service: String?
    package var environment: Environment
    package var cause: PauseCause
    package var since: Moment
    package var lastTry: Moment
}

/// The keys of a service that App IO refused and may take again.
package struct RefusedKeys: Sendable {
    package var lane: Lane
    package var slots: Set<KeySlot>
    /// Its service sends nothing because of that.
    package var isStopped: Bool
    /// And something of it waits that nobody has paused.
    package var isAwaited: Bool
    /// Since the last of them was refused.
    package var age: Duration
}

extension InstallationStore {
    /// What this worker does not send now, in place of what it wrote before.
    package func writeOutages(_ outages: [Outage], of worker: WorkerID) throws {
        func ago(_ age: Duration) -> SQL {
            let (seconds, attoseconds) = age.components
            return "NOW(6) - INTERVAL \(Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)) MICROSECOND"
        }
        try db.transaction {
            try db.execute("DELETE FROM send_pause WHERE worker_id = \(worker)")
            let rows = outages.enumerated().map { number, outage in
                """
                (\(worker), \(number), \(outage.lane?.tenant ?? outage.account.owner), \(outage.lane?.service),
                 \(outage.account.environment), \(outage.cause), \(ago(outage.age)), \(ago(outage.lastTry)))
                """ as SQL
            }
            for start in stride(from: 0, to: rows.count, by: 500) {
                // IGNORE: a tenant may have gone meanwhile.
                try db.execute("""
                    INSERT IGNORE INTO send_pause (worker_id, number, tenant_id, service_id, environment, cause, since, tried_at)
                    VALUES \(SQL.joined(Array(rows[start..<min(start + 500, rows.count)]), separator: ", "))
                    """)
            }
        }
    }

    /// What the workers before this one, on this host or gone, did not send: it takes that up, and begins no doubt anew.
    package func outagesToAdopt(on host: String) throws -> [Outage] {
        try db.rows("""
            SELECT p.tenant_id, COALESCE(t.account_id, t.id), p.environment, p.service_id, p.cause,
                   GREATEST(TIMESTAMPDIFF(SECOND, MIN(p.since), NOW(6)), 0), GREATEST(TIMESTAMPDIFF(SECOND, MAX(p.tried_at), NOW(6)), 0)
            FROM send_pause p JOIN tenant t ON t.id = p.tenant_id LEFT JOIN worker w ON w.id = p.worker_id AND \(SQL.isAlive)
            WHERE (w.id IS NULL OR w.host = \(host)) AND \(SQL.isKnownLately)
            GROUP BY p.tenant_id, p.environment, p.service_id, p.cause
            """) { row in
            let (tenant, owner, environment) = (row.next(TenantID.self), row.next(TenantID.self), row.next(Environment.self))
            let service = row.next(ServiceID?.self), account = Account(owner: service == nil ? tenant : owner, environment: environment)
            return Outage(of: account, service.map { Lane(tenant: tenant, service: $0, account: account) }, because: row.next(),
                          age: .seconds(row.next(Int.self)), lastTry: .seconds(row.next(Int.self)))
        }
    }

    /// Removes what workers wrote that are gone for so long that no other takes it up.
    package func removeOutagesOfGoneWorkers() throws {
        try db.execute("""
            DELETE p FROM send_pause p WHERE NOT \(SQL.isKnownLately)
              AND p.worker_id NOT IN (SELECT id FROM worker w WHERE \(SQL.isAlive))
            """)
    }

    /// What no living worker sends now because of App IO.
    package func outages() throws -> [OutageLine] {
        try db.rows("""
            SELECT t.code, s.name, p.environment, p.cause, MIN(p.since), MAX(p.tried_at) FROM send_pause p
            JOIN worker w ON w.id = p.worker_id AND \(SQL.isAlive) JOIN tenant t ON t.id = p.tenant_id
            LEFT JOIN service s ON s.tenant_id = p.tenant_id AND s.id = p.service_id
            WHERE NOT EXISTS (SELECT 1 FROM worker w WHERE \(SQL.isAlive) AND NOT w.cannot_write AND NOT EXISTS
              (SELECT 1 FROM send_pause r WHERE r.worker_id = w.id AND r.environment = p.environment
                 AND (r.tenant_id = p.tenant_id AND r.service_id <=> p.service_id
                   OR r.tenant_id = COALESCE(t.account_id, t.id) AND r.service_id IS NULL)))
              AND (s.id IS NULL OR \(SQL.maySend))
            GROUP BY t.code, s.name, p.environment, p.cause ORDER BY t.code, s.name
            """) { row in
            OutageLine(code: row.next(), service: row.next(), environment: row.next(), cause: row.next(), since: row.next(),
                       lastTry: row.next())
        }
    }

    /// For how many services no living worker sends now, by why.
    package func servicesHeldByAppIO() throws -> [(cause: PauseCause, count: Int)] {
        try db.rows("""
            SELECT p.cause, COUNT(DISTINCT s.tenant_id, s.id) FROM send_pause p JOIN worker w ON w.id = p.worker_id AND \(SQL.isAlive)
            JOIN tenant t ON p.tenant_id IN (t.id, t.account_id) JOIN service s ON s.tenant_id = t.id AND NOT s.disabled
            WHERE \(SQL.holds) AND \(SQL.allHold) AND \(SQL.maySend) GROUP BY p.cause
            """) { ($0.next(), $0.next()) }
    }

    /// The services with a key that App IO refused, whether they stand still because of that or send with the other one.
    package func servicesWithRefusedKeys() throws -> [RefusedKeys] {
        let stands: SQL = "s.stopped_at IS NOT NULL AND COALESCE(s.stop_kind, \(StopKind.keys)) = \(StopKind.keys)"
        return try db.rows("""
            SELECT s.tenant_id, s.id, COALESCE(t.account_id, t.id), s.environment, k.of_primary, k.of_secondary, \(stands),
                   \(stands) AND s.paused_at IS NULL AND t.paused_at IS NULL AND t.state = \(Tenant.State.active)
                     AND EXISTS (SELECT 1 FROM notification n FORCE INDEX (notification_lane)
                                 WHERE n.state IN (\(list: [NotificationState.queued, .accepted])) AND n.tenant_id = s.tenant_id
                                   AND n.service_id = s.id),
                   GREATEST(TIMESTAMPDIFF(SECOND, COALESCE(k.refused_at, s.stopped_at), NOW(6)), 0)
            FROM service s JOIN tenant t ON t.id = s.tenant_id
            LEFT JOIN (SELECT tenant_id, service_id, MAX(refused_at) AS refused_at, MAX(slot = \(KeySlot.primary)) AS of_primary,
                              MAX(slot = \(KeySlot.secondary)) AS of_secondary
                       FROM service_key WHERE refused_at IS NOT NULL GROUP BY tenant_id, service_id) k
              ON k.tenant_id = s.tenant_id AND k.service_id = s.id
            LEFT JOIN budget b ON b.account_id = COALESCE(t.account_id, t.id) AND b.environment = s.environment
            WHERE (k.refused_at IS NOT NULL OR \(stands)) AND \(SQL.mayUseKeys)
              AND (b.account_id IS NULL OR \(SQL.callsAhead) < \(SQL.burst))
            LIMIT 1000
            """) { row in
            let lane = Lane(tenant: row.next(), service: row.next(), account: Account(owner: row.next(), environment: row.next()))
            let refused = [(KeySlot.primary, row.next(Bool?.self)), (.secondary, row.next(Bool?.self))], isStopped = row.next(Bool.self)
            let slots = refused.filter { isStopped || $0.1 == true }.map(\.0)
            return RefusedKeys(
                lane: lane, slots: Set(slots), isStopped: isStopped, isAwaited: row.next(), age: .seconds(row.next(Int.self)))
        }
    }

    /// How many keys App IO refused when it was last asked, of services that could use them.
    func refusedKeys() throws -> Int {
        try db.first("""
            SELECT COUNT(*) FROM service_key k JOIN service s ON s.tenant_id = k.tenant_id AND s.id = k.service_id
            JOIN tenant t ON t.id = s.tenant_id WHERE k.refused_at IS NOT NULL AND \(SQL.mayUseKeys)
            """) { $0.next(Int.self) } ?? 0
    }
}

extension TenantStore {
    /// App IO takes the messages of a service again: what waits for the next try is due at once. What a worker holds stays its.
    package func makeDue(_ service: ServiceID) throws {
        try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane) SET due_at = NOW(6)
            WHERE state = \(NotificationState.queued) AND tenant_id = \(tenant) AND service_id = \(service) AND due_at > NOW(6)
              AND owner IS NULL
            """)
    }

    /// App IO takes a key that it refused: its service, which stands still because of that, goes on.
    package func resumeWithKeys(_ service: ServiceID) throws {
        try db.transaction {
            let resumed = try db.execute("""
                UPDATE service SET stopped_at = NULL, stop_kind = NULL, stop_reason = NULL
                WHERE tenant_id = \(tenant) AND id = \(service) AND stopped_at IS NOT NULL
                  AND COALESCE(stop_kind, \(StopKind.keys)) = \(StopKind.keys)
                """)
            guard resumed == 1 else { return }
            try audit(.serviceResumed, by: nil, on: .service(service), detail: .stop(.keys))
            try makeDue(service)
        }
    }

    /// The services that App IO keeps from sending, as lines of `headerNotices`, with how many there are that could be kept.
    var outageLines: SQL {
        """
        SELECT 'appIO', s.id, s.name, MIN(p.since), SUBSTRING_INDEX(GROUP_CONCAT(p.cause ORDER BY p.since), ',', 1), NULL,
               (SELECT COUNT(*) FROM service s WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND \(allows("s.id")))
        FROM send_pause p JOIN worker w ON w.id = p.worker_id AND \(SQL.isAlive)
        JOIN tenant t ON t.id = \(tenant)
        JOIN service s ON s.tenant_id = t.id
        WHERE \(SQL.holds) AND \(SQL.allHold) AND \(SQL.maySend) AND \(allows("s.id"))
        GROUP BY s.id, s.name
        """
    }
}

extension SQL {
    /// Whether the service `s` of the tenant `t` could use its keys.
    fileprivate static let mayUseKeys: SQL = "NOT s.disabled AND t.state <> \(Tenant.State.closed)"

    /// Whether no living worker sends now what the service `s` of the tenant `t` has.
    static let isHeldByAppIO: SQL = """
        EXISTS (SELECT 1 FROM send_pause p JOIN worker w ON w.id = p.worker_id AND \(isAlive) WHERE \(holds)) AND \(allHold)
        """

    /// Whether there is no living worker that sends it: where one does not reach App IO, another may.
    fileprivate static let allHold: SQL = """
        NOT EXISTS (SELECT 1 FROM worker w WHERE \(isAlive) AND NOT w.cannot_write
          AND NOT EXISTS (SELECT 1 FROM send_pause p WHERE p.worker_id = w.id AND \(holds)))
        """

    /// Whether the pause `p` was tried so lately that it says something of now.
    fileprivate static let isKnownLately: SQL = "p.tried_at BETWEEN NOW(6) - INTERVAL 10 MINUTE AND NOW(6) + INTERVAL 2 SECOND"

    /// Whether the pause `p` is one of the service `s` of the tenant `t`.
    fileprivate static let holds: SQL = """
        p.environment = s.environment AND (p.tenant_id = s.tenant_id AND p.service_id = s.id
          OR p.tenant_id = COALESCE(t.account_id, t.id) AND p.service_id IS NULL)
        """
}
