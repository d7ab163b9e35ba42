import Domain
import MariaDB
import Store
import Synchronization
import Testing
import TestSupport
@preconcurrency import Glibc

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct MigrationTests {
    @Test func `a migration may be repeated, and then finds nothing to do`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            #expect(try Schema.migrate(db, files: Migrations.files) == Array(1...Schema.version))
            #expect(try Schema.migrate(db, files: Migrations.files) == [])
            try Schema.check(db)
        }
    }

    @Test func `a migration that was cut short goes on where it stopped`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            _ = try Schema.migrate(db, files: Migrations.files)
            let before = try SchemaStatements(of: db)
            try db.execute("DELETE FROM schema_version WHERE number > 2")
            #expect(try Schema.migrate(db, files: Migrations.files) == Array(3...Schema.version), "each may run again")
            #expect(try SchemaStatements(of: db) == before)
        }
    }

    @Test func `two hosts that migrate at once apply each migration once`() throws {
        try TestServer.lend { options in
            let applied = Mutex<[[Int]]>([])
            let migrate: @Sendable () -> Void = {
                do {
                    let numbers = try Schema.migrate(Connection(options), files: Migrations.files)
                    applied.withLock { $0.append(numbers) }
                } catch {
                    Issue.record(error)
                }
            }
            inThreads(migrate, migrate)
            #expect(applied.withLock { $0.flatMap { $0 }.sorted() } == Array(1...Schema.version))
            let rows = try Connection(options).rows("SELECT number FROM schema_version ORDER BY number") { $0.next(Int.self) }
            #expect(rows == Array(1...Schema.version))
        }
    }

    @Test func `who began to ask before another got the lease waits until it is given back`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            for number in 1...2 { try db.script(SQL(trusted: Migrations.files[number]!)) }
            try db.execute("INSERT INTO migration_lease (id, owner, until) VALUES (1, \(WorkerID.make()), NOW(6) + INTERVAL 10 MINUTE)")
            let done = Mutex(0)
            let late: @Sendable () -> Void = {
                let db = Connection(options)
                do {
                    try db.execute("SET timestamp = UNIX_TIMESTAMP(NOW(6)) - 3")
                    let applied = try Schema.migrate(db, files: Migrations.files)
                    done.withLock { $0 = applied.count }
                } catch {
                    Issue.record(error)
                }
            }
            let holder: @Sendable () -> Void = {
                let db = Connection(options)
                do {
                    usleep(600_000)
                    #expect(try db.rows("SELECT number FROM schema_version") { $0.next(Int.self) } == [])
                    try db.execute("UPDATE migration_lease SET owner = NULL, until = NULL")
                } catch {
                    Issue.record(error)
                }
            }
            inThreads(late, holder)
            #expect(done.withLock { $0 } == Schema.version)
        }
    }

    @Test func `an old program and a new one run on one database, whichever comes first, while each fits the other`() throws {
        try TestServer.lend { options in
            let db = Connection(options), n = Schema.version
            let old = ProgramSchema(version: n, oldestDatabase: n, oldestProgram: n)
            let new = ProgramSchema(version: n + 1, oldestDatabase: n, oldestProgram: n)
            let newer = ProgramSchema(version: n + 2, oldestDatabase: n + 1, oldestProgram: n + 1)
            var files = Migrations.files
            _ = try Schema.migrate(db, files: files, for: old)
            for program in [old, new] { try Schema.check(db, for: program) }
            #expect(throws: SchemaError.behind(found: n, needed: n + 2)) { try Schema.check(db, for: newer) }

            files[n + 1] = "ALTER TABLE worker ADD COLUMN IF NOT EXISTS later INT NULL"
            #expect(try Schema.migrate(db, files: files, for: new) == [n + 1])
            for program in [old, new, newer] { try Schema.check(db, for: program) }

            files[n + 2] = "ALTER TABLE worker DROP COLUMN IF EXISTS later"
            #expect(try Schema.migrate(db, files: files, for: newer) == [n + 2])
            for program in [new, newer] { try Schema.check(db, for: program) }
            let error = SchemaError.ahead(found: n + 2, known: n)
            #expect(throws: error) { try Schema.check(db, for: old) }
            #expect(throws: error) { try Schema.migrate(db, files: Migrations.files, for: old) }
            // Who leaves a release out writes of all its migrations what the last needs.
            try db.execute("DELETE FROM schema_version WHERE number > \(n)")
            _ = try Schema.migrate(db, files: files, for: newer)
            try db.execute("DELETE FROM schema_version WHERE number > \(n + 1)")
            #expect(throws: SchemaError.ahead(found: n + 1, known: n)) { try Schema.check(db, for: old) }
        }
    }

    @Test func `a migration lets those pass who would wait behind it for a table in use`() throws {
        try TestServer.lend { options in
            let n = Schema.version + 1
            let new = ProgramSchema(version: n, oldestDatabase: n, oldestProgram: n)
            _ = try Schema.migrate(Connection(options), files: Migrations.files)
            let longest = Mutex(Duration.zero), isReading = Mutex(false)
            let export: @Sendable () -> Void = {
                do {
                    let db = Connection(options)
                    try db.snapshot {
                        _ = try db.rows("SELECT COUNT(*) FROM worker") { $0.next(Int.self) }
                        isReading.withLock { $0 = true }
                        usleep(4_000_000)
                    }
                } catch {
                    Issue.record(error)
                }
            }
            let migration: @Sendable () -> Void = {
                do {
                    while !isReading.withLock({ $0 }) { usleep(1_000) }
                    let files = Migrations.files.merging([n: "ALTER TABLE worker ADD COLUMN IF NOT EXISTS later INT NULL"]) { $1 }
                    #expect(try Schema.migrate(Connection(options), files: files, for: new) == [n])
                } catch {
                    Issue.record(error)
                }
            }
            let page: @Sendable () -> Void = {
                do {
                    let db = Connection(options)
                    for _ in 0..<250 {
                        let began = ContinuousClock.now
                        _ = try db.rows("SELECT COUNT(*) FROM worker") { $0.next(Int.self) }
                        let took = ContinuousClock.now - began
                        longest.withLock { $0 = max($0, took) }
                        usleep(20_000)
                    }
                } catch {
                    Issue.record(error)
                }
            }
            inThreads(export, migration, page)
            #expect(longest.withLock { $0 } < .seconds(3))
        }
    }

    @Test func `a database that a newer program has migrated is refused, each time at once`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            _ = try Schema.migrate(db, files: Migrations.files)
            try db.execute("INSERT INTO schema_version (number, oldest_program) VALUES (\(Schema.version + 1), \(Schema.version + 1))")
            let error = SchemaError.ahead(found: Schema.version + 1, known: Schema.version)
            #expect(throws: error) { try Schema.check(db) }
            for _ in 1...2 { #expect(throws: error) { try Schema.migrate(db, files: Migrations.files) } }
        }
    }

    @Test func `a database behind the program is refused, an empty one too`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            #expect(throws: SchemaError.behind(found: 0, needed: Schema.version)) { try Schema.check(db) }
            _ = try Schema.migrate(db, files: Migrations.files)
            try db.execute("DELETE FROM schema_version WHERE number = \(Schema.version)")
            #expect(throws: SchemaError.behind(found: Schema.version - 1, needed: Schema.version)) { try Schema.check(db) }
        }
    }

    @Test func `a migration that fails is not counted, and another try may follow at once`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            var broken = Migrations.files
            broken[4] = "CREATE TABLE person (oops"
            #expect(throws: DatabaseError.self) { try Schema.migrate(db, files: broken) }
            let applied = try Schema.migrate(Connection(options), files: Migrations.files)
            #expect(applied == Array(4...Schema.version))
        }
    }
}
