package import Domain
import MariaDB

/// How far a worker's place (its file) has come: a number that grows before anything leaves. The file is never ahead of
/// a database that has not lost anything.
package struct SendMark: Sendable, Equatable {
    package var id: MarkID
    /// Of the database's last `after-restore`, in microseconds since 1970; 0 before the first.
    package var epoch: Int
    package var number: Int

    package init(id: MarkID, epoch: Int, number: Int) {
        self.id = id
        self.epoch = epoch
        self.number = number
    }
}

/// The database is not where the worker left it: nothing may leave before `reconcile` says so.
package struct UnknownMark: Error, Equatable {}

extension InstallationStore {
    /// Compares a worker's mark with the database, at start and whenever they differ.
    ///
    /// - Returns: the mark to go on with; `nil` when the database is behind it, so that a backup must have been restored.
    ///   It has noted that by then, and nobody sends until `puntuale after-restore`.
    package func reconcile(_ mark: SendMark) throws -> SendMark? {
        try db.transaction {
            // The mark before the host: it waits here for an `after-restore` at work, and then sees all of it.
            let known = try db.first("SELECT epoch, number FROM send_mark WHERE id = \(mark.id) FOR UPDATE") {
                (epoch: $0.next(Int.self), number: $0.next(Int.self))
            }
            let installation = try db.first("SELECT restored_at IS NOT NULL, epoch, \(SQL.isWhole) FROM host WHERE id = 1") {
                (isRestored: $0.next(Bool.self), epoch: $0.next(Int.self), isWhole: $0.next(Bool.self))
            }
            guard let installation else { return nil }
            guard installation.isWhole else { return try noteRestore() }
            if installation.epoch > mark.epoch {
                return try register(SendMark(id: mark.id, epoch: installation.epoch, number: mark.number + 1))
            }
            let isNew = known == nil && mark.number == 0
            guard installation.epoch == mark.epoch,
                isNew || (known.map { $0.epoch == mark.epoch && $0.number >= mark.number } ?? false) else {
                return try noteRestore()
            }
            if isNew { return try register(SendMark(id: mark.id, epoch: mark.epoch, number: 1)) }
            // A worker that was killed between the commit and its file is behind the database, which is no harm.
            return installation.isRestored ? nil : SendMark(id: mark.id, epoch: mark.epoch, number: known!.number)
        }
    }

    private func isWhole() throws -> Bool { try db.first("SELECT \(SQL.isWhole)") { $0.next(Bool.self) } ?? false }

    private func noteRestore() throws -> SendMark? {
        try db.execute("UPDATE host SET restored_at = COALESCE(restored_at, NOW(6)) WHERE id = 1")
        return nil
    }

    private func register(_ mark: SendMark) throws -> SendMark {
        try db.execute("""
            INSERT INTO send_mark (id, epoch, number) VALUES (\(mark.id), \(mark.epoch), \(mark.number))
            ON DUPLICATE KEY UPDATE epoch = \(mark.epoch), number = \(mark.number)
            """)
        return mark
    }

    /// Whether a claim may take anything. Whether the database is whole is asked where something leaves, not here: a claim does no
    /// harm.
    ///
    /// - Throws: `UnknownMark` when the database does not have it.
    func mayGo(_ work: Work, under mark: SendMark) throws -> Bool {
        // Asking where a message stands sends nothing.
        guard work == .sends else { return true }
        let found = try db.first("""
            SELECT h.paused_at IS NOT NULL OR h.restored_at IS NOT NULL, h.epoch, m.number
            FROM host h LEFT JOIN send_mark m ON m.id = \(mark.id) AND m.epoch = h.epoch WHERE h.id = 1
            """) { (standsStill: $0.next(Bool.self), epoch: $0.next(Int.self), number: $0.next(Int?.self)) }
        guard let found, !found.standsStill else { return false }
        guard found.epoch == mark.epoch, found.number == mark.number else { throw UnknownMark() }
        return true
    }

    /// Moves the mark on although nothing leaves: a database from some seconds ago is behind the file of a worker that lives.
    ///
    /// - Returns: the mark to keep.
    /// - Throws: `UnknownMark` when the database does not have it.
    package func beat(_ mark: SendMark) throws -> SendMark {
        try db.transaction {
            let next = try advance(mark)
            try requireWhole()
            return next
        }
    }

    /// As the last part of the transaction that lets something leave: what it has written keeps anybody from making the table anew
    /// until its end.
    ///
    /// - Throws: `UnknownMark` when somebody has.
    func requireWhole() throws {
        guard try isWhole() else { throw UnknownMark() }
    }

    /// Says which notification is the last that the place has let go, as a part of the transaction that does.
    func noteLast(_ request: SendRequest, under mark: SendMark) throws {
        let change: SQL = """
            UPDATE last_sent SET notification_tenant = \(request.claim.lane.tenant), notification_id = \(request.claim.notification.id),
                   attempt = \(request.attempt) WHERE place = \(mark.id)
            """
        guard try db.execute(change) == 0 else { return }
        try db.addPlace(mark.id)
        try db.execute(change)
    }

    /// Moves the mark on, as a part of the transaction that lets something leave.
    ///
    /// - Throws: `UnknownMark` when the database does not have it.
    func advance(_ mark: SendMark) throws -> SendMark {
        let moved = try db.execute("""
            UPDATE send_mark m JOIN host h ON h.id = 1 SET m.number = m.number + 1
            WHERE m.id = \(mark.id) AND m.epoch = \(mark.epoch) AND m.number = \(mark.number)
              AND h.epoch = \(mark.epoch) AND h.restored_at IS NULL
            """)
        guard moved == 1 else { throw UnknownMark() }
        return SendMark(id: mark.id, epoch: mark.epoch, number: mark.number + 1)
    }
}
