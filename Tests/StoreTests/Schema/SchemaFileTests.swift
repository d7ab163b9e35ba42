import MariaDB
import Store
import Testing
import TestSupport

@preconcurrency import Glibc

@Suite(.enabled(if: TestDatabase.isThere, "PUNTUALE_TEST_DATABASE_SOCKET names no MariaDB"))
struct SchemaFileTests {
    /// scripts/schema calls this one to have the file written.
    @Test func `schema.sql is what the migrations make`() throws {
        let path = "\(Migrations.directory)/schema.sql", text = try SchemaStatements.migrated.get().text
        if getenv("PUNTUALE_WRITE_SCHEMA") != nil {
            let file = try #require(fopen(path, "w"))
            fputs(text, file)
            #expect(fclose(file) == 0)
        }
        let lines = { (text: String) in text.split(separator: "\n", omittingEmptySubsequences: false) }
        let changes = lines(text).difference(from: lines(Migrations.text(path)))
        #expect(changes.isEmpty, "make schema writes it anew")
    }

    @Test func `a test's database is the one that the migrations make, with their rows`() throws {
        try TestServer.lend { migrated in try TestServer.lend { copied in
            let (one, other) = (Connection(migrated), Connection(copied))
            _ = try Schema.migrate(one, files: Migrations.files)
            try SchemaStatements.migrated.get().make(in: other)
            #expect(try SchemaStatements(of: other) == SchemaStatements(of: one))
            let tables = try one.rows("""
                SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migration_lease'
                """) { $0.next(String.self) }
            #expect(tables.count > 30)
            for table in tables {
                let count: SQL = "SELECT COUNT(*) FROM \(SQL(trusted: table))"
                #expect(try one.first(count) { $0.next(Int.self) } == other.first(count) { $0.next(Int.self) }, "\(table)")
            }
            try Schema.check(other)
        } }
    }
}
