import ArgumentParser
import Store
@preconcurrency import Glibc

/// `puntuale backup`: all that a new machine needs, but for the secrets.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copia la base dati e i diari degli invii di questa macchina, e rilegge ciò che ha scritto.",
        discussion: """
            Nella directory nasce puntuale-DATA-ORA (UTC), solo quando è intera: la base dati a un istante, i diari, la chiave \
            pubblica, la configurazione. I segreti non ci sono: chi avesse la copia e i segreti avrebbe tutto. Vanno conservati altrove; \
            la copia ne ha l'impronta, da cui non si ricava nulla, e puntuale restore dice se ci sono quelli giusti.
            Non ferma nessuno. Con più macchine si esegue su una, e i diari delle altre si copiano a parte.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "La directory delle copie.") var directory: String
    @Option(name: .customLong("tieni"), help: ArgumentHelp(
        "Quante copie intere restano, con questa; le più vecchie si tolgono.", valueName: "numero"))
    var kept = 14
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws {
        if kept < 1 { throw ValidationError("--tieni: almeno 1.") }
    }

    func run() throws {
        let source = try BackupSource(option)
        try option.answer(for: source.database) {
            let lock = try InstallationLock(option.path)
            try withExtendedLifetime(lock) {
                // Who writes to a program that has failed is told so.
                signal(SIGPIPE, SIG_IGN)
                _ = nice(10)
                let place = try BackupPlace(directory)
                let (backup, written) = try place.add(source)
                say(backup, written, source, try place.keep(newest: kept))
            }
        }
    }

    private func say(
        _ backup: Backup, _ written: BackupSource.Written, _ source: BackupSource, _ kept: (removed: [String], broken: [String])
    ) {
        Record(fields: [
            "copia": .string(backup.path), "istante": .string(written.facts.moment), "versione": .number(written.facts.schema),
            "byte": .number(written.bytes), "righe": .number(written.rows), "diari": .number(written.journals),
            "tolte": .array(kept.removed.map { .string($0) }),
            "segreti presenti": .array(source.secrets.filter { !$0.found.isEmpty }.map { .string($0.key.rawValue) }),
            "segreti mancanti": .array(source.secrets.filter(\.found.isEmpty).map { .string($0.key.rawValue) }),
        ]).show(asJSON: json)
        for name in kept.broken {
            complain("\(directory)/\(name) non è una copia intera: resta dov'è, e non conta fra le \(self.kept).")
        }
        for secret in source.secrets where secret.found.isEmpty {
            complain("\(secret.key.rawValue), che \(secret.purpose), su questa macchina non si legge.")
        }
        if json { return }
        print("I segreti non sono nella copia. Conservarli altrove:")
        for secret in source.secrets { print("  \(secret.key.rawValue), che \(secret.purpose)") }
    }
}
