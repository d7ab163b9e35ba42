import ArgumentParser
import Domain
import Doorbell
import MariaDB
import Store

@preconcurrency import Glibc

/// `puntuale servizio set-key`.
struct ServizioSetKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-key", abstract: "Mette una chiave al posto di quella che c'è.", discussion: ConfigurationOption.exitCodes)

    @OptionGroup var named: NamedService
    @Option(help: "Quale: primaria o secondaria.") var chiave: KeySlot
    @Option(name: .customLong("chiave-file"), help: ArgumentHelp("La nuova chiave; - per lo standard input.", valueName: "file"))
    var keyFile: String
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { host, configuration in
            let (store, service) = try named.find(host)
            let sealer = try ServiceKeySealer(publicKeyFile: configuration.publicKey)
            let key = try sealer.seal(secretLine(from: keyFile), tenant: store.tenant, service: service.id)
            try store.replaceKey(key, chiave, of: service.id, by: nil)
            Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
            print("«\(service.name)»: la chiave \(chiave.label) è ora …\(key.last4)")
        }
    }
}

/// `puntuale servizio test-key`.
struct ServizioTestKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-key",
        abstract: "Chiede ad App IO, attraverso il worker, se accetta una chiave.",
        discussion: """
            Aspetta la risposta al più 30 secondi.
            Uscita: 0 accettata, 64 argomenti errati, 65 rifiutata o dati errati, 69 nessuna risposta o base dati non disponibile, \
            78 configurazione assente o errata.
            """)

    @OptionGroup var named: NamedService
    @Option(help: "Quale: primaria o secondaria.") var chiave: KeySlot
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { host, configuration in
            let (store, service) = try named.find(host)
            guard service.keys[chiave] != nil else { throw Refusal("Il servizio «\(service.name)» non ha una chiave \(chiave.label).") }
            let ask = try store.ask(.key(service: service.id, slot: chiave), by: nil)
            Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
            guard let (answer, detail) = try Self.waitForAnswer(to: ask, in: store) else {
                complain(try host.workerIsAlive()
                    ? "Il worker non ha risposto entro 30 secondi: riprovare."
                    : "Il worker non è in funzione: nessuno può chiedere ad App IO.")
                throw ExitCode.unavailable
            }
            let words = detail.map { " (\($0))" } ?? ""
            switch answer {
            case .accepted:
                print("App IO accetta la chiave \(chiave.label) di «\(service.name)».")
            case .refused:
                throw Refusal("App IO rifiuta la chiave \(chiave.label) di «\(service.name)»\(words).")
            case .unavailable:
                complain("App IO non si raggiunge, o non ha saputo rispondere\(words): riprovare.")
                throw ExitCode.unavailable
            case .throttled:
                complain("App IO chiede di aspettare\(words): riprovare tra un minuto.")
                throw ExitCode.unavailable
            }
        }
    }

    private static func waitForAnswer(to ask: Identifier, in store: TenantStore) throws -> (AskAnswer, String?)? {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let answer = try store.answer(to: ask) { return answer }
            usleep(100_000)
        }
        return nil
    }
}
