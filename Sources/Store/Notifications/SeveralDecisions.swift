package import Domain
import MariaDB

/// A notification as it was when somebody decided about it, among others.
package struct SeenNotification: Sendable, Equatable {
    package var id: NotificationID
    package var attempt: Int
    package var updatedAt: Moment

    package init(id: NotificationID, attempt: Int, updatedAt: Moment) {
        (self.id, self.attempt, self.updatedAt) = (id, attempt, updatedAt)
    }
}

/// How many notifications of a service stand in a state.
package struct ServiceCount: Sendable {
    package var service: ServiceID
    package var name: String
    package var environment: Environment
    package var isDisabled: Bool
    package var state: NotificationState
    package var count: Int

    fileprivate func of(_ count: Int) -> ServiceCount {
        var line = self
        line.count = count
        return line
    }
}

/// What a decision can be taken on.
package struct Decidables: Sendable {
    /// The newest, as many as are decided on at once.
    package var seen: [SeenNotification] = []
    /// By service and state; of more than are counted the newest.
    package var counts: [ServiceCount] = []
    /// Whether all were counted.
    package var areAll = true
}

/// What became of a decision on several.
package struct SeveralOutcome: Sendable, Equatable {
    package var done = 0
    /// What is to be sent because of it: of a doubt that is sent again, the new one.
    package var toSend: [NotificationID] = []
    /// Those that had moved on meanwhile, by where they stand now; `nil`: no longer there.
    package var left: [NotificationState?: Int] = [:]
    /// How many were looked at, in the order in which they were given: the rest is for a next time.
    package var reached = 0

    package init() {}

    package var leftCount: Int { left.values.reduce(0, +) }
}

extension TenantStore {
    /// How many are decided on at once, at most: a page and its answer take a second or two.
    package static var mostDecidedAtOnce: Int { 500 }
    /// How many are counted for a page.
    package static var mostCounted: Int { 1_000 }
    /// How often a page reads on where few are what is sought.
    private static var mostSteps: Int { 20 }
    /// How many are decided on in one transaction, which nobody waits for long.
    private static var decidedTogether: Int { 20 }

    /// Those of a filter, the newest first, on which a decision can be taken.
    ///
    /// - Parameter reason: only those that stand where they stand because of it.
    package func decidable(
        _ decision: Decision, in filter: ArchiveFilter, because reason: Reason? = nil, olderThan last: NotificationID? = nil,
        limit: Int = mostDecidedAtOnce
    ) throws -> [SeenNotification] {
        guard decision.isOffered(on: filter.states) else { return [] }
        let columns: SQL = "n.id, n.attempt, n.updated_at"
        return try walkOn(columns, filter, because: reason, olderThan: last, limit: limit, steps: .max, readSeen).rows
    }

    /// The same for a page, which waits for no long count.
    package func decidables(_ decision: Decision, in filter: ArchiveFilter, olderThan last: NotificationID? = nil) throws -> Decidables {
        guard decision.isOffered(on: filter.states) else { return Decidables() }
        let found = try walkOn(
            "n.id, n.attempt, n.updated_at, n.service_id, s.name, s.environment, s.disabled, n.state",
            joining: NotificationRecord.service, filter, olderThan: last, limit: Self.mostCounted + 1, steps: Self.mostSteps) { row in
            (seen: readSeen(&row), line: ServiceCount(
                service: row.next(), name: row.next(), environment: row.next(), isDisabled: row.next(), state: row.next(), count: 1))
        }
        var counts: [CountKey: ServiceCount] = [:]
        for (_, line) in found.rows.prefix(Self.mostCounted) {
            counts[CountKey(service: line.service, state: line.state), default: line.of(0)].count += 1
        }
        return Decidables(
            seen: found.rows.prefix(Self.mostDecidedAtOnce).map(\.seen),
            counts: counts.values.sorted { ($0.name, $0.service, $0.state.rawValue) < ($1.name, $1.service, $1.state.rawValue) },
            areAll: found.rows.count <= Self.mostCounted && found.searchedThrough == nil)
    }

    /// Walks from the newest on, and further where a walk has to end before its time.
    private func walkOn<Value>(
        _ columns: SQL, joining joins: SQL = "", _ filter: ArchiveFilter, because reason: Reason? = nil, olderThan last: NotificationID?,
        limit: Int, steps: Int, _ read: (inout Row) throws -> Value
    ) throws -> Walked<Value> {
        var whole = Walked<Value>(rows: [], searchedThrough: last)
        for _ in 0..<steps {
            let walked = try walk(
                columns, joining: joins, filter, and: reason.map { "n.reason = \($0)" },
                at: whole.searchedThrough.map { .olderThan($0) } ?? .newest, limit: limit - whole.rows.count, read)
            whole.rows += walked.rows
            whole.searchedThrough = walked.searchedThrough
            if walked.searchedThrough == nil { break }
        }
        return whole
    }

    /// Those of some, in their order in the archive, on which a decision can be taken.
    package func decidable(_ decision: Decision, among ids: [NotificationID]) throws -> [SeenNotification] {
        guard !ids.isEmpty else { return [] }
        return try db.rows("""
            SELECT n.id, n.attempt, n.updated_at FROM notification n
            WHERE n.tenant_id = \(tenant) AND n.id IN (\(list: ids)) AND n.state IN (\(list: decision.states)) AND \(allows("n.service_id"))
            ORDER BY n.id DESC
            """, readSeen)
    }

    private func readSeen(_ row: inout Row) -> SeenNotification {
        SeenNotification(id: row.next(), attempt: row.next(), updatedAt: row.next())
    }

