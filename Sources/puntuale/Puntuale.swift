import ArgumentParser

/// The program: one executable, a subcommand for each of its processes and for each thing that
/// the installation's administrator does.
@main
struct Puntuale: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Notifiche di un ente ai cittadini, attraverso App IO.",
        version: "puntuale \(version)",
        subcommands: [
            WebCommand.self, HostCommand.self, WorkerCommand.self, SandboxCommand.self, CheckConfig.self, Setup.self, Upgrade.self,
            Migrate.self, AccountsCommand.self, KeysCommand.self, EnteCommand.self, ServizioCommand.self, ModelloCommand.self,
            UtenteCommand.self, QueueCommand.self, AfterRestore.self, BackupCommand.self, RestoreCommand.self,
            TlsCommand.self,
        ])
}
