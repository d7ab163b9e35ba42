import Domain
import MariaDB
import Secrets
import Store
import Worker
@preconcurrency import Glibc

/// What this host backs up.
struct BackupSource {
    let configurationPath: String
    let database: DatabaseConfiguration
    let publicKey: String
    /// The directory of this host's journals; `nil` on a host without a worker.
    let journal: String?
    let secrets: [BackupSecret]
    let openingKeys: [OpeningKey]

    init(_ option: ConfigurationOption) throws {
        let configuration = try option.read { configuration throws(ConfigurationFaults) in configuration }
        let administration = try option.read { _ throws(ConfigurationFaults) in try configuration.administration() }
        journal = try option.read { _ throws(ConfigurationFaults) in try configuration.journal() }
        (configurationPath, database, publicKey) = (option.path, administration.database, administration.publicKey)
        secrets = BackupSecret.all(configuration)
        openingKeys = configuration.ownOpeningKeys()
    }

    /// What was written.
    struct Written {
        let facts: DatabaseFacts
        let dump: DumpText
        let bytes: Int
        let journals: Int
        var rows: Int { dump.rows.values.reduce(0, +) }
    }

    /// Fills a directory.
    func write(into backup: Backup) throws -> Written {
        let installation = InstallationStore(try database.longConnection())
        let facts = try installation.backupFacts()
        let dump = try DatabaseDump.write(
            database, tables: facts.tables, hasBinaryLog: facts.hasBinaryLog, to: backup.file(Backup.dump))
        guard Set(dump.rows.keys) == Set(facts.tables), try installation.backupFacts().tables == facts.tables else {
            throw CommandError("Le tabelle sono cambiate mentre si copiavano: ripetere a migrazione finita.")
        }
        // After the dump: what has left meanwhile is in them.
        let journals = try copyJournals(into: backup)
        var files = [try measured(Backup.dump, in: backup)]
        for (name, path) in [(Backup.publicKey, publicKey), (Backup.configuration, configurationPath)] {
            files.append(try copy(path, to: name, in: backup))
        }
        files += journals
        let manifest = Self.manifest(facts, dump, files)
        files.append(try write(manifest, to: Backup.manifest, in: backup))
        let sums = files.map { "\($0.digest)  \($0.name)\n" }.joined()
        _ = try write(sums, to: Backup.sums, in: backup)
        let fingerprints = secrets.flatMap { secret in
            secret.fingerprints(of: Array(sums.utf8)).map { "\(secret.key.rawValue) \($0)\n" }
        }
        _ = try write(fingerprints.joined(), to: Backup.secrets, in: backup)
        return Written(facts: facts, dump: dump, bytes: files.reduce(0) { $0 + $1.bytes }, journals: journals.count)
    }

    /// What lies among them and is none is left out, aloud.
    private func copyJournals(into backup: Backup) throws -> [TenantManifest.File] {
        let directory = backup.file(Backup.journals)
        guard mkdir(directory, 0o700) == 0 else { throw CommandError("\(directory) non si può creare: \(lastSystemError()).") }
        guard let journal else { return [] }
        let journals: JournalDirectory
        do { journals = try JournalDirectory(journal) } catch .missing { return [] } catch {
            complain("I diari di \(journal) restano fuori dalla copia: \(error.reason).")
            return []
        }
        return try journals.names.compactMap { name in
            do { return try copy(name, of: journals, in: backup) } catch let refusal as JournalRefusal {
                complain("\(journal)/\(name) resta fuori dalla copia: \(refusal.reason).")
                unlink("\(directory)/\(name)")
                return nil
            }
        }
    }

    private func copy(_ name: String, of journals: JournalDirectory, in backup: Backup) throws -> TenantManifest.File {
        let copy = try DigestedFile("\(Backup.journals)/\(name)", in: backup.path)
        try journals.read(name) { try copy.add($0) }
        return named("\(Backup.journals)/\(name)", try copy.finish())
    }

    private func copy(_ path: String, to name: String, in backup: Backup) throws -> TenantManifest.File {
        let copy = try DigestedFile(name, in: backup.path)
        try ExportedFile(path: path).read { try copy.add($0) }
        return named(name, try copy.finish())
    }

    private func write(_ text: String, to name: String, in backup: Backup) throws -> TenantManifest.File {
        let file = try DigestedFile(name, in: backup.path)
        try file.add(Array(text.utf8))
        return try file.finish()
    }

    private func measured(_ name: String, in backup: Backup) throws -> TenantManifest.File {
        named(name, try ExportedFile(path: backup.file(name)).measure())
    }

    /// With the directory that it is in.
    private func named(_ name: String, _ file: TenantManifest.File) -> TenantManifest.File {
        TenantManifest.File(name: name, rows: file.rows, bytes: file.bytes, digest: file.digest)
    }

    private static func manifest(_ facts: DatabaseFacts, _ dump: DumpText, _ files: [TenantManifest.File]) -> String {
        let head: [(String, JSON)] = [
            ("format", .number(BackupManifest.format)), ("program", .string(version)), ("schema", .number(facts.schema)),
            ("moment", .string(facts.moment)), ("installation", facts.installation.map { JSON($0) } ?? .null),
            ("server", .object([
                ("name", .string(facts.server)), ("id", .number(facts.serverID)), ("version", .string(facts.serverVersion))])),
            ("binary_log", dump.position.map { .object([("file", .string($0.file)), ("position", .number($0.offset))]) } ?? .null),
        ]
        let tables = facts.tables.map { JSON.object([("name", .string($0)), ("rows", .number(dump.rows[$0] ?? 0))]) }
        let entries = files.map {
            JSON.object([("name", .string($0.name)), ("bytes", .number($0.bytes)), ("sha256", .string($0.digest))])
        }
        func lines(_ values: [JSON]) -> String { values.map { "    \($0)" }.joined(separator: ",\n") }
        return "{\n" + head.map { "  \"\($0)\": \($1),\n" }.joined()
            + "  \"tables\": [\n\(lines(tables))\n  ],\n  \"files\": [\n\(lines(entries))\n  ]\n}\n"
    }
}
