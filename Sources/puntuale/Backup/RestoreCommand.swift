import ArgumentParser
import Domain
import Store
@preconcurrency import Glibc

/// `puntuale restore`: a backup takes the place of the database.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Riporta la base dati a una copia di puntuale backup, e rilegge i diari degli invii.",
        discussion: """
            Prima guarda tutto e dice che cosa farebbe; con --conferma ferma il worker e le pagine di questa macchina, copia la base dati \
            di adesso accanto alla copia, carica, aggiorna, rilegge i diari come puntuale after-restore, e fa ripartire tutto. \
            Interrotto si ripete: nel frattempo non parte nulla. Vale anche per una base dati vuota, su una macchina nuova: prima vi si \
            portano i segreti.
            Dove systemd non c'è il worker va fermato prima; così quelli delle altre macchine.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "La copia: la directory puntuale-DATA-ORA.") var directory: String
    @Flag(name: .customLong("conferma"), help: "Lo fa; altrimenti dice soltanto che cosa farebbe.") var isConfirmed = false
    @Flag(name: .customLong("senza-copia"), help: "Non copia prima la base dati di adesso: ciò che ha di più recente va perduto.")
    var leavesNoCopy = false
    @Flag(name: .customLong("solo-carica"), help: """
        Si ferma a base dati caricata, a servizi fermi: per riportarvi il registro binario, prima di after-restore.
        """)
    var onlyLoads = false
    @Flag(name: .customLong("altri-segreti"), help: """
        Anche con segreti diversi da quelli della copia: prima dice che cosa si perde. Nulla conferma allora che la copia sia nostra e \
        intatta: ciò che contiene si esegue come amministratore della base dati, e deve venire da chi è fidato.
        """)
    var hasOtherSecrets = false
    @OptionGroup var journals: JournalOptions
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        RomeTime.prepare()
        let source = try BackupSource(option)
        let files = try option.read { configuration throws(ConfigurationFaults) in
            try MigrationFiles(directory: configuration.migrationFiles())
        }
        try option.answer(for: source.database) {
            let lock = try InstallationLock(option.path)
            signal(SIGPIPE, SIG_IGN)
            let plan = try RestorePlan(Backup(path: directory), source)
            plan.say()
            if !hasOtherSecrets { try plan.requireKnownSecrets() }
            try plan.requireNobodyElse()
            guard isConfirmed else {
                return complain("Nulla è stato fatto. Con --conferma la copia prende il posto della base dati.")
            }
            let restoring = Restoring(plan: plan, source: source, files: files, journals: journals, option: option, lock: lock)
            try restoring.run(keepingCopy: !leavesNoCopy && plan.live.schema != nil, onlyLoads: onlyLoads)
        }
    }
}
