import MariaDB
import Store
import Synchronization
import Testing
import TestSupport

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
                let numbers = try? Schema.migrate(Connection(options), files: Migrations.files)
                applied.withLock { $0.append(numbers ?? [-1]) }
            }
            inThreads(migrate, migrate)
            #expect(applied.withLock { $0.flatMap { $0 }.sorted() } == Array(1...Schema.version))
            let rows = try Connection(options).rows("SELECT number FROM schema_version ORDER BY number") { $0.next(Int.self) }
            #expect(rows == Array(1...Schema.version))
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
