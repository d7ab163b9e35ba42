import Domain
import MariaDB

/// What the archive says of departures that a journal names.
struct FoundDepartures {
    /// Notifications that are sent again.
    var sent = 0
    /// The archive does not have them, nor does it say that they were removed.
    var missing: [Departure] = []
    /// The archive says something else.
    var contradicted: [Departure] = []

    mutating func add(_ other: Self) {
        sent += other.sent
        missing += other.missing
        contradicted += other.contradicted
    }
}

extension [Departure] {
    /// The last of each notification; of two journals that name the same, the line with App IO's id.
    var newest: [Departure] {
        Dictionary(map { ($0.notification, $0) }) { ($0.attempt, $0.ioID == nil ? 0 : 1) < ($1.attempt, $1.ioID == nil ? 0 : 1) ? $1 : $0 }
            .values.sorted { $0.at < $1.at }
    }
}

extension TenantStore {
    /// Brings the archive to where the journals say that each notification has come.
    func settleDepartures(_ departures: [Departure], isSame: (NotificationRecord, Departure) -> Bool) throws -> FoundDepartures {
        var found = FoundDepartures()
        let groups = Dictionary(grouping: departures, by: \.notification), ids = groups.keys.sorted()
        for start in stride(from: 0, to: ids.count, by: 500) {
            let batch = ids[start..<Swift.min(start + 500, ids.count)]
            let rows = try standings(of: Array(batch))
            var absent: [Departure] = []
            for id in batch {
                guard let departures = groups[id] else { continue }
                if let row = rows[id] { try settle(departures, row, isSame, &found) } else { absent += departures.newest }
            }
            let removed = try removedByRetention(among: absent.map(\.notification))
            found.missing += absent.filter { !removed.contains($0.notification) }
        }
        return found
    }

    private struct Standing {
        var state: NotificationState
        var attempt: Int
        var ioID: String?
    }

    private func standings(of ids: [NotificationID]) throws -> [NotificationID: Standing] {
        let rows = try db.rows("SELECT id, state, attempt, io_id FROM notification WHERE tenant_id = \(tenant) AND id IN (\(list: ids))") {
            ($0.next(NotificationID.self), Standing(state: $0.next(), attempt: $0.next(), ioID: $0.next()))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func settle(
        _ departures: [Departure], _ row: Standing, _ isSame: (NotificationRecord, Departure) -> Bool, _ found: inout FoundDepartures
    ) throws {
        let isOpen = (NotificationState.toSend + [.uncertain]).contains(row.state)
        // Nothing that the archive does not know, unless it names another message of the same attempt.
        if !isOpen, departures.allSatisfy({ $0.attempt <= row.attempt }) {
            found.contradicted += departures.filter { departure in
                departure.attempt == row.attempt
                    && (row.state == .assumed || row.ioID != nil && departure.ioID != nil && row.ioID != departure.ioID)
            }.newest
            return
        }
        guard let last = departures.newest.first, let record = try notification(last.notification) else { return }
        guard isSame(record, last) else { return found.contradicted.append(last) }
        if try settle(last) { found.sent += 1 } else if row.attempt < last.attempt { found.contradicted.append(last) }
    }

    /// What waits or may be tried again has left if the journal knows a later POST than the row; what is being sent or is in doubt,
    /// if it knows the same. What was withdrawn after the backup had left before.
    private func settle(_ departure: Departure) throws -> Bool {
        let at: SQL = "LEAST(FROM_UNIXTIME(\(Int(departure.at.microseconds)) * 0.000001), NOW(6))"
        let mayHaveLeftSince = NotificationState.retriable + NotificationState.checkable + NotificationState.waiting + [.cancelled]
        let settled = try db.execute("""
            UPDATE notification
            SET sent_at = IF(attempt = \(departure.attempt), COALESCE(sent_at, \(at)), \(at)), attempt = \(departure.attempt),
                io_id = \(departure.ioID), io_status = NULL, io_email = NULL, io_push = NULL, accepted_at = \(at), checks = 0,
                checked_at = NULL, due_at = IF(\(departure.ioID == nil), NULL, NOW(6)), owner = NULL, reason = NULL,
                problem_status = NULL, problem_title = NULL, problem_detail = NULL, updated_at = NOW(6),
                state = \(NotificationState.accepted)
            WHERE tenant_id = \(tenant) AND id = \(departure.notification)
              AND (state IN (\(list: mayHaveLeftSince)) AND attempt < \(departure.attempt)
                OR state IN (\(list: NotificationState.unanswered)) AND attempt <= \(departure.attempt))
            """) == 1
        guard settled else { return false }
        // When it was sent, not when it was read of.
        try db.execute("""
            INSERT INTO attempt (tenant_id, notification_id, id, step, number, slot, began_at, finished_at, duration_ms, http_status, title,
                                 outcome)
            VALUES (\(tenant), \(departure.notification), \(AttemptID.make()), \(LoggedCall.Step.submit), \(departure.attempt),
                    \(KeySlot.primary), \(at), \(at), 0, 201, \(Self.fromJournal), \(CallOutcome.accepted))
            """)
        return true
    }

    /// Those that the tenant's rule had removed by the backup: they are named in what was done, which is kept longer, and are older than
    /// any rule is short. What was registered after the backup is named nowhere. Both came with the backup; no clock of today says it.
    private func removedByRetention(among ids: [NotificationID]) throws -> Set<NotificationID> {
        guard !ids.isEmpty else { return [] }
        let isOld: SQL = "at < NOW(6) - INTERVAL \(RetentionRule.range.lowerBound) DAY"
        let resent = ids.map { AuditDetail.resentAs($0) }
        let added = try db.rows("SELECT subject FROM audit WHERE tenant_id = \(tenant) AND subject IN (\(list: ids)) AND \(isOld)") {
            $0.next(NotificationID.self)
        }
        let sentAgain = try db.rows("""
            SELECT detail FROM audit WHERE tenant_id = \(tenant) AND action = \(AuditAction.notificationResent)
              AND detail IN (\(list: resent)) AND \(isOld)
            """) { $0.next(String.self) }
        return Set(added + sentAgain.compactMap { if case .resentAs(let id) = AuditDetail(stored: $0) { id } else { nil } })
    }

    private static let fromJournal = "Dal diario degli invii, dopo il ripristino della base dati"
}
