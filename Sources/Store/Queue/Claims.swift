package import Domain
import MariaDB

/// What one service of one tenant has to send or to check: the unit that takes turns.
package struct Lane: Hashable, Sendable {
    package var tenant: TenantID
    package var service: ServiceID
    package var account: Account
}

/// A notification that a worker holds until its lease ends.
package struct Claim: Sendable {
    package var lane: Lane
    package var notification: NotificationRecord
    package var checks: Int
    package var tries: Int
    /// Since the first of these tries, in seconds, by the database's clock; what it waited before, behind a brake, does not
    /// count.
    package var triedFor: Int
    /// How many of these tries App IO answered with a 500 that stored nothing.
    package var serverErrors: Int
    /// How the service is reached and braked; `nil` when it has no key.
    package var access: ServiceAccess?
    /// App IO said within the last minute, while the form was written, that the citizen can be reached.
    package var isKnownToBeReachable = false
}

/// What a turn of a lane brought.
package struct Turn: Sendable {
    package var lane: Lane
    package var claims: [Claim]
    /// Whether the lane may have more that is due.
    package var hasMore: Bool
    /// Calls that its account had left afterwards.
    package var callsLeft: Int
}

/// What a claim asks for.
package enum Work: Sendable {
    /// First what was registered within the last minute, then retries and the backlog in the order of their due times.
    case sends
    /// Status checks.
    case checks

    var state: NotificationState { self == .sends ? .queued : .accepted }
    package var calls: Int { self == .sends ? CallBudget.callsPerSend : 1 }
}

extension InstallationStore {
    /// The lanes that have something due: to send, of tenants and services that may send, or to check.
    ///
    /// It reads the whole of an index over what is open: 21 ms where that is 100,000.
    ///
    /// - Parameter tenant: only of this tenant.
    package func lanes(with work: Work, of tenant: TenantID? = nil) throws -> [Lane] {
        let one: SQL = tenant.map { "AND tenant_id = \($0)" } ?? ""
        let mayGo: SQL = work == .sends ? .maySend : "(s.stopped_at IS NULL OR COALESCE(s.stop_kind, \(StopKind.keys)) <> \(StopKind.keys))"
        return try db.rows("""
            SELECT l.tenant_id, l.service_id, COALESCE(t.account_id, t.id), s.environment FROM
              (SELECT tenant_id, service_id, MIN(due_at) AS due FROM notification WHERE state = \(work.state) \(one)
               GROUP BY tenant_id, service_id HAVING due <= NOW(6)) l
            JOIN service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id JOIN tenant t ON t.id = l.tenant_id
            WHERE \(mayGo)
            """) { row in
            Lane(tenant: row.next(), service: row.next(), account: Account(owner: row.next(), environment: row.next()))
        }
    }

    /// Gives each lane a turn: takes what is due, as far as its account's budget goes, which pays for it.
    ///
    /// A claim is a lease, not an attempt: it only moves the due time forward, and one that expires is claimed again
    /// without harm. Accounts are locked in their order, so two workers wait for each other and never deadlock.
    ///
    /// - Parameters:
    ///   - lanes: each with how many notifications it may take.
    ///   - owner: of the leases; `begin` asks for it again.
    ///   - lease: seconds.
    ///   - mark: of the worker, which must be the database's.
    /// - Returns: no turn when the database went on without this claim (a conflict that did not end): somebody else has it.
    /// - Throws: `UnknownMark` when the mark is not there.
    package func claim(
        _ work: Work, from lanes: [(lane: Lane, most: Int)], owner: WorkerID, lease: Int, under mark: SendMark
    ) throws -> [Turn] {
        let ordered = lanes.sorted {
            $0.lane.account == $1.lane.account ? ($0.lane.tenant, $0.lane.service) < ($1.lane.tenant, $1.lane.service)
                : $0.lane.account < $1.lane.account
        }
        var turns: [Turn] = []
        do {
            try db.transaction {
                turns = []
                guard try mayGo(work, under: mark) else { return }
                turns = try ordered.map { try turn(work, of: $0.lane, most: $0.most, owner: owner, lease: lease) }
            }
            return turns
        } catch let error as DatabaseError where error.isConflict {
            return []
        } catch let error as DatabaseError where error.duringCommit {
            // The rows say whether it counted. If they cannot be asked now, their leases end.
            return try turns.map { turn in
                var turn = turn
                turn.claims = try turn.claims.filter { try holds($0, owner: owner) }
                return turn
            }
        }
    }

    private func holds(_ claim: Claim, owner: WorkerID) throws -> Bool {
        try db.first("""
            SELECT 1 FROM notification
            WHERE tenant_id = \(claim.lane.tenant) AND id = \(claim.notification.id) AND owner = \(owner) AND due_at > NOW(6)
            """) { $0.next(Int.self) } != nil
    }

