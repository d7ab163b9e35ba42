/// What a program knows of the schema, in numbers of migrations.
///
/// A host is upgraded while others still run the program of the release before, in either order: `sql/README.md` has the rules that
/// make it so.
package struct ProgramSchema: Sendable {
    /// The newest migration that it knows.
    package let version: Int
    /// The oldest database that it runs on. Of one that has fewer migrations it says to migrate it.
    package let oldestDatabase: Int
    /// The oldest program that runs on a database which this one has migrated. Each migration's row says so to programs that do not
    /// know the migration.
    package let oldestProgram: Int

    package init(version: Int, oldestDatabase: Int, oldestProgram: Int) {
        (self.version, self.oldestDatabase, self.oldestProgram) = (version, oldestDatabase, oldestProgram)
    }

    /// This program. Nothing has been released: it fits itself alone. At the first release both are that release's number; from
    /// then on, that of the release before, as long as the rules hold.
    package static let this = ProgramSchema(
        version: Schema.version, oldestDatabase: Schema.version, oldestProgram: Schema.version)
}
