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
        /// Notifications that are to leave later, as the backup has it: whoever moved or withdrew one since is to do so again.
        package var scheduled = 0
        /// Departures whose notification was registered after the backup, so that the archive does not have it.
        package var missing = 0
    }

    /// Whether a restore was pending, or declared by who asked; otherwise no doubt was made and nothing was let go on.
    package var isOfRestore: Bool
    /// Of the tenants that it concerns.
    package var lines: [Line]
    package var missing: [Departure]
    /// Of which the archive says something else: it left twice, another decision was taken, the content is another.
    package var contradicted: [Departure]
    /// Places from which a worker may have sent, and of which no journal was given.
    package var unheard: [MarkID]
    /// The last `after-restore` before this one, as this database knows it: what left before it was listed then.
    package var last: Moment?
}

extension InstallationStore {
    /// After a backup was restored. What left according to the journals is sent; whatever else waited or was on its way then may
    /// have left since, and becomes a doubt. What is scheduled for a later time has left only if a person moved it to an earlier
    /// one: the journals say so, and where one of them is missing it is a doubt too. What was registered after a worker had noticed
    /// waited for this, and is sent. A POST that is on its way now may still settle its own.
    ///
    /// Where no restore is pending, only what the journals say is settled and listed: it can be asked for again, with a journal
    /// that was missing.
    ///
    /// - Parameters:
    ///   - epoch: of now, in microseconds since 1970.
    ///   - departures: out of the journals.
    ///   - places: whose journals they are.
    ///   - evenUnnoticed: a person says that a backup was restored, though nothing here tells.
    ///   - isSame: whether the notification that is here now is the one that left.
    package func settleRestore(
        epoch: Int, departures: [Departure] = [], of places: Set<MarkID> = [], evenUnnoticed: Bool = false,
        isSame: (NotificationRecord, Departure) -> Bool = { _, _ in true }
    ) throws -> RestoreSettlement {
        try db.transaction {
            // Marks before the host, as `reconcile` does. From here on workers that look and people who decide wait for the end.
            let marks = try db.rows("SELECT id FROM send_mark FOR UPDATE") { $0.next(MarkID.self) }
            let sent = try db.rows("SELECT place FROM last_sent WHERE place <> \(MarkID(0))") { $0.next(MarkID.self) }
            let host = try db.first("SELECT restored_at IS NOT NULL OR NOT \(SQL.isWhole), epoch FROM host WHERE id = 1 FOR UPDATE") {
                (isRestored: $0.next(Bool.self), epoch: $0.next(Int.self))
            }
            let isOfRestore = evenUnnoticed || host?.isRestored ?? false
            var lines: [TenantID: RestoreSettlement.Line] = [:], found = FoundDepartures()
            for (tenant, departures) in Dictionary(grouping: departures, by: \.tenant) {
                if let code = try code(of: tenant) {
                    let its = try store(of: tenant).settleDepartures(departures, isSame: isSame)
                    lines[tenant] = RestoreSettlement.Line(code: code, sent: its.sent, missing: its.missing.count)
                    found.add(its)
                } else if try !wasDeleted(tenant) {
                    found.missing += departures.newest
                }
            }
            let unheard = isOfRestore ? Set(marks + sent).subtracting(places).sorted() : []
            if isOfRestore {
                try makeDoubtsOfMails()
                for (tenant, code, uncertain, scheduled) in try makeDoubts(ofAllScheduled: !unheard.isEmpty) {
                    lines[tenant, default: RestoreSettlement.Line(code: code)].uncertain = uncertain
                    lines[tenant]?.scheduled = scheduled
                }
            }
            for (tenant, line) in lines {
                let details: [(Int, AuditDetail)] = [
                    (line.sent, .foundSent(line.sent)), (line.uncertain, .uncertain(line.uncertain)),
                    (line.scheduled, .stillScheduled(line.scheduled)), (isOfRestore ? line.missing : 0, .notInArchive(line.missing))]
                for (count, detail) in details where count > 0 {
                    try store(of: tenant).audit(.databaseRestored, by: nil, detail: detail)
                }
            }
            if isOfRestore { try goOn(epoch: epoch) }
            return RestoreSettlement(
                isOfRestore: isOfRestore,
                lines: lines.values.filter { $0.sent + $0.uncertain + $0.scheduled + $0.missing > 0 }.sorted { $0.code < $1.code },
                missing: found.missing.sorted { $0.at < $1.at }, contradicted: found.contradicted.sorted { $0.at < $1.at },
                unheard: unheard, last: host.flatMap { $0.epoch > 0 ? Moment(microseconds: Int64($0.epoch)) : nil })
        }
    }

    /// As people know a tenant, asked of what the worker may read.
    package func code(of tenant: TenantID) throws -> String? {
        try db.first("SELECT code FROM tenant WHERE id = \(tenant)") { $0.next() }
    }

    /// Whether it was here before the backup: one that was made after it is not here either.
    private func wasDeleted(_ tenant: TenantID) throws -> Bool {
        try db.first("SELECT 1 FROM deletion_certificate WHERE ente = \(tenant)") { $0.next(Int.self) } != nil
    }

    /// From now on this is the database that is known, and sends go on.
    private func goOn(epoch: Int) throws {
        for table in ["send_mark", "known_server", "last_sent"] as [SQL] { try db.execute("DELETE FROM \(table)") }
        try db.noteServer()
        try db.execute("UPDATE host SET restored_at = NULL, epoch = \(epoch) WHERE id = 1")
        guard let installation = try db.first("SELECT id FROM tenant WHERE only_host", { $0.next(TenantID.self) }) else { return }
        try store(of: installation).audit(.databaseRestored, by: nil)
    }

    /// - Returns: of each tenant how many, and how many stay scheduled.
    private func makeDoubts(ofAllScheduled: Bool) throws -> [(TenantID, String, Int, Int)] {
        let noticed: SQL = "(SELECT COALESCE(restored_at, NOW(6)) FROM host WHERE id = 1)"
        // What was scheduled, or moved, after that has not left.
        let isOfBackup: SQL = "n.state = \(NotificationState.scheduled) AND n.updated_at < \(noticed)"
        let isDoubtful: SQL = """
            (n.state = \(NotificationState.sending) OR n.queued_at < \(noticed) OR \(ofAllScheduled) AND \(isOfBackup))
            """
        let tenants = try db.rows("""
            SELECT t.id, t.code, COUNT(IF(\(isDoubtful), 1, NULL)), COUNT(IF(\(isOfBackup) AND NOT \(isDoubtful), 1, NULL))
            FROM notification n JOIN tenant t ON t.id = n.tenant_id
            WHERE n.state IN (\(list: NotificationState.toSend)) GROUP BY t.id, t.code
            """) { ($0.next(TenantID.self), $0.next(String.self), $0.next(Int.self), $0.next(Int.self)) }
        try db.execute("""
            UPDATE notification n SET n.attempt = n.attempt + (n.state <> \(NotificationState.sending)), n.due_at = NULL,
                   n.owner = IF(n.state = \(NotificationState.sending), n.owner, NULL),
                   n.reason = \(Reason.restored), n.updated_at = NOW(6), n.state = \(NotificationState.uncertain)
            WHERE n.state IN (\(list: NotificationState.toSend)) AND \(isDoubtful)
            """)
        return tenants
    }
}
