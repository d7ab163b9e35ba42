// Written by scripts/schema, which counts the migrations in sql/.

extension Schema {
    /// The newest migration that this program knows: the number of the last file in `sql/`. It is part of the program, since web
    /// and worker compare it with the database on machines where `sql/` is not installed.
    package static let version = 59
}
