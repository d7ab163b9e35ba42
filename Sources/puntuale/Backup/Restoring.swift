import MariaDB
import Store
import Worker
@preconcurrency import Glibc

/// A backup that takes the place of the database. Each step may be done again, and until the last one nothing leaves: first no program
/// starts on the database, since the table that says its version comes last, then it is none that workers know.
struct Restoring {
    let plan: RestorePlan
    let source: BackupSource
    let files: MigrationFiles
    let journals: JournalOptions
    let option: ConfigurationOption
    let lock: InstallationLock

    /// Seconds within which a worker that was told to stop has sent what it had begun.
    private static let patience = 120

    /// - Parameters:
    ///   - keepingCopy: whether the database of now is backed up beside the backup.
    ///   - onlyLoads: whether a person goes on from there, with what the binary log has since.
    func run(keepingCopy: Bool, onlyLoads: Bool) throws {
        do {
            try stop()
            if keepingCopy { try copy() }
        } catch {
            try? plan.services?.start()
            throw error
        }
        do {
            let position = try load()
            if onlyLoads { return sayWhatFollows(position) }
            try update()
            try settle()
        } catch {
            complain("Il ripristino non è finito: non parte nulla. Tolta la causa, ripetere lo stesso comando.")
            throw error
        }
        try plan.services?.start()
        print("Sessioni, inviti, password e persone sono quelli della copia: chi era stato disattivato dopo va disattivato di nuovo.")
    }

    private func stop() throws {
        guard let services = plan.services else { return }
        try services.stop()
        let db = try source.database.longConnection()
        for _ in 0..<Self.patience where try !db.workersAlive().isEmpty { sleep(1) }
        let alive = try db.workersAlive()
        if !alive.isEmpty { throw CommandError("Un worker è ancora al lavoro su \(alive.joined(separator: ", ")).") }
    }

    private func copy() throws {
        let whole = plan.backup.path
        let parent = realpath(whole + "/..", nil)
        defer { free(parent) }
        let (copy, _) = try BackupPlace(parent.map { String(cString: $0) } ?? whole + "/..").add(source)
        print("La base dati di adesso è in \(copy.path).")
    }

    private func sayWhatFollows(_ position: BinaryLogPosition?) {
        print("La base dati è caricata, e non parte nulla.")
        if let position {
            print("""
                Il registro binario continua dal file \(position.file), posizione \(position.offset); si riporta con mariadb-binlog, dopo \
                SET GLOBAL slave_exec_mode = IDEMPOTENT: sessioni e worker, di cui parla, nella copia non ci sono.
                """)
        }
        print("""
            Poi puntuale migrate, puntuale accounts, puntuale after-restore --ripristino --diario \(plan.backup.file(Backup.journals)), e \
            infine avviare i servizi.
            """)
    }

    /// - Returns: where the binary log goes on.
    private func load() throws -> BinaryLogPosition? {
        let db = try source.database.createdDatabase()
        try db.dropEverything()
        let dump = try DatabaseDump.load(plan.backup.file(Backup.dump), into: source.database, lock: lock.descriptor)
        let loaded = try db.countRows(of: plan.manifest.rows.keys)
        // Where pages go on, they may have added some already.
        guard dump.rows == plan.manifest.rows, plan.manifest.rows.allSatisfy({ loaded[$0] ?? -1 >= $1 }) else {
            throw CommandError("La base dati caricata non ha le righe della copia.")
        }
        print("Caricate \(dump.rows.values.reduce(0, +)) righe di \(dump.rows.count) tabelle.")
        return dump.position
    }

    private func update() throws {
        let db = try source.database.longConnection()
        for number in try Schema.migrate(db, files: files.texts) { print("applicata \(files.names[number]!)") }
        // What a dump does not hold: accounts and their rights.
        try option.follow(AccountsCommand.self)
    }

    /// As `puntuale after-restore` does, with the journals of the backup and of this host.
    private func settle() throws {
        let journals = try journals.read([plan.backup.file(Backup.journals), source.journal].compactMap(\.self), source.openingKeys)
        try source.database.installationStore().settle(journals, evenUnnoticed: true).say()
    }
}
