import Store
@testable import puntuale
import Testing

@preconcurrency import Glibc

@Suite struct MigrationFilesTests {
    @Test func `this version's own files are taken, accounts.sql and schema.sql are not`() throws {
        let sql = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/sql"
        let files = try MigrationFiles(directory: sql)
        #expect(files.texts.keys.sorted() == Array(1...Schema.version), "make schema counts them again")
        #expect(files.names[1] == "0001-schema-version.sql")
        #expect(files.texts.values.allSatisfy { file in
            ["IF NOT EXISTS", "IF EXISTS", "INSERT IGNORE"].contains { file.contains($0) }
        }, "each may run again")
    }

    @Test func `what programs of the release before run beside only adds`() throws {
        let this = ProgramSchema.this
        #expect(this.oldestDatabase <= this.version && this.oldestProgram <= this.version)
        let sql = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/sql"
        let files = try MigrationFiles(directory: sql)
        for (number, text) in files.texts where number > this.oldestProgram { #expect(takesSomethingAway(text) == nil, "\(number)") }
    }

    @Test(arguments: [
        ("ALTER TABLE t DROP COLUMN IF EXISTS c", "DROP"), ("ALTER TABLE t\n  MODIFY c INT", "MODIFY"), ("RENAME TABLE t TO u", "RENAME"),
        ("ALTER TABLE t CHANGE a b INT", "CHANGE"), ("ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT NOT NULL", "NOT NULL"),
        ("ALTER TABLE t ADD CONSTRAINT x CHECK (c > 0)", "CONSTRAINT"), ("CREATE UNIQUE INDEX IF NOT EXISTS i ON t (c)", "UNIQUE"),
        ("ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT NOT NULL DEFAULT 0", nil), ("CREATE INDEX IF NOT EXISTS i ON t (c)", nil),
        ("CREATE TABLE IF NOT EXISTS t (c INT NOT NULL, UNIQUE KEY i (c))", nil), ("-- DROP\nALTER TABLE t ADD COLUMN c INT NULL", nil),
    ])
    func `a migration that older programs would not survive is told`(text: String, word: String?) {
        #expect(takesSomethingAway(text) == word)
    }

    /// What a program that does not know the file could stumble over; a table of the file's own is nothing to it.
    private func takesSomethingAway(_ file: String) -> String? {
        let text = file.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: " ").uppercased()
        if text.hasPrefix("CREATE TABLE") || text.hasPrefix("INSERT") { return nil }
        if text.contains("NOT NULL") && !text.contains("DEFAULT") { return "NOT NULL" }
        return ["DROP", "MODIFY", "RENAME", "CHANGE", "CONSTRAINT", "UNIQUE"].first { text.contains($0) }
    }

    @Test func `gaps, doubles and a number of a newer program are all told at once`() {
        let sample = ConfigurationSample()
        let directory = "\(sample.directory)/export"
        var names = (1...Schema.version).map { "\(String(repeating: "0", count: 4 - String($0).count))\($0)-x.sql" }
        names.removeAll { $0.hasPrefix("0003") }
        names += ["0002-y.sql", "0999-z.sql", "12-short.sql", "0004-x.sql.orig", "readme"]
        for name in names { sample.write("export/\(name)", "DO 0") }
        defer { for name in names { unlink("\(directory)/\(name)") } }
        let faults = #expect(throws: ConfigurationFaults.self) { try MigrationFiles(directory: directory) }
        #expect(faults?.faults.map(\.text) == [
            "0002-x.sql e 0002-y.sql hanno lo stesso numero", "manca il file numero 3",
            "0999-z.sql: questo programma arriva al numero \(Schema.version)",
        ])
    }

    @Test func `a directory without migrations, or none, is refused in one line`() {
        let sample = ConfigurationSample()
        for directory in [sample.directory, "/nonexistent"] {
            let faults = #expect(throws: ConfigurationFaults.self) { try MigrationFiles(directory: directory) }
            #expect(faults?.faults.count == 1)
        }
    }
}
