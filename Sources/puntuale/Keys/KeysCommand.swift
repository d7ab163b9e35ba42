import ArgumentParser
import Secrets

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
                Uscita: 0 tutto bene, 64 argomenti errati, 65 c'è già la pubblica, o si stanno creando, 78 configurazione errata o file \
                che non si può creare.
                """)

        @Flag(name: .customLong("if-missing"), help: "Non fa nulla se i due file ci sono già.")
        var ifMissing = false

        @OptionGroup var option: ConfigurationOption

        func run() throws {
            let paths = try option.read { configuration throws(ConfigurationFaults) in try configuration.keyPaths() }
            try option.sayRefusals {
                try KeyFiles.whileLocked(besides: paths.privateKey) {
                    do {
                        try create(FreshFile(paths.privateKey, mode: 0o600), FreshFile(paths.publicKey))
                    } catch let fault as CommandError {
                        complain(fault.sentence)
                        throw ExitCode.configuration
                    }
                }
            }
        }

        private func create(_ secret: FreshFile, _ shown: FreshFile) throws {
            for file in [secret, shown] { try file.removeIfEmpty() }
            switch (secret.isThere, shown.isThere) {
            case (true, true) where ifMissing: print("Le chiavi ci sono già.")
            // As an interrupted creation leaves it.
            case (true, false): try finish(secret, shown)
            case (false, false):
                let pair = OpeningKey.make()
                try secret.make(pair.opening.bytes)
                try shown.make(pair.sealing.bytes)
                print("create \(shown.path) e \(secret.path)")
            case let there:
                let present = (there.0 ? [secret.path] : []) + [shown.path]
                complain("C'è già \(present.joined(separator: " e ")): le chiavi non si sovrascrivono.")
                throw ExitCode.refused
            }
        }

        private func finish(_ secret: FreshFile, _ shown: FreshFile) throws {
            guard let keys = contents(ofFile: secret.path, atMost: 4_096).flatMap(OpeningKeys.init(bytes:)) else {
                throw CommandError("\(KeyFileFault(path: secret.path))")
            }
            try shown.make(keys.newest.sealing.bytes)
            print("creata \(shown.path), da \(secret.path) che c'era già")
        }
    }
}
