package import Domain
import MariaDB

/// Why a service does not send, though it is not disabled. Several may hold of one.
package enum LanePause: String, CaseIterable, Sendable {
    // The program stopped it.
    case keys, refusals, ceiling
    // A person paused it, its tenant or the whole installation.
    case service, tenant, installation
    // Its tenant has used up a quota, or may only read.
    case quota, readOnly = "read_only"
}

/// What monitoring is told of the whole installation.
package struct Measurements: Sendable {
    package var metrics: Metrics
    /// Of those that were registered within the last 24 hours, by where they ended up.
    package var troubled: [(state: NotificationState, count: Int)]
    /// Seconds that the oldest uncertain outcome has waited for a decision; 0 when there is none.
    package var oldestDoubt: Int
    package var counts: [(event: CountedEvent, number: Int)]
    /// Keys of enabled services that App IO refuses.
    package var keysRefused: Int
    /// Enabled services that do not send.
    package var paused: [(reason: LanePause, count: Int)]
    /// The same because of App IO; none where there is none.
    package var held: [(cause: PauseCause, count: Int)]
    /// Calls that the account with the fewest left may make now, and milliseconds until it may make one.
    package var budget: (left: Int, wait: Int)
    /// Seconds since a worker of a host was seen last. One that ends in good order is no longer there.
    package var workers: [(host: String, age: Double)]
    package var exports: [(state: Export.State, count: Int)]
    package var sessions: Int
    package var mails: MailCounts
    /// Seconds since the mail server takes nothing; 0: it does, or there is none.
    package var mailTrouble: Int
}

/// Why nothing leaves.
package enum Standstill: Sendable, Equatable {
    case databaseAway, afterRestore, noWorker, installationPaused
    /// No worker can write its mark or its journal.
    case noWorkerWrites
    // Of nothing that waits and may be sent.
    case appIO(PauseCause), keysRefused
}

extension InstallationStore {
    /// Whether notifications leave as far as the database knows; `nil` when they do.
    package func standstill() -> Standstill? {
        do {
            return try standstill(pauses(), workers())
        } catch {
            return .databaseAway
        }
    }

    /// The same for who has counted already.
    package func standstill(_ metrics: Metrics) throws -> Standstill? {
        try standstill(metrics.pauses, (metrics.workersAlive, metrics.workersUnable))
    }

    private func standstill(
        _ pauses: (paused: Moment?, restored: Moment?), _ workers: (alive: Int, unable: Int)
    ) throws -> Standstill? {
        if pauses.restored != nil { return .afterRestore }
        guard workers.alive > 0 else { return .noWorker }
        guard workers.alive > workers.unable else { return .noWorkerWrites }
        return try pauses.paused == nil ? outageOfAll() : .installationPaused
    }

    /// Why App IO keeps everything that waits from leaving; `nil`: something leaves, or nothing waits.
    private func outageOfAll() throws -> Standstill? {
        let oldest = try db.first("SELECT cause FROM send_pause ORDER BY since LIMIT 1") { $0.next(PauseCause.self) }
        let (waiting, refused, held) = try db.first("""
            SELECT COUNT(*), COUNT(s.stopped_at), COUNT(IF(s.stopped_at IS NULL AND \(SQL.isHeldByAppIO), 1, NULL)) FROM
              (SELECT tenant_id, service_id FROM notification FORCE INDEX (notification_lane)
               WHERE state = \(NotificationState.queued) GROUP BY tenant_id, service_id) l
            JOIN service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id JOIN tenant t ON t.id = s.tenant_id
            WHERE \(SQL.maySend) OR s.stop_kind = \(StopKind.keys) AND NOT s.disabled AND s.paused_at IS NULL
              AND t.state = \(Tenant.State.active) AND t.paused_at IS NULL
            """) { ($0.next(Int.self), $0.next(Int.self), $0.next(Int.self)) } ?? (0, 0, 0)
        guard waiting > 0, refused + held == waiting else { return nil }
        return oldest.map { held > 0 ? .appIO($0) : .keysRefused } ?? .keysRefused
    }

