import ArgumentParser
import Certificates
@preconcurrency import Glibc

/// `puntuale check-config`: says everything that is wrong with the configuration, or prints it.
struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Controlla il file di configurazione ed elenca tutti gli errori.",
        discussion: """
            Senza argomenti controlla ciò che serve a web, worker e amministrazione, e a host e sandbox se il file li nomina.
            root guarda i file con gli occhi dell'utente di ciascun servizio, dove la macchina ne ha uno (puntuale-web, puntuale-host, \
            puntuale-worker, puntuale-sandbox, e www-data per i certificati), e per ciascuno prova anche l'accesso alla base dati, se \
            risponde.
            Uscita: 0 tutto bene, 64 argomenti errati, 69 base dati non adatta o che non risponde, 78 configurazione assente o errata.
            """)

    enum Program: String, CaseIterable, ExpressibleByArgument {
        case web, worker, sandbox
        case installation = "host"
        case administration = "amministrazione"
    }

    @Argument(help: "Controlla solo ciò che serve a questi: web, host, worker, sandbox, amministrazione.")
    var programs: [Program] = []
    @Flag(name: .customLong("breve"), help: "Non ripete la configurazione.") var isBrief = false
    @Flag(name: .customLong("chiavi"), help: "Elenca soltanto le chiavi che il file può avere, in JSON.") var listsKeys = false

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        if listsKeys { return Record.list(ConfigurationKey.allCases.map(Record.init), asJSON: true, empty: "") }
        try option.read { configuration throws(ConfigurationFaults) in
            var faults = ConfigurationFaults(path: option.path)
            for program in programs.isEmpty ? Self.programs(in: configuration) : programs {
                let seen = configuration.seen(by: program)
                if !seen.view.allows(R_OK, of: option.path) { faults.note("il file non si può leggere\(seen.view.byWhom)") }
                do throws(ConfigurationFaults) {
                    try Self.check(seen, for: program)
                } catch {
                    for fault in error.faults { faults.note(fault.text, line: fault.line) }
                }
            }
            if !faults.isEmpty { throw faults }
            print("\(option.path): nessun errore")
            if let lack = NginxRoom().lack { print("attenzione: \(lack)") }
            for (key, entry) in isBrief ? [] : configuration.file.entries.sorted(by: { $0.value.line < $1.value.line }) {
                print("  \(key.rawValue) = \(entry.value)")
            }
        }
        try checkDatabase()
    }

    /// What each program would refuse at its start.
    private func checkDatabase() throws {
        let configuration = try option.read { configuration throws(ConfigurationFaults) in configuration }
        for program in programs.isEmpty ? Self.programs(in: configuration) : programs {
            let answers = switch program {
            case .worker: try looksDurable(configuration.worker().database)
            case .web: try requireSchema(configuration.web().database)
            case .installation: try requireSchema(configuration.host().database)
            case .sandbox, .administration: true
            }
            if !answers { throw ExitCode.unavailable }
        }
    }

    private static func programs(in configuration: Configuration) -> [Program] {
        func isNamed(_ program: Program) -> Bool {
            configuration.file.entries.keys.contains { $0.rawValue.hasPrefix("\(program.rawValue).") }
        }
        return Program.allCases.filter { ![.installation, .sandbox].contains($0) || isNamed($0) }
    }

    private static func check(_ configuration: Configuration, for program: Program) throws(ConfigurationFaults) {
        switch program {
        case .web: _ = try configuration.web()
        case .installation: _ = try configuration.host()
        case .worker: _ = try configuration.worker()
        case .sandbox: _ = try configuration.sandbox()
        case .administration:
            if configuration.file.entries[.databaseMigrations] != nil { _ = try configuration.migrationFiles() }
            let certificates = try configuration.administration().certificates
            var faults = ConfigurationFaults(path: certificates.path)
            // Where our services have accounts, nginx is Debian's.
            let isPackaged = geteuid() == 0 && Program.web.account.flatMap(ServiceAccount.init) != nil
            let nginx = isPackaged ? ServiceAccount(CertificateDirectory.nginx) : nil
            for name in certificates.names { certificates.faults(of: name, readBy: nginx).forEach { faults.note($0) } }
            if !faults.isEmpty { throw faults }
        }
    }
}

extension Configuration {
    /// The same, with the eyes of the account that a service runs with. To its administrator, and where it has none, as it is.
    fileprivate func seen(by program: CheckConfig.Program) -> Configuration {
        guard geteuid() == 0, view.credentials != nil, let account = program.account.flatMap(ServiceAccount.init) else { return self }
        var seen = self
        seen.view.account = account
        return seen
    }
}

extension Record {
    fileprivate init(_ key: ConfigurationKey) { fields = ["chiave": .string(key.rawValue), "significato": .string(key.meaning)] }
}

extension CheckConfig.Program {
    fileprivate var account: String? {
        switch self {
        case .web, .worker, .sandbox: "puntuale-\(rawValue)"
        case .installation: "puntuale-host"
        case .administration: nil
        }
    }
}
