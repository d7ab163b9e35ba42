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

    @Test func `a database that a newer program has migrated is refused, each time at once`() throws {
        try TestServer.lend { options in
            let db = Connection(options)
            _ = try Schema.migrate(db, files: Migrations.files)
            try db.execute("INSERT INTO schema_version (number) VALUES (\(Schema.version + 1))")
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
