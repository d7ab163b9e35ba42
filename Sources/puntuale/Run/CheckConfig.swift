import ArgumentParser

/// `puntuale check-config`: says everything that is wrong with the configuration, or prints it.
struct CheckConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Controlla il file di configurazione ed elenca tutti gli errori.",
        discussion: """
            Senza argomenti controlla ciò che serve a web, worker e amministrazione, e a host e sandbox se il file li nomina.
            Se la base dati del worker risponde, controlla anche quella.
            Uscita: 0 tutto bene, 64 argomenti errati, 69 base dati non adatta, 78 configurazione assente o errata.
            """)

    enum Program: String, CaseIterable, ExpressibleByArgument {
        case web, installation, worker, sandbox
        case administration = "amministrazione"
    }

    @Argument(help: "Controlla solo ciò che serve a questi: web, host, worker, sandbox, amministrazione.")
    var programs: [Program] = []

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.read { configuration throws(ConfigurationFaults) in
            var faults = ConfigurationFaults(path: option.path)
            for program in programs.isEmpty ? Self.programs(in: configuration) : programs {
                do throws(ConfigurationFaults) {
                    try Self.check(configuration, for: program)
                } catch {
                    for fault in error.faults { faults.note(fault.text, line: fault.line) }
                }
            }
            if !faults.isEmpty { throw faults }
            print("\(option.path): nessun errore")
            for (key, entry) in configuration.file.entries.sorted(by: { $0.value.line < $1.value.line }) {
                print("  \(key.rawValue) = \(entry.value)")
            }
        }
        try checkDatabase()
    }

    /// Only the worker's: what it would refuse at its start.
    private func checkDatabase() throws {
        guard programs.isEmpty || programs.contains(.worker),
              let worker = try? Configuration.load(option.path).worker() else { return }
        _ = try looksDurable(worker.database)
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
            _ = try configuration.administration()
        }
    }
}
