package import MariaDB
import Store

/// What makes a database's tables and triggers anew, as the server says it. One test compares it with `sql/schema.sql`, and
/// each test's database is made by it: twice as fast as by migrating, which takes a lease and keeps a record at each file.
package struct SchemaStatements: Equatable {
    /// CREATE TABLE of each table, by name.
    private let tables: [String]
    private let triggers: [String]

    package init(of db: Connection) throws {
        let names = try db.rows("""
            SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name
            """) { $0.next(String.self) }
        tables = try names.map { name in
            try db.first("SHOW CREATE TABLE \(SQL(trusted: name))") { row in
                _ = row.next(String.self)
                return row.next(String.self)
            }!
        }
        triggers = try db.rows("""
            SELECT CONCAT('CREATE TRIGGER ', trigger_name, ' ', action_timing, ' ', event_manipulation, ' ON ', event_object_table,
                          ' FOR EACH ROW\n', action_statement)
            FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY trigger_name
            """) { $0.next(String.self) }
    }

    /// Of a database that the program has migrated; read once.
    package static let migrated = Result {
        var statements: SchemaStatements?
        try TestServer.lend { options in
            let db = Connection(options)
            _ = try Schema.migrate(db, files: Migrations.files)
            statements = try SchemaStatements(of: db)
        }
        return statements!
    }

    /// Makes in an empty database what the migrations would make, their rows included.
    package func make(in db: Connection) throws {
        // Each table then finds the ones that it refers to, whatever the order.
        try db.execute("SET foreign_key_checks = FALSE")
        for statement in tables + triggers { try db.script(SQL(trusted: statement)) }
        try db.execute("SET foreign_key_checks = TRUE")
        for row in Migrations.rows { try db.script(SQL(trusted: row)) }
        let rows = SQL.joined((1...Schema.version).map { "(\($0), \(ProgramSchema.this.oldestProgram))" }, separator: ", ")
        try db.execute("INSERT INTO schema_version (number, oldest_program) VALUES \(rows)")
        try db.noteServer()
    }

    /// The text of `sql/schema.sql`.
    package var text: String {
        let head = """
            -- The schema that the numbered files add up to, to be read: written by scripts/schema. `puntuale migrate` runs those files,
            -- which also say why each thing is as it is.
            """
        let statements = (tables + triggers).map { statement in
            statement.replacing("`", with: "").replacing(/,(?=\S)/, with: ", ") + (statement.hasSuffix(";") ? "" : ";")
        }
        return ([head] + statements).joined(separator: "\n\n") + "\n"
    }
}
