import ArgumentParser
import MariaDB
import Store

/// `puntuale migrate`: gives the database what this version of the program needs.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Crea la base dati, se non c'è, e la porta alla versione di questo programma.",
        discussion: """
            Si può ripetere, e avviare su due macchine insieme: una lavora, l'altra aspetta e poi non trova nulla da fare.
            I file sono quelli di database.migrations, o di --sql.
            Uscita: 0 tutto bene, 64 argomenti errati, 69 base dati non disponibile o di un programma più recente, \
            78 configurazione o file assenti o errati.
            """)

    @Option(name: .customLong("sql"), help: ArgumentHelp("La directory con i file numerati.", valueName: "directory"))
    var directory: String?

    @Flag(name: .customLong("breve"), help: "Non elenca i file applicati.") var isBrief = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let database = try option.read { configuration throws(ConfigurationFaults) in try configuration.migration() }
        let files = try option.read { configuration throws(ConfigurationFaults) in
            if let directory { return try MigrationFiles(directory: directory) }
            return try MigrationFiles(directory: configuration.migrationFiles())
        }
        try option.answer(for: database) {
            let applied = try Schema.migrate(try database.createdDatabase(), files: files.texts)
            for number in isBrief ? [] : applied { print("applicata \(files.names[number]!)") }
            print(applied.isEmpty
                ? "La base dati «\(database.name)» era già alla versione \(Schema.version)."
                : "La base dati «\(database.name)» è alla versione \(Schema.version).")
        }
    }
}

extension DatabaseConfiguration {
    /// A connection to the database, which is made when it is not there.
    func createdDatabase() throws -> Connection {
        let connection = try longConnection()
        do {
            try connection.execute("DO 0")
        } catch let error as DatabaseError where error.isMissingDatabase {
            // The configuration lets only letters, digits and _ into a name.
            try Connection(try connectionOptions(selectsDatabase: false)).script(SQL(trusted: """
                CREATE DATABASE IF NOT EXISTS `\(name)` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
                """))
            print("creata la base dati «\(name)»")
        }
        return connection
    }
}
