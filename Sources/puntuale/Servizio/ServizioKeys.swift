import ArgumentParser
import Domain
import Doorbell
import MariaDB
import Store

@preconcurrency import Glibc

/// `puntuale servizio set-key`.
struct ServizioSetKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-key", abstract: "Mette una chiave al posto di quella che c'è, quando App IO l'ha accettata.",
        discussion: "Il worker la prova da sé; test-key ne aspetta l'esito.\n" + ConfigurationOption.exitCodes)

    @OptionGroup var named: NamedService
    @Option(help: "Quale: primaria o secondaria.") var chiave: KeySlot
    @Option(name: .customLong("chiave-file"), help: ArgumentHelp("La nuova chiave; - per lo standard input.", valueName: "file"))
    var keyFile: String
    @OptionGroup var test: KeyTestOption
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, configuration in
            let (store, service) = try named.find(installation)
            let sealer = try ServiceKeySealer(publicKeyFile: configuration.publicKey)
            let key = try sealer.seal(secretLine(from: keyFile), tenant: store.tenant, service: service.id)
            if test.isLeftOut {
                try store.replaceKey(key, chiave, of: service.id, by: nil)
            } else {
                try store.proposeKey(key, chiave, of: service.id, by: nil)
            }
            Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
            let standing = test.isLeftOut ? "è ora" : "sarà, quando App IO l'avrà accettata,"
            print("«\(service.name)»: la chiave \(chiave.label) \(standing) …\(key.last4)")
        }
    }
}

/// `puntuale servizio test-key`.
struct ServizioTestKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-key",
        abstract: "Chiede ad App IO, attraverso il worker, se accetta una chiave.",
        discussion: """
            Di due prova quella che deve ancora entrare in uso. Aspetta la risposta al più 30 secondi.
            Uscita: 0 accettata, 64 argomenti errati, 65 rifiutata o dati errati, 69 nessuna risposta o base dati non disponibile, \
            78 configurazione assente o errata.
            """)

    @OptionGroup var named: NamedService
    @Option(help: "Quale: primaria o secondaria.") var chiave: KeySlot
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, configuration in
            let (store, service) = try named.find(installation)
            let answered = try ask(service, store)
            Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
            guard let (answer, detail) = try Self.wait(for: answered) else {
                complain(try installation.workerIsAlive()
                    ? "Il worker non ha risposto entro 30 secondi: riprovare."
                    : "Il worker non è in funzione: nessuno può chiedere ad App IO.")
                throw ExitCode.unavailable
            }
            let words = detail.map { " (\($0))" } ?? ""
            switch answer {
            case .accepted:
                print("App IO accetta la chiave \(chiave.label) di «\(service.name)».")
            case .refused:
                throw CommandError("App IO rifiuta la chiave \(chiave.label) di «\(service.name)»\(words).")
            case .unavailable:
                complain("App IO non si raggiunge, o non ha saputo rispondere\(words): riprovare.")
                throw ExitCode.unavailable
            case .throttled:
                complain("App IO chiede di aspettare\(words): riprovare tra un minuto.")
                throw ExitCode.unavailable
            }
        }
    }

    private typealias Answer = (AskAnswer, String?)

    /// - Returns: what gives the answer once it is there.
    private func ask(_ service: Service, _ store: TenantStore) throws -> () throws -> Answer? {
        if service.candidates[chiave] != nil {
            try store.retryCandidate(chiave, of: service.id)
            return { [chiave] in
                guard let candidate = try store.service(service.id)?.candidates[chiave] else { return (.accepted, nil) }
                return candidate.answer.map { ($0, candidate.detail) }
            }
        }
        guard service.keys[chiave] != nil else { throw CommandError("Il servizio «\(service.name)» non ha una chiave \(chiave.label).") }
        let ask = try store.ask(.key(service: service.id, slot: chiave), by: nil)
        return { try store.answer(to: ask).map { ($0.answer, $0.detail) } }
    }

    private static func wait(for answered: () throws -> Answer?) throws -> Answer? {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let answer = try answered() { return answer }
            usleep(100_000)
        }
        return nil
    }
}

/// `--senza-prova`, for who puts keys in before there is a worker.
struct KeyTestOption: ParsableArguments {
    @Flag(name: .customLong("senza-prova"), help: "Mette le chiavi in uso senza che il worker le provi con App IO.")
    var isLeftOut = false
}
