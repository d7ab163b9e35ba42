package import MariaDB

/// The tables, and how a database gets them.
///
/// MariaDB commits DDL by itself, so a migration is one statement in a file of its own, written so
/// that it may run again, and its number is written last. Migrations go forward only: once a file
/// is released it never changes, and whatever changes the schema is a file with the next number.
package enum Schema {
    /// Refuses a database that a program does not fit.
    ///
    /// - Throws: `SchemaError.behind` before `puntuale migrate`, `.ahead` when a newer program has migrated it and says that this one
    ///   cannot go on with it.
    package static func check(_ db: Connection, for program: ProgramSchema = .this) throws {
        let applied: [(number: Int, oldestProgram: Int)]
        do {
            applied = try db.rows("SELECT number, oldest_program FROM schema_version") { ($0.next(), $0.next()) }
        } catch let error as DatabaseError where error.isMissingTable {
            applied = []
        }
        let newest = applied.map(\.number).max() ?? 0
        if newest < program.oldestDatabase { throw SchemaError.behind(found: newest, needed: program.version) }
        if applied.contains(where: { $0.number > program.version && $0.oldestProgram > program.version }) {
            throw SchemaError.ahead(found: newest, known: program.version)
        }
    }

    /// Refuses a database that is not of this very version.
    package static func requireExactly(_ db: Connection, _ version: Int = version) throws {
        try check(db, for: ProgramSchema(version: version, oldestDatabase: version, oldestProgram: version))
        let newest = try db.first("SELECT MAX(number) FROM schema_version") { $0.next(Int.self) } ?? 0
        if newest > version { throw SchemaError.ahead(found: newest, known: version) }
    }

    /// Applies what is missing. Two hosts may run it at once: one holds the lease, the other
    /// waits for it and then finds nothing to do.
    ///
    /// - Parameter files: the migrations' texts by number, from 1 on without a gap.
    /// - Returns: the numbers it applied.
    package static func migrate(_ db: Connection, files: [Int: String], for program: ProgramSchema = .this) throws -> [Int] {
        precondition(files.keys.sorted() == Array(1...program.version), "the migrations do not fit the program")
        // A migration may make the queue's table anew. That a backup did is not to be forgotten by it.
        let wasWhole = try db.isWholeOrUnused()
        for number in 1...2 { try db.script(SQL(trusted: files[number]!)) }
        return try SchemaLease.hold(on: db) { lease in
            let done = Set(try db.rows("SELECT number FROM schema_version") { $0.next(Int.self) })
            if let newest = done.max(), newest > program.version { throw SchemaError.ahead(found: newest, known: program.version) }
            var applied: [Int] = []
            for number in 1...program.version where !done.contains(number) {
                try lease.alter(files[number]!)
                try db.execute("INSERT INTO schema_version (number, oldest_program) VALUES (\(number), \(program.oldestProgram))")
                applied.append(number)
            }
            if wasWhole { try db.noteServer() }
            return applied
        }
    }
}

/// Why a database and this program do not fit.
package enum SchemaError: Error, Equatable, CustomStringConvertible {
    case behind(found: Int, needed: Int)
    case ahead(found: Int, known: Int)
    case leaseHeld
    case leaseLost
    case tableInUse

    package var description: String {
        switch self {
        case .behind(0, _):
            "la base dati è vuota o caricata a metà: per un'installazione che c'era puntuale restore, altrimenti puntuale setup o migrate"
        case .behind(let found, let needed):
            "la base dati è alla versione \(found) e serve la \(needed): eseguire puntuale migrate"
        case .ahead(let found, let known):
            "la base dati è alla versione \(found), più recente di questo programma (\(known)): aggiornare il programma"
        case .leaseHeld: "un'altra migrazione è in corso da più di due minuti"
        case .tableInUse: "una tabella da modificare è in uso da più di tre minuti, forse da un'esportazione: ripetere il comando"
        case .leaseLost: "un'altra migrazione ha preso il posto di questa: ripetere il comando"
        }
    }
}
