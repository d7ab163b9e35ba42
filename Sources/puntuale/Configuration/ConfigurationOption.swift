import ArgumentParser

@preconcurrency import Glibc

/// `--config`, the same for every subcommand.
struct ConfigurationOption: ParsableArguments {
    @Option(name: .customLong("config"), help: ArgumentHelp(
        "Il file di configurazione; altrimenti quello di PUNTUALE_CONFIG, o \(Self.standardPath).", valueName: "file"))
    var given: String?
    @Option(name: .customLong("credenziali"), help: ArgumentHelp(
        "Dove stanno i segreti che il file indica con credential:; altrimenti dove li mette systemd, e per root \(Self.credentials).",
        valueName: "directory"))
    var credentials: String?

    /// Where the units of the package take their credentials from.
    static let credentials = "/etc/puntuale/credentials"
    static let standardPath = "/etc/puntuale/puntuale.conf"

    var path: String {
        given ?? getenv("PUNTUALE_CONFIG").map { String(cString: $0) } ?? Self.standardPath
    }

    /// Runs another command with the same configuration, as if it had been typed.
    func follow(_ command: (some ParsableCommand).Type, _ arguments: String...) throws {
        let same = (given.map { ["--config", $0] } ?? []) + (credentials.map { ["--credenziali", $0] } ?? [])
        var command = try command.parse(arguments + same)
        try command.run()
    }

    var view: ConfigurationView {
        let ofService = getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }
        return ConfigurationView(credentials: credentials ?? ofService ?? (geteuid() == 0 ? Self.credentials : nil))
    }

    /// Reads the file and takes a section of it: `try option.read { try $0.web() }`.
    ///
    /// - Throws: `ExitCode.configuration`, after every fault was written to standard error.
    func read<Section>(_ section: (Configuration) throws(ConfigurationFaults) -> Section) throws -> Section {
        do {
            return try section(Configuration.load(path, from: view))
        } catch {
            complain("\(error)")
            if given == nil && geteuid() != 0 && getenv("CREDENTIALS_DIRECTORY") == nil {
                complain("Su una macchina con il pacchetto questo comando si esegue da root.")
            }
            throw ExitCode.configuration
        }
    }
}

/// Exit codes of every subcommand, by sysexits.h; 64 is ArgumentParser's own for a wrong argument.
extension ExitCode {
    /// The database cannot be reached (EX_UNAVAILABLE).
    static let unavailable = ExitCode(69)
    /// The configuration is missing or wrong (EX_CONFIG).
    static let configuration = ExitCode(78)
}
