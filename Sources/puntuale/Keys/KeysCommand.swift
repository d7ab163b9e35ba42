import ArgumentParser
import Secrets

@preconcurrency import Glibc

/// `puntuale keys`: the pair that seals the keys of App IO for the worker.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "La coppia di chiavi che sigilla le chiavi di App IO per il worker.",
        subcommands: [Create.self, KeysRotate.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Crea la coppia nei file keys.public_file e keys.private_file; non ne sovrascrive mai uno.",
            discussion: """
                La chiave privata apre le chiavi di App IO: serve al solo worker, e senza una copia di riserva quelle si devono reinserire.
                Uscita: 0 tutto bene, 64 argomenti errati, 65 un file c'è già, 78 configurazione errata o file che non si può creare.
                """)

        @Flag(name: .customLong("if-missing"), help: "Non fa nulla se i due file ci sono già.")
        var ifMissing = false

        @OptionGroup var option: ConfigurationOption

        func run() throws {
            let paths = try option.read { configuration throws(ConfigurationFaults) in try configuration.keyPaths() }
            let present = [paths.privateKey, paths.publicKey].filter { (path: String) in access(path, F_OK) == 0 }
            if present.count == 2 && ifMissing {
                return print("Le chiavi ci sono già.")
            }
            guard present.isEmpty else {
                complain("C'è già \(present.joined(separator: " e ")): le chiavi non si sovrascrivono.")
                throw ExitCode.refused
            }
            let pair = OpeningKey.make()
            try Self.write(pair.opening.bytes, to: paths.privateKey, mode: 0o600)
            do {
                try Self.write(pair.sealing.bytes, to: paths.publicKey, mode: 0o644)
            } catch {
                // A private key without its public one would only stand in the way of the next try.
                unlink(paths.privateKey)
                throw error
            }
            print("create \(paths.publicKey) e \(paths.privateKey)")
        }

        private static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            if descriptor >= 0 {
                defer { close(descriptor) }
                if fchmod(descriptor, mode) == 0 && Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0 {
                    return
                }
            }
            let reason = lastSystemError()
            if descriptor >= 0 { unlink(path) }
            complain("Il file \(path) non si può creare: \(reason)")
            throw ExitCode.configuration
        }
    }
}
