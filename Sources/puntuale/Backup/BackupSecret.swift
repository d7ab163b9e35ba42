import Secrets
import Text

/// What no backup holds and without which one is of less use: whoever had both would have everything.
struct BackupSecret {
    let key: ConfigurationKey
    /// What it is for, in a sentence after its name.
    let purpose: String
    /// What does not work without the one of the backup.
    let loss: String
    /// What is here: none when it is missing, two private keys while they are being rotated, the newest first.
    let found: [[UInt8]]

    /// Those that this installation has, as they lie on this host.
    static func all(_ configuration: Configuration) -> [BackupSecret] {
        var all = [
            BackupSecret(
                key: .keysPrivateFile, purpose: "apre le chiavi di App IO e i diari degli invii",
                loss: "le chiavi di App IO della copia non si aprono e vanno reinserite, e i suoi diari non si leggono",
                found: configuration.ownOpeningKeys().map { OpeningKeys([$0]).bytes }),
            BackupSecret(
                key: .webSecretFile, purpose: "apre i secondi fattori delle persone degli enti e ritrova le ricerche nel Registro",
                loss: "i secondi fattori delle persone degli enti vanno tolti e rimessi, e il Registro non ritrova i cittadini cercati",
                found: file(.webSecretFile, configuration)),
        ]
        if configuration.file.entries[.hostSecretFile] != nil {
            all.append(BackupSecret(
                key: .hostSecretFile, purpose: "apre i secondi fattori di chi amministra il sistema",
                loss: "i secondi fattori di chi amministra il sistema vanno tolti e rimessi",
                found: file(.hostSecretFile, configuration)))
        }
        return all
    }

    private static func file(_ key: ConfigurationKey, _ configuration: Configuration) -> [[UInt8]] {
        (try? configuration.secretFile(key).bytes()).map { [$0] } ?? []
    }

    /// A digest of a backup's check sums keyed by each secret: it tells nothing of the secret, and who does not have it cannot make
    /// one for a backup that was changed.
    func fingerprints(of sums: [UInt8]) -> [String] {
        found.map { Signer(secret: Signer.secret(from: $0)).sign([Array("puntuale backup \(key.rawValue)".utf8), sums]).hexadecimal }
    }
}
