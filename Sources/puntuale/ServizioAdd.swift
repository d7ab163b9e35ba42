import ArgumentParser
import Domain
import MariaDB
import Store

/// `puntuale servizio add`.
struct ServizioAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Aggiunge un servizio a un ente, con le sue chiavi.", discussion: ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(help: "Il nome con cui gli operatori lo scelgono.") var nome: String
    @Option(name: .customLong("id-servizio"), help: "L'id che App IO ha dato al servizio.") var ioServiceID: String
    @Option(help: "Dove arrivano i messaggi: prova (la sandbox) o reale (i cittadini).") var ambiente: Environment
    @Option(name: .customLong("importo-massimo"), help: ArgumentHelp(
        "Il massimo che App IO accetta per un avviso di pagamento, in euro; 0: nessun pagamento.", valueName: "euro"))
    var maximum = "0"
    @Option(name: .customLong("chiavi-file"), help: ArgumentHelp(
        "La chiave primaria nella prima riga e, se c'è, la secondaria nella seconda; - per lo standard input.", valueName: "file"))
    var keysFile: String
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { host, configuration in
            let tenant = try host.ente(codice)
            let description = try description()
            let id = Identifier.make()
            let sealer = try ServiceKeySealer(publicKeyFile: configuration.publicKey)
            let lines = try secretLines(from: keysFile)
            guard (1...2).contains(lines.count) else {
                throw Refusal(lines.isEmpty ? "La chiave è vuota." : "Servono una o due righe: la chiave primaria e la secondaria.")
            }
            let keys = try zip(KeySlot.allCases, lines).map { ($0, try sealer.seal($1, tenant: tenant.id, service: id)) }
            let store = host.store(of: tenant.id)
            do {
                try store.addService(id, description, keys: Dictionary(uniqueKeysWithValues: keys), by: nil)
            } catch let error as DatabaseError where error.isDuplicate(of: "service_name") {
                throw Refusal("L'ente ha già un servizio con il nome «\(description.name)».")
            }
            if let service = try store.service(id) { Record(service).show(asJSON: json) }
        }
    }

    private func description() throws -> ServiceDescription {
        guard (1...64).contains(ioServiceID.utf8.count), ioServiceID.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Refusal("L'id del servizio va da 1 a 64 caratteri, senza spazi né accenti.")
        }
        return ServiceDescription(
            name: try checkedName(nome, atMost: 200), ioServiceID: ioServiceID, environment: ambiente, maximumAmount: try maximumAmount())
    }

    /// Zero is not a sum that anybody is asked to pay, but it is a maximum.
    private func maximumAmount() throws -> Amount {
        if ["0", "0,0", "0,00"].contains(maximum) { return Amount(cents: 0) }
        do { return try Amount.parse(maximum) } catch {
            throw Refusal("L'importo massimo «\(maximum)» non è un importo in euro: scriverlo come 10000,00.")
        }
    }
}
