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
    package var triedFor = 0
    /// How many of these tries App IO answered with a 500 that stored nothing.
    package var serverErrors = 0
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
    /// It reads the whole of an index over what is open: 21 ms where that is 100,000. Of one tenant it asks each service.
    ///
    /// - Parameter tenant: only of this tenant.
    package func lanes(with work: Work, of tenant: TenantID? = nil) throws -> [Lane] {
        let open: SQL = """
            (SELECT tenant_id, service_id, MIN(due_at) AS due FROM notification WHERE state = \(work.state)
             GROUP BY tenant_id, service_id HAVING due <= NOW(6)) l JOIN service s ON s.tenant_id = l.tenant_id AND s.id = l.service_id
            """
        let ofOne: SQL = tenant.map { "AND s.tenant_id = \($0) AND \(SQL.hasDue(work))" } ?? ""
        let mayGo: SQL = work == .sends ? .maySend : "(s.stopped_at IS NULL OR COALESCE(s.stop_kind, \(StopKind.keys)) <> \(StopKind.keys))"
        return try db.rows("""
            SELECT s.tenant_id, s.id, COALESCE(t.account_id, t.id), s.environment
            FROM \(tenant == nil ? open : "service s") JOIN tenant t ON t.id = s.tenant_id
            WHERE \(mayGo) \(ofOne)
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
        let forPeople = min(most, left / work.calls), forAll = min(most, (left - CallBudget.keptForPeople) / work.calls)
        let (fresh, waiting) = try due(work, of: lane, fresh: forPeople, most: forAll)
        let ids = fresh + waiting.filter { !fresh.contains($0) }.prefix(max(forAll - fresh.count, 0))
        let claims = ids.isEmpty ? [] : try take(ids, of: lane, in: work, owner: owner, lease: lease)
        if !claims.isEmpty { try spend(claims.count * work.calls, of: lane.account) }
        let hasMore = most > 0 && (forAll <= fresh.count || waiting.count == forAll)
        return Turn(lane: lane, claims: claims, hasMore: hasMore, callsLeft: left - claims.count * work.calls)
    }

    /// Moves the due times of those that are still due; one that somebody withdrew meanwhile is not.
    private func take(
        _ ids: [NotificationID], of lane: Lane, in work: Work, owner: WorkerID, lease: Int
    ) throws -> [Claim] {
        let taken = try db.execute("""
            UPDATE notification FORCE INDEX (PRIMARY) SET due_at = NOW(6) + INTERVAL \(lease) SECOND, owner = \(owner)
            WHERE tenant_id = \(lane.tenant) AND id IN (\(list: ids)) AND state = \(work.state) AND due_at <= NOW(6)
            """)
        guard taken > 0 else { return [] }
        let access = try store(of: lane.tenant).access(to: lane.service)
        let isReachable = work == .sends ? SQL.isKnownToBeReachable : "FALSE"
        var claims = try db.rows("""
            SELECT n.checks, n.tries, \(isReachable), \(NotificationRecord.columns)
            FROM notification n \(NotificationRecord.joins)
            WHERE n.tenant_id = \(lane.tenant) AND n.id IN (\(list: ids)) AND n.owner = \(owner)
            """) { row in
            let (checks, tries, isReachable) = (row.next(Int.self), row.next(Int.self), row.next(Bool.self))
            return Claim(lane: lane, notification: NotificationRecord(&row), checks: checks, tries: tries, access: access,
                         isKnownToBeReachable: isReachable)
        }
        if work == .sends { try addTries(to: &claims, of: lane) }
        return ids.compactMap { id in claims.first { $0.notification.id == id } }
    }

    /// What became of the tries before this one. Most are first ones, which none came before.
    private func addTries(to claims: inout [Claim], of lane: Lane) throws {
        let again = claims.indices.filter { claims[$0].wasTried }
        guard !again.isEmpty else { return }
        let tries = try db.rows("""
            SELECT n.id, TIMESTAMPDIFF(SECOND, MIN(a.began_at), NOW(6)), COUNT(IF(a.outcome = \(CallOutcome.serverError), 1, NULL))
            FROM notification n
            JOIN attempt a ON a.tenant_id = n.tenant_id AND a.notification_id = n.id AND a.began_at >= n.queued_at
            WHERE n.tenant_id = \(lane.tenant) AND n.id IN (\(list: again.map { claims[$0].notification.id })) GROUP BY n.id
            """) { (id: $0.next(NotificationID.self), since: $0.next(Int.self), serverErrors: $0.next(Int.self)) }
        for index in again {
            guard let found = tries.first(where: { $0.id == claims[index].notification.id }) else { continue }
            (claims[index].triedFor, claims[index].serverErrors) = (found.since, found.serverErrors)
        }
    }

    /// Asked at every turn: a lane with a backlog takes one after the other, long after it was found. The gate counts what is
    /// sent; here those are spared the way to it that would be too many.
    private func mostToSend(of lane: Lane) throws -> Int {
        let (store, today) = (store(of: lane.tenant), CalendarDate.today(at: .now()))
        let found = try db.first("""
            SELECT \(SQL.leftOfQuotas(on: today)) FROM service s JOIN tenant t ON t.id = s.tenant_id
            LEFT JOIN quota_use q ON q.tenant_id = t.id
            WHERE s.tenant_id = \(lane.tenant) AND s.id = \(lane.service) AND \(SQL.maySend)
            """) { $0.next(Int?.self) }
        guard let found else { return 0 }
        if let left = found, left <= 0 { try store.holdForQuota(on: today) }
        return found ?? .max
    }

    /// What is due: first what somebody is waiting for, of the rows that came due last those registered within a minute (for
    /// what was scheduled nobody waits); then all, in the order in which they came due.
    private func due(_ work: Work, of lane: Lane, fresh: Int, most: Int) throws -> (fresh: [NotificationID], waiting: [NotificationID]) {
        let first = max(most, work == .sends && fresh > 0 ? Self.latest + 1 : 0)
        guard first > 0 else { return ([], []) }
        let waiting = try due(work, of: lane, "due_at", limit: first)
        let latest = waiting.count <= Self.latest ? waiting : try due(work, of: lane, "due_at DESC", limit: Self.latest).reversed()
        return (latest.filter(\.isFresh).prefix(max(fresh, 0)).map(\.id), waiting.prefix(max(most, 0)).map(\.id))
    }

    /// How many rows, of those that came due last, are looked through for what somebody is waiting for.
    private static let latest = 50

    private func due(_ work: Work, of lane: Lane, _ order: SQL, limit: Int) throws -> [(id: NotificationID, isFresh: Bool)] {
        let isFresh: SQL = "tries = 0 AND COALESCE(send_at <> queued_at, TRUE) AND queued_at > NOW(6) - INTERVAL 1 MINUTE"
        return try db.rows("""
            SELECT id, \(work == .sends ? isFresh : "FALSE") FROM notification FORCE INDEX (notification_lane)
            WHERE state = \(work.state) AND tenant_id = \(lane.tenant) AND service_id = \(lane.service) AND due_at <= NOW(6)
            ORDER BY \(order) LIMIT \(limit)
            """) { (id: $0.next(), isFresh: $0.next()) }
    }
}

extension SQL {
    /// Whether the service `s` has something due.
    fileprivate static func hasDue(_ work: Work) -> SQL {
        """
        EXISTS (SELECT 1 FROM notification n FORCE INDEX (notification_lane)
                WHERE n.state = \(work.state) AND n.tenant_id = s.tenant_id AND n.service_id = s.id AND n.due_at <= NOW(6))
        """
    }
}

extension Claim {
    fileprivate var wasTried: Bool { tries > 0 || notification.problemStatus != nil || notification.problemTitle != nil }
}