    /// How many a filter finds of each service and state. It counts all, for who can wait.
    package func serviceCounts(
        _ filter: ArchiveFilter, because reason: Reason? = nil, olderThan last: NotificationID? = nil
    ) throws -> [ServiceCount] {
        guard let criteria = criteria(filter) else { return [] }
        let range = ArchiveRange(filter, at: last.map { .olderThan($0) } ?? .newest), because = reason.map { "n.reason = \($0)" as SQL }
        let conditions = ["n.tenant_id = \(tenant)"] + range.conditions("n.id") + criteria.map(\.condition)
        return try serviceCounts(conditions + (because.map { [$0] } ?? []))
    }

    /// The same of some.
    package func serviceCounts(of ids: [NotificationID]) throws -> [ServiceCount] {
        if ids.isEmpty { return [] }
        return try serviceCounts(["n.tenant_id = \(tenant)", "n.id IN (\(list: ids))", allows("n.service_id")])
    }

    private func serviceCounts(_ conditions: [SQL]) throws -> [ServiceCount] {
        // Counted before their names are looked up: for each notification that would take longer than the count.
        try db.rows("""
            SELECT s.id, s.name, s.environment, s.disabled, c.state, c.count FROM
                (SELECT n.service_id, n.state, COUNT(*) AS count FROM notification n
                 WHERE \(SQL.joined(conditions, separator: " AND ")) GROUP BY n.service_id, n.state) c
            STRAIGHT_JOIN service s FORCE INDEX (PRIMARY) ON s.tenant_id = \(tenant) AND s.id = c.service_id ORDER BY s.name, s.id, c.state
            """) { row in
            ServiceCount(service: row.next(), name: row.next(), environment: row.next(), isDisabled: row.next(), state: row.next(),
                         count: row.next())
        }
    }

    /// Takes a decision on several, each guarded as if it were alone: one that has changed since it was seen is left as it is.
    /// It goes on in small transactions until the time is over, and leaves a line in the audit beside those of each.
    ///
    /// - Parameters:
    ///   - seen: in the order in which they are decided on.
    ///   - chosen: how they were chosen, in words that name no citizen.
    ///   - person: `nil` for the command line.
    /// - Throws: `RestoreIsPending` or `PermitLost`, also when it is found midway.
    package func decide(
        _ decision: Decision, on seen: [SeenNotification], within time: Duration, chosen: String, by person: PersonID?
    ) throws -> SeveralOutcome {
        var outcome = SeveralOutcome()
        do {
            try decide(decision, on: seen, until: .now + time, by: person, &outcome)
        } catch {
            // What was done until then stays done.
            try? note(decision, outcome, chosen, by: person)
            throw error
        }
        try note(decision, outcome, chosen, by: person)
        return outcome
    }

    private func decide(
        _ decision: Decision, on seen: [SeenNotification], until end: ContinuousClock.Instant, by person: PersonID?,
        _ outcome: inout SeveralOutcome
    ) throws {
        for start in stride(from: 0, to: seen.count, by: Self.decidedTogether) where start == 0 || ContinuousClock.now < end {
            let batch = seen[start..<min(start + Self.decidedTogether, seen.count)]
            let taken = try db.transaction { try batch.map { try take(decision, $0, by: person) } }
            let left = zip(batch, taken).filter { $1 == nil }.map { $0.0 }
            outcome.done += batch.count - left.count
            if decision.sends { outcome.toSend += taken.compactMap { $0 } }
            for one in left { outcome.left[try progress(of: one.id)?.state, default: 0] += 1 }
            outcome.reached += batch.count
        }
    }

    /// - Returns: what stands for it now, itself or a new one; `nil` when it has moved on meanwhile.
    private func take(_ decision: Decision, _ seen: SeenNotification, by person: PersonID?) throws -> NotificationID? {
        switch decision {
        case .retry: try retry(seen.id, attempt: seen.attempt, seen: seen.updatedAt, by: person) ? seen.id : nil
        case .assume: try assumeSent(seen.id, attempt: seen.attempt, seen: seen.updatedAt, by: person) ? seen.id : nil
        case .resend: try resend(seen.id, attempt: seen.attempt, seen: seen.updatedAt, by: person)
        }
    }

    private func note(_ decision: Decision, _ outcome: SeveralOutcome, _ chosen: String, by person: PersonID?) throws {
        guard outcome.done + outcome.leftCount > 0 else { return }
        // What was done was allowed, whatever is by now.
        let action: AuditAction = switch decision {
        case .retry: .notificationsRetried
        case .assume: .notificationsAssumed
        case .resend: .notificationsResent
        }
        let detail = AuditDetail.several(done: outcome.done, left: outcome.leftCount, chosen: clipped(chosen, to: 400))
        try afterwards.audit(action, by: person, detail: detail)
    }

    /// A filter in words that name no citizen: of what somebody typed, only that they did.
    package func words(_ filter: ArchiveFilter) throws -> String {
        try ArchiveFilter.criteria.compactMap { criterion -> String? in
            let words = criterion.words(filter)
            if words.isEmpty { return nil }
            switch criterion.kind {
            case .text, .code: return "\(criterion.label): indicato"
            case .day: return "\(criterion.label): \(words[0])"
            case .choice, .choices: return try "\(criterion.label): \(words.map { try name($0) ?? $0 }.joined(separator: " o "))"
            }
        }.joined(separator: ", ")
    }

    /// Of a service, a person or a template with this id.
    private func name(_ id: String) throws -> String? {
        guard let value = UInt128(uuid: id) else { return nil }
        return try service(ID(value))?.name ?? person(ID(value))?.name ?? templateName(ID(value))
    }
}

/// What notifications are counted by.
private struct CountKey: Hashable {
    let service: ServiceID
    let state: NotificationState
}
