import ArgumentParser
import Domain
import Secrets
import Store

@preconcurrency import Glibc

/// `puntuale keys rotate`.
///
/// What was done stands in the files and in the rows, so that an interrupted rotation is finished by repeating it: two keys in
/// the private file mean that one is under way, and each row is sealed for the old one or for the new one.
struct KeysRotate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Sostituisce la coppia e sigilla di nuovo tutte le chiavi di App IO, mentre web e worker lavorano.",
        discussion: """
            Interrotto si ripete, e finisce ciò che manca. Alla fine la vecchia chiave privata non c'è più e non apre nessuna riga: le \
            copie di riserva di prima si aprono solo con la vecchia. Un worker che ha la chiave da una credenziale di systemd si \
            riavvia da sé su questa macchina; con più macchine i due file vanno copiati su ciascuna, e il worker riavviato.
            Uscita: 0 tutto bene, 64 argomenti errati, 65 un'altra rotazione in corso, 69 base dati non disponibile o un worker senza \
            la chiave nuova, 78 configurazione o file errati.
            """)

    @Option(name: .customLong("chiave-privata"), help: ArgumentHelp(
        "Il file della chiave privata, se keys.private_file indica una credenziale.", valueName: "file"))
    var privateFile: String?
    @OptionGroup var option: ConfigurationOption

    /// How long to wait for the workers, which read the file every few seconds.
    private static let patience = Duration.seconds(30)
    /// A page that began to seal for the old key is done by then.
    private static let longestPage = Duration.seconds(10)

    func run() throws {
        let paths = try option.read { configuration throws(ConfigurationFaults) in try configuration.keyPaths(privateFile: privateFile) }
        let isCredential = try option.read { configuration throws(ConfigurationFaults) in
            configuration.file.entries[.keysPrivateFile]?.value.hasPrefix("credential:") ?? false
        }
        try option.administer { installation, _ in
            let files = try KeyFiles(paths)
            try files.whileLocked { try rotate(files, installation, restartsWorker: isCredential) }
        }
    }

    /// - Parameter restartsWorker: of this machine, since systemd hands a credential over once, at the start.
    private func rotate(_ files: KeyFiles, _ installation: InstallationStore, restartsWorker: Bool) throws {
        var keys = try files.readPrivate()
        if keys.keys.count == 1 {
            keys = OpeningKeys([OpeningKey.make().opening, keys.newest])
            try files.writePrivate(keys)
            print("chiave nuova creata accanto alla vecchia")
        } else {
            print("si riprende la rotazione interrotta")
        }
        if restartsWorker { try restartWorker() }
        try awaitWorkers(installation, keys.newest)
        try files.writePublic(keys.newest.sealing)
        print("chiavi sigillate di nuovo: \(try resealAll(installation, from: keys.keys[1], to: keys.newest))")
        try files.writePrivate(OpeningKeys([keys.newest]))
        print("la vecchia chiave privata è stata tolta")
        if restartsWorker { try restartWorker() }
    }

    private func restartWorker() throws {
        let worker = "puntuale-worker.service"
        guard Systemd.isHere, try Systemd.says("is-active", of: worker) else { return }
        try Systemd.run(["restart", worker])
        print("worker riavviato con la chiave nuova")
    }

    /// Nothing is sealed for a key that somebody at work cannot open.
    private func awaitWorkers(_ installation: InstallationStore, _ newest: OpeningKey) throws {
        let deadline = ContinuousClock.now + Self.patience
        while case let without = try installation.hostsWithout(newest.sealing.bytes), !without.isEmpty {
            guard ContinuousClock.now < deadline else {
                complain("Il worker su \(without.joined(separator: ", ")) non ha ancora la chiave nuova: copiarvi il file o riavviarlo, "
                    + "poi ripetere il comando.")
                throw ExitCode.unavailable
            }
            usleep(200_000)
        }
    }

    /// Until, after the last page that may have sealed for the old key, a whole pass finds none.
    private func resealAll(_ installation: InstallationStore, from old: OpeningKey, to new: OpeningKey) throws -> Int {
        let end = ContinuousClock.now + Self.longestPage
        var count = 0
        while true {
            let isLast = ContinuousClock.now >= end
            let changed = try installation.resealKeys { old.reseal($0, for: new.sealing) }
            count += changed
            if isLast && changed == 0 { return count }
            if changed == 0 { usleep(500_000) }
        }
    }
}
