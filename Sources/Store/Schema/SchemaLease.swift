import Domain
import MariaDB
@preconcurrency import Glibc

/// Who changes tables or accounts is alone at it, on a cluster too.
struct SchemaLease {
    private let db: Connection
    private let owner = WorkerID.make()

    /// Waits for it for two minutes, and gives it back when the body is over, after a fault too: the next try need not wait until it
    /// ends by itself.
    ///
    /// - Throws: `SchemaError.leaseHeld`, and what the body throws.
    static func hold<T>(on db: Connection, _ body: (SchemaLease) throws -> T) throws -> T {
        let lease = SchemaLease(db: db)
        try db.execute("INSERT IGNORE INTO migration_lease (id) VALUES (1)")
        try lease.take()
        defer { _ = try? db.execute("UPDATE migration_lease SET owner = NULL, until = NULL WHERE id = 1 AND owner = \(lease.owner)") }
        return try body(lease)
    }

    private init(db: Connection) { self.db = db }

    private func take() throws {
        for _ in 0..<600 {
            if try extend() { return }
            usleep(200_000)
        }
        throw SchemaError.leaseHeld
    }

    /// Runs a statement that needs a table for itself, if only for a moment. While it waits for whoever reads or writes there, all
    /// others wait behind it: it steps back after two seconds, lets them pass and tries again, for three minutes.
    ///
    /// - Throws: `SchemaError.leaseLost`, `.tableInUse`, `DatabaseError`.
    func alter(_ statement: String) throws {
        for _ in 0..<60 {
            guard try extend() else { throw SchemaError.leaseLost }
            try db.execute("SET lock_wait_timeout = 2")
            do {
                return try db.script(SQL(trusted: statement))
            } catch let error as DatabaseError where error.isConflict {
                sleep(1)
            }
        }
        throw SchemaError.tableInUse
    }

    /// It outlasts any single migration that we expect: an index over a few million rows. One that lies further ahead than it can
    /// mean was written by a clock that was ahead; by a minute further, since a statement that has waited for the row still has the
    /// time of its beginning and would take over from whoever has just got it.
    private func extend() throws -> Bool {
        try db.execute("""
            UPDATE migration_lease SET owner = \(owner), until = NOW(6) + INTERVAL 10 MINUTE
            WHERE id = 1 AND (owner IS NULL OR owner = \(owner) OR until < NOW(6) OR until > NOW(6) + INTERVAL 11 MINUTE)
            """) == 1
    }
}
