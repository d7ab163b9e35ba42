import Domain
package import MariaDB
@preconcurrency import Glibc

/// The tables, and how a database gets them.
///
/// MariaDB commits DDL by itself, so a migration is one statement in a file of its own, written so
/// that it may run again, and its number is written last. Migrations go forward only: once a file
/// is released it never changes, and whatever changes the schema is a file with the next number.
package enum Schema {
    /// Refuses a database that this program does not fit.
    ///
    /// - Throws: `SchemaError.behind` before `puntuale migrate`, `.ahead` when a newer program
    ///   has migrated it.
    package static func check(_ db: Connection) throws {
        let found: Int
        do {
            found = try db.rows("SELECT number FROM schema_version") { $0.next() }.max() ?? 0
        } catch let error as DatabaseError where error.isMissingTable {
            found = 0
        }
        if found < version { throw SchemaError.behind(found: found, needed: version) }
        if found > version { throw SchemaError.ahead(found: found, known: version) }
    }

    /// Applies what is missing. Two hosts may run it at once: one holds the lease, the other
    /// waits for it and then finds nothing to do.
    ///
    /// - Parameter files: the migrations' texts by number, from 1 on without a gap.
    /// - Returns: the numbers it applied.
    package static func migrate(_ db: Connection, files: [Int: String]) throws -> [Int] {
        precondition(files.keys.sorted() == Array(1...version), "the migrations do not fit the program")
        // A migration may make the queue's table anew. That a backup did is not to be forgotten by it.
        let wasWhole = try db.isWholeOrUnused()
        for number in 1...2 { try db.script(SQL(trusted: files[number]!)) }
        try db.execute("INSERT IGNORE INTO migration_lease (id) VALUES (1)")
        let owner = WorkerID.make()
        try takeLease(db, owner: owner)
        // Also after a fault: the next try need not wait until the lease ends by itself.
        defer { _ = try? db.execute("UPDATE migration_lease SET owner = NULL, until = NULL WHERE id = 1 AND owner = \(owner)") }
        let done = Set(try db.rows("SELECT number FROM schema_version") { $0.next(Int.self) })
        if let newest = done.max(), newest > version { throw SchemaError.ahead(found: newest, known: version) }
        var applied: [Int] = []
        for number in 1...version where !done.contains(number) {
            guard try extendLease(db, owner: owner) else { throw SchemaError.leaseLost }
            try db.script(SQL(trusted: files[number]!))
            try db.execute("INSERT INTO schema_version (number) VALUES (\(number))")
            applied.append(number)
        }
        if wasWhole { try db.noteServer() }
        return applied
    }

    private static func takeLease(_ db: Connection, owner: WorkerID) throws {
        for _ in 0..<600 {
            if try extendLease(db, owner: owner) { return }
            usleep(200_000)
        }
        throw SchemaError.leaseHeld
    }

    /// The lease outlasts any single migration that we expect: an index over a few million rows. One that lies further ahead than
    /// it can mean was written by a clock that was ahead; by a minute further, since a statement that has waited for the row
    /// still has the time of its beginning and would take over from whoever has just got it.
    private static func extendLease(_ db: Connection, owner: WorkerID) throws -> Bool {
        try db.execute("""
            UPDATE migration_lease SET owner = \(owner), until = NOW(6) + INTERVAL 10 MINUTE
            WHERE id = 1 AND (owner IS NULL OR owner = \(owner) OR until < NOW(6) OR until > NOW(6) + INTERVAL 11 MINUTE)
            """) == 1
    }
}

/// Why a database and this program do not fit.
package enum SchemaError: Error, Equatable, CustomStringConvertible {
    case behind(found: Int, needed: Int)
    case ahead(found: Int, known: Int)
    case leaseHeld
    case leaseLost

    package var description: String {
        switch self {
        case .behind(let found, let needed):
            "la base dati è alla versione \(found) e serve la \(needed): eseguire puntuale migrate"
        case .ahead(let found, let known):
            "la base dati è alla versione \(found), più recente di questo programma (\(known)): aggiornare il programma"
        case .leaseHeld: "un'altra migrazione è in corso da più di due minuti"
        case .leaseLost: "un'altra migrazione ha preso il posto di questa: ripetere il comando"
        }
    }
}
