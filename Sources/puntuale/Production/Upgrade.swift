import ArgumentParser
@preconcurrency import Glibc

/// `puntuale upgrade`: from a new package to a system that works with it, while people go on working.
struct Upgrade: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Porta il sistema alla versione installata: copia di riserva, base dati, utenze, servizi.",
        discussion: """
            Si esegue da root dopo l'aggiornamento del pacchetto, se questo lo chiede, e si può ripetere. Nessuna richiesta si perde: i \
            socket restano aperti, ciascun servizio finisce ciò che ha in corso e il nuovo riprende. Con più macchine una alla volta: la \
            versione precedente lavora anche sulla base dati della nuova.
            \(ConfigurationOption.exitCodes)
            """)

    @Option(name: .customLong("copia"), help: ArgumentHelp("Dove va la copia di riserva.", valueName: "directory"))
    var directory = "/var/backups/puntuale"
    @Flag(name: .customLong("senza-copia"), help: "Non fa la copia di riserva: ce n'è già una di adesso.") var makesNoBackup = false
    @Flag(name: .customLong("solo-riavvio"), help: "Non cambia la base dati: se serve, lo dice soltanto.") var onlyRestarts = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        guard geteuid() == 0 else {
            complain("puntuale upgrade si esegue da root.")
            throw ExitCode.refused
        }
        let age = try option.ageOfDatabase()
        if age == .older {
            if onlyRestarts {
                return print("""
                    La base dati va portata alla versione di questo programma: eseguire «puntuale upgrade». Fino ad allora lavora la \
                    versione precedente.
                    """)
            }
            if !makesNoBackup { try option.follow(BackupCommand.self, directory) }
            try option.follow(Migrate.self, "--breve")
        }
        // An older program gives its accounts nothing of what a newer one has made.
        if age != .newer { try option.follow(AccountsCommand.self) }
        let isInUse = try option.sayRefusals { try MachineServices().replace() }
        try option.follow(CheckConfig.self, "--breve")
        if isInUse { print("In uso: puntuale \(version).") }
        if age == .older {
            print("""
                Per tornare indietro: installare il pacchetto della versione precedente, che lavora anche su questa base dati. Se fosse la \
                base dati ad avere un difetto: puntuale restore con la copia appena fatta.
                """)
        }
    }
}
