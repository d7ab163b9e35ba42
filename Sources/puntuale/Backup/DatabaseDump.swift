@preconcurrency import Glibc

/// The database of an installation as a compressed dump, written, read back and loaded.
enum DatabaseDump {
    /// Tables whose rows are of the hour: no session that has ended since comes back, nor a worker that lived then.
    private static let left: Set = ["session", "worker"]

    /// Writes one at a moment of its own, while all others go on.
    ///
    /// - Parameters:
    ///   - tables: in the order in which they are to be loaded.
    ///   - hasBinaryLog: whether the dump can say how far that was.
    static func write(_ database: DatabaseConfiguration, tables: [String], hasBinaryLog: Bool, to path: String) throws -> DumpText {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandError("Il file \(path) non si può creare: \(lastSystemError()).") }
        defer { close(file) }
        let settings = try ClientSettings(database)
        // No LOCK TABLES: a node of a cluster that loads it would make all others wait for ever.
        var options = ["--single-transaction", "--skip-lock-tables", "--skip-add-locks", "--hex-blob", "--routines", "--triggers",
                       "--no-tablespaces"]
        if hasBinaryLog { options.append("--master-data=2") }
        let text = try withExtendedLifetime(settings) {
            try DumpStream(
                source: ExternalProgram("mariadb-dump", [ClientSettings.argument] + options + [database.name] + tables),
                others: settings.others, sink: .init(program: ExternalProgram("gzip", "-c"), output: file), left: left
            ).run()
        }
        guard text.isWhole else { throw CommandError("mariadb-dump non ha scritto tutto.") }
        guard fsync(file) == 0 else { throw CommandError("Il file \(path) non si può scrivere: \(lastSystemError()).") }
        // So that it is read back from the disk.
        posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
        return text
    }

    /// Reads one through.
    static func read(_ path: String) throws -> DumpText {
        try pass(path, to: nil)
    }

    /// Loads one into the database, which is there.
    ///
    /// - Parameter lock: what the program that loads holds on to as long as it lives, should this one be killed.
    static func load(_ path: String, into database: DatabaseConfiguration, lock: Int32) throws -> DumpText {
        let settings = try ClientSettings(database)
        return try withExtendedLifetime(settings) {
            try pass(path, to: .init(
                program: ExternalProgram(client, clientOptions + [database.name]), others: settings.others(and: lock)))
        }
    }

    /// Runs the program that loads, without anything to load.
    ///
    /// - Throws: `CommandError` when it is not there, does not reach the server or knows no `--sandbox`.
    static func requireClient(for database: DatabaseConfiguration) throws {
        let settings = try ClientSettings(database)
        try withExtendedLifetime(settings) {
            let program = try ExternalProgram(client, clientOptions + ["--execute=DO 0"]).start(others: settings.others)
            guard program.end() == 0 else {
                throw CommandError("\(client) --sandbox, con cui si carica una copia, non va: aggiornare mariadb-client.")
            }
        }
    }

    private static let client = "mariadb"
    /// Whoever has changed a dump must not run programs here as root by it (`\!`), nor read and write files.
    private static let clientOptions = [ClientSettings.argument, "--sandbox", "--batch"]

    private static func pass(_ path: String, to sink: DumpStream.Sink?) throws -> DumpText {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).") }
        defer { close(file) }
        let text = try DumpStream(source: ExternalProgram("gzip", "-dc"), input: file, sink: sink).run()
        guard text.isWhole else { throw CommandError("\(path) finisce prima della fine.") }
        return text
    }
}