    /// Everything that monitoring is told. With 5,000,000 notifications it takes the time in which what is open can be counted: 0.2 s
    /// for 85,000.
    package func measurements() throws -> Measurements {
        let counts = try counts()
        let doubt = try db.first("""
            SELECT GREATEST(COALESCE(TIMESTAMPDIFF(SECOND, MIN(updated_at), NOW(6)), 0), 0) FROM
              (SELECT updated_at FROM notification FORCE INDEX (notification_lane)
               WHERE state = \(NotificationState.uncertain) LIMIT 10000) doubt
            """) { $0.next(Int.self) }
        let workers = try db.rows("""
            SELECT host, CAST(MIN(TIMESTAMPDIFF(MICROSECOND, seen_at, NOW(6))) AS SIGNED) FROM worker GROUP BY host ORDER BY host
            """) { (host: $0.next(String.self), age: Double($0.next(Int.self)) / 1_000_000) }
        let exports = try db.rows("SELECT state, COUNT(*) FROM export GROUP BY state") {
            (state: $0.next(Export.State.self), count: $0.next(Int.self))
        }
        let sessions = try db.first("SELECT COUNT(*) FROM session WHERE stage = \(OpenSession.Stage.complete)") { $0.next(Int.self) }
        let mailTrouble = try db.first("""
            SELECT GREATEST(TIMESTAMPDIFF(SECOND, MIN(troubled_since), NOW(6)), 1) FROM mail_server WHERE place = \(MailPlace.inUse)
            """) { $0.next(Int?.self) }
        return Measurements(
            metrics: try metrics(), troubled: try troubled(), oldestDoubt: doubt ?? 0,
            counts: CountedEvent.all.map { (event: $0, number: counts[$0] ?? 0) }, keysRefused: try refusedKeys(),
            paused: try lanePauses(), held: try servicesHeldByAppIO(),
            budget: try fullestBudget(), workers: workers,
            exports: Export.State.allCases.map { state in (state: state, count: exports.first { $0.state == state }?.count ?? 0) },
            sessions: sessions ?? 0, mails: try mailCounts(), mailTrouble: (mailTrouble ?? 0) ?? 0)
    }

    /// By the range of ids of a day, a range of the index for each tenant and state.
    private func troubled() throws -> [(state: NotificationState, count: Int)] {
        let tenants = try db.rows("SELECT id FROM tenant") { $0.next(TenantID.self) }
        let first = NotificationID.first(at: Moment(microseconds: Moment.now().microseconds - 86_400_000_000))
        let counts = tenants.isEmpty ? [] : try db.rows("""
            SELECT state, COUNT(*) FROM notification FORCE INDEX (notification_state)
            WHERE tenant_id IN (\(list: tenants)) AND state IN (\(list: NotificationState.troubled)) AND id >= \(first) GROUP BY state
            """) { (state: $0.next(NotificationState.self), count: $0.next(Int.self)) }
        return NotificationState.troubled.map { state in (state: state, count: counts.first { $0.state == state }?.count ?? 0) }
    }

    private func lanePauses() throws -> [(reason: LanePause, count: Int)] {
        func stopped(_ kind: StopKind) -> SQL { "s.stopped_at IS NOT NULL AND COALESCE(s.stop_kind, \(StopKind.keys)) = \(kind)" }
        let counts = SQL.joined(LanePause.allCases.map { reason in
            let holds: SQL = switch reason {
            case .keys: stopped(.keys)
            case .refusals: stopped(.refusals)
            case .ceiling: stopped(.ceiling)
            case .service: "s.paused_at IS NOT NULL"
            case .tenant: "t.paused_at IS NOT NULL"
            case .installation: "h.paused_at IS NOT NULL"
            case .quota: "NOT \(SQL.isWithinQuotas)"
            case .readOnly: "t.state = \(Tenant.State.readOnly)"
            }
            return "COUNT(IF(\(holds), 1, NULL))"
        }, separator: ", ")
        return try db.first("""
            SELECT \(counts) FROM service s JOIN tenant t ON t.id = s.tenant_id JOIN host h ON h.id = 1
            WHERE NOT s.disabled AND t.state <> \(Tenant.State.closed)
            """) { row in LanePause.allCases.map { (reason: $0, count: row.next(Int.self)) } } ?? []
    }

    private func fullestBudget() throws -> (left: Int, wait: Int) {
        let ahead = try db.first("SELECT MAX(\(SQL.callsAhead)) FROM budget b") { $0.next(Int?.self) }
        let spent = max((ahead ?? 0) ?? 0, 0), full = CallBudget.burst * CallBudget.microsecondsPerCall
        return (max(full - spent, 0) / CallBudget.microsecondsPerCall, max(spent + CallBudget.microsecondsPerCall - full, 0) / 1_000)
    }
}
