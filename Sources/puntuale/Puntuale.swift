import ArgumentParser

/// The program: one executable, a subcommand for each of its processes and for each thing that
/// the installation's administrator does.
@main
struct Puntuale: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Notifiche di un ente ai cittadini, attraverso App IO.",
        subcommands: [
            WebCommand.self, HostCommand.self, WorkerCommand.self, SandboxCommand.self, CheckConfig.self, Migrate.self, KeysCommand.self,
            EnteCommand.self, ServizioCommand.self, ModelloCommand.self, UtenteCommand.self, QueueCommand.self, AfterRestore.self,
            TlsCommand.self,
        ])
}
