import ArgumentParser
import MariaDB
import Store

/// Something that the administrator asked for and that cannot be: a whole sentence, without secrets.
struct CommandError: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension ExitCode {
    /// Data that are refused: unknown, already there, not valid (EX_DATAERR).
    static let refused = ExitCode(65)
}

extension ConfigurationOption {
    static let exitCodes = """
        Uscita: 0 tutto bene, 64 argomenti errati, 65 dati rifiutati, 69 base dati non disponibile, 78 configurazione assente o errata.
        """

    /// Does a command's work, and turns what went wrong into a sentence on standard error and an exit code.
    func answer(for database: DatabaseConfiguration, _ work: () throws -> Void) throws {
        do {
            try work()
        } catch let refusal as CommandError {
            complain(refusal.sentence)
            throw ExitCode.refused
        } catch is RestoreIsPending {
            complain("\(RestoreIsPending.sentence) Lo fa puntuale after-restore.")
            throw ExitCode.refused
        } catch let faults as ConfigurationFaults {
            complain("\(faults)")
            throw ExitCode.configuration
        } catch let error as SchemaError {
            complain("\(database.name): \(error)")
            throw ExitCode.unavailable
        } catch let error as DatabaseError {
            complain(database.sentence(for: error))
            throw ExitCode.unavailable
        }
    }

    /// Turns a `CommandError` into its sentence and an exit code, for work that needs no database.
    func sayRefusals<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let refusal as CommandError {
            complain(refusal.sentence)
            throw ExitCode.refused
        }
    }

    /// The same for the installation's administrator: reads the configuration and opens the database first.
    func administer(_ work: (InstallationStore, AdministrationConfiguration) throws -> Void) throws {
        let configuration = try read { configuration throws(ConfigurationFaults) in try configuration.administration() }
        try answer(for: configuration.database) { try work(configuration.database.installationStore(), configuration) }
    }
}

extension DatabaseConfiguration {
    fileprivate func sentence(for error: DatabaseError) -> String {
        if error.isMissingDatabase {
            return "La base dati «\(name)» non c'è: per un'installazione che c'era puntuale restore, altrimenti puntuale setup o migrate."
        }
        if error.isAccessDenied { return "La base dati «\(name)» non accetta l'utente «\(user)»." }
        if let words = error.distrust { return sentence(forDistrust: words) }
        if error.isPassing { return "La base dati non risponde (\(place), errore \(error.code))." }
        return "La base dati ha rifiutato un'istruzione: \(error)"
    }
}
