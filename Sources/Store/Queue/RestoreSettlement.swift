package import Domain
import MariaDB

/// What became of what a backup could not know.
package struct RestoreSettlement: Sendable {
    package struct Line: Sendable, Equatable {
        /// Of the tenant.
        package var code: String
        /// Notifications that are sent again in the archive, as the journals say.
        package var sent = 0
        /// Doubts.
        package var uncertain = 0
        /// Departures whose notification was registered after the backup, so that the archive does not have it.
        package var missing = 0
    }

    /// Of the tenants that it concerns.
    package var lines: [Line]
    package var missing: [Departure]
    /// Places from which a worker may have sent, and of which no journal was given.
    package var unheard: [MarkID]
}

extension InstallationStore {
    /// After a backup was restored. What left according to the journals is sent; whatever else waited or was on its way then may
    /// have left since, and becomes a doubt. What was registered after a worker had noticed waited for this, and is sent. A POST
    /// that is on its way now may still settle its own.
    ///
    /// - Parameters:
    ///   - epoch: of now, in microseconds since 1970.
    ///   - departures: out of the journals.
    ///   - places: whose journals they are.
    ///   - isSame: whether the notification that is here now is the one that left.
    package func settleRestore(
        epoch: Int, departures: [Departure] = [], of places: Set<MarkID> = [],
        isSame: (NotificationRecord, Departure) -> Bool = { _, _ in true }
    ) throws -> RestoreSettlement {
        try db.transaction {
            // Of what the backup knows, what is younger has left since.
            let last = try db.first("SELECT MAX(accepted_at) FROM notification") { $0.next(Moment?.self) } ?? nil
            let known = try db.rows("SELECT id FROM send_mark UNION SELECT place FROM last_sent WHERE place <> \(MarkID(0))") {
                $0.next(MarkID.self)
            }
            var lines: [TenantID: RestoreSettlement.Line] = [:], missing: [Departure] = []
            for (tenant, departures) in Dictionary(grouping: departures, by: \.tenant) {
                let found = try store(of: tenant).settleDepartures(departures, since: last, isSame: isSame)
                if let code = try code(of: tenant) {
                    lines[tenant] = RestoreSettlement.Line(code: code, sent: found.sent, missing: found.missing.count)
                }
                missing += found.missing
            }
            for (tenant, code, uncertain) in try makeDoubts() {
                lines[tenant, default: RestoreSettlement.Line(code: code)].uncertain = uncertain
            }
            for (tenant, line) in lines {
                let details: [(Int, AuditDetail)] = [
                    (line.sent, .foundSent(line.sent)), (line.uncertain, .uncertain(line.uncertain)),
                    (line.missing, .notInArchive(line.missing))]
                for (count, detail) in details where count > 0 {
                    try store(of: tenant).audit(.databaseRestored, by: nil, detail: detail)
                }
            }
            for table in ["send_mark", "known_server", "last_sent"] as [SQL] { try db.execute("DELETE FROM \(table)") }
            try db.noteServer()
            try db.execute("UPDATE host SET restored_at = NULL, epoch = \(epoch) WHERE id = 1")
            return RestoreSettlement(
                lines: lines.values.filter { $0.sent + $0.uncertain + $0.missing > 0 }.sorted { $0.code < $1.code },
                missing: missing.sorted { $0.at < $1.at }, unheard: known.filter { !places.contains($0) })
        }
    }

    /// As people know a tenant, asked of what the worker may read.
    package func code(of tenant: TenantID) throws -> String? {
        try db.first("SELECT code FROM tenant WHERE id = \(tenant)") { $0.next() }
    }

    private func makeDoubts() throws -> [(TenantID, String, Int)] {
        let doubtful: SQL = """
            (n.state = \(NotificationState.sending) OR n.state = \(NotificationState.queued)
              AND n.queued_at < (SELECT COALESCE(restored_at, NOW(6)) FROM host WHERE id = 1))
            """
        let tenants = try db.rows("""
            SELECT t.id, t.code, COUNT(*) FROM notification n JOIN tenant t ON t.id = n.tenant_id
            WHERE n.state IN (\(list: NotificationState.toSend)) AND \(doubtful) GROUP BY t.id, t.code
            """) { ($0.next(TenantID.self), $0.next(String.self), $0.next(Int.self)) }
        try db.execute("""
            UPDATE notification n SET n.attempt = n.attempt + (n.state = \(NotificationState.queued)), n.due_at = NULL,
                   n.owner = IF(n.state = \(NotificationState.sending), n.owner, NULL),
                   n.reason = \(Reason.restored), n.updated_at = NOW(6), n.state = \(NotificationState.uncertain)
            WHERE n.state IN (\(list: NotificationState.toSend)) AND \(doubtful)
            """)
        return tenants
    }
}

extension TenantStore {
    /// - Parameter last: when App IO took the last message that this database knows of.
    /// - Returns: how many notifications are sent again, and what left since without being here.
    fileprivate func settleDepartures(
        _ departures: [Departure], since last: Moment?, isSame: (NotificationRecord, Departure) -> Bool
    ) throws -> (sent: Int, missing: [Departure]) {
        var (sent, missing) = (0, [Departure]())
        for departure in departures {
            guard let record = try notification(departure.notification) else {
                // An older one was here and has been removed.
                if last.map({ departure.at > $0 }) ?? true, !missing.contains(where: { $0.notification == departure.notification }) {
                    missing.append(departure)
                }
                continue
            }
            if isSame(record, departure), try settle(departure) { sent += 1 }
        }
        return (sent, missing)
    }

    private func settle(_ departure: Departure) throws -> Bool {
        let at: SQL = "FROM_UNIXTIME(\(Int(departure.at.microseconds)) / 1000000)"
        let settled = try db.execute("""
            UPDATE notification
            SET state = \(NotificationState.accepted), attempt = \(departure.attempt), io_id = \(departure.ioID), accepted_at = \(at),
                sent_at = COALESCE(sent_at, \(at)), checks = 0, due_at = IF(\(departure.ioID == nil), NULL, NOW(6)), owner = NULL,
                reason = NULL, problem_status = NULL, problem_title = NULL, problem_detail = NULL, updated_at = NOW(6)
            WHERE tenant_id = \(tenant) AND id = \(departure.notification) AND attempt <= \(departure.attempt)
              AND state IN (\(list: NotificationState.toSend + [.uncertain]))
            """) == 1
        guard settled else { return false }
        let call = LoggedCall(
            step: .submit, slot: .primary, milliseconds: 0, httpStatus: 201, title: Self.fromJournal, outcome: .accepted)
        return try log(call, of: departure.notification, number: departure.attempt)
    }

    private static let fromJournal = "Dal diario degli invii, dopo il ripristino della base dati"
}