    private func turn(_ work: Work, of lane: Lane, most: Int, owner: WorkerID, lease: Int) throws -> Turn {
        let left = try callsLeft(lane.account)
        let most = try work == .checks ? most : min(most, mostToSend(of: lane))
        guard most > 0 else { return Turn(lane: lane, claims: [], hasMore: false, callsLeft: left) }
        let wanted = min(most, left / work.calls)
        var due = work == .sends && wanted > 0 ? try fresh(of: lane, limit: wanted) : []
        let spare = min(most - due.count, (left - due.count * work.calls - CallBudget.keptForPeople) / work.calls)
        let limit = spare + due.count
        let found = spare > 0 ? try backlog(work.state, of: lane, limit: limit) : []
        due += found.filter { [due] in !due.contains($0) }.prefix(max(spare, 0))
        let claims = due.isEmpty ? [] : try take(due, of: lane, in: work.state, owner: owner, lease: lease)
        if !claims.isEmpty { try spend(claims.count * work.calls, of: lane.account) }
        return Turn(lane: lane, claims: claims, hasMore: spare <= 0 || found.count == limit,
                    callsLeft: left - claims.count * work.calls)
    }

    /// Moves the due times of those that are still due; one that somebody withdrew meanwhile is not.
    private func take(
        _ ids: [NotificationID], of lane: Lane, in state: NotificationState, owner: WorkerID, lease: Int
    ) throws -> [Claim] {
        let taken = try db.execute("""
            UPDATE notification FORCE INDEX (PRIMARY) SET due_at = NOW(6) + INTERVAL \(lease) SECOND, owner = \(owner)
            WHERE tenant_id = \(lane.tenant) AND id IN (\(list: ids)) AND state = \(state) AND due_at <= NOW(6)
            """)
        guard taken > 0 else { return [] }
        let access = try store(of: lane.tenant).access(to: lane.service)
        let tries: SQL = """
            FROM attempt a WHERE (n.tries > 0 OR n.problem_status IS NOT NULL OR n.problem_title IS NOT NULL)
              AND a.tenant_id = n.tenant_id AND a.notification_id = n.id AND a.began_at >= n.queued_at
            """
        let claims = try db.rows("""
            SELECT n.checks, n.tries, TIMESTAMPDIFF(SECOND, COALESCE((SELECT MIN(a.began_at) \(tries)), NOW(6)), NOW(6)),
                   (SELECT COUNT(*) \(tries) AND a.outcome = \(CallOutcome.serverError)), \(SQL.isKnownToBeReachable),
                   \(NotificationRecord.columns)
            FROM notification n \(NotificationRecord.joins)
            WHERE n.tenant_id = \(lane.tenant) AND n.id IN (\(list: ids)) AND n.owner = \(owner)
            """) { row in
            let (checks, tries, triedFor) = (row.next(Int.self), row.next(Int.self), row.next(Int.self))
            let (serverErrors, isReachable) = (row.next(Int.self), row.next(Bool.self))
            return Claim(lane: lane, notification: NotificationRecord(&row), checks: checks, tries: tries, triedFor: triedFor,
                         serverErrors: serverErrors, access: access, isKnownToBeReachable: isReachable)
        }
        return ids.compactMap { id in claims.first { $0.notification.id == id } }
    }

    /// Asked at every turn: a lane with a backlog takes one after the other, long after it was found. The gate counts what is
    /// sent; here those are spared the way to it that would be too many.
    private func mostToSend(of lane: Lane) throws -> Int {
        let maySend = try db.first("""
            SELECT 1 FROM service s JOIN tenant t ON t.id = s.tenant_id
            WHERE s.tenant_id = \(lane.tenant) AND s.id = \(lane.service) AND \(SQL.maySend)
            """) { $0.next(Int.self) } != nil
        guard maySend else { return 0 }
        let (store, today) = (store(of: lane.tenant), CalendarDate.today(at: .now()))
        guard let left = try store.leftOfQuotas(on: today) else { return .max }
        if left <= 0 { try store.holdForQuota(on: today) }
        return left
    }

    /// What somebody is waiting for: of the rows that came due last, those registered within a minute. For what was scheduled
    /// nobody waits.
    private func fresh(of lane: Lane, limit: Int) throws -> [NotificationID] {
        try db.rows("""
            SELECT id FROM
              (SELECT id, tries, queued_at, send_at, due_at FROM notification FORCE INDEX (notification_lane)
               WHERE state = \(NotificationState.queued) AND tenant_id = \(lane.tenant) AND service_id = \(lane.service)
                 AND due_at <= NOW(6)
               ORDER BY due_at DESC LIMIT 50) latest
            WHERE tries = 0 AND COALESCE(send_at <> queued_at, TRUE) AND queued_at > NOW(6) - INTERVAL 1 MINUTE
            ORDER BY due_at LIMIT \(limit)
            """) { $0.next() }
    }

    private func backlog(_ state: NotificationState, of lane: Lane, limit: Int) throws -> [NotificationID] {
        try db.rows("""
            SELECT id FROM notification FORCE INDEX (notification_lane)
            WHERE state = \(state) AND tenant_id = \(lane.tenant) AND service_id = \(lane.service) AND due_at <= NOW(6)
            ORDER BY due_at LIMIT \(limit)
            """) { $0.next() }
    }
}
