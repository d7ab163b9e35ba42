import ArgumentParser
import Domain
import Doorbell
import Store

/// `puntuale servizio add`.
struct ServizioAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Aggiunge un servizio a un ente, con le sue chiavi.",
        discussion: "Il worker prova le chiavi con App IO e le mette in uso.\n" + ConfigurationOption.exitCodes)

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
    @Flag(help: "App IO non scrive e-mail dei suoi messaggi e la notifica sul telefono non ne mostra l'oggetto.") var riservato = false
    @OptionGroup var test: KeyTestOption
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, configuration in
            let tenant = try installation.requiredTenant(codice)
            let description = try description()
            let id = ServiceID.make()
            let sealer = try ServiceKeySealer(publicKeyFile: configuration.publicKey)
            let lines = try secretLines(from: keysFile)
            guard (1...2).contains(lines.count) else {
                throw CommandError(lines.isEmpty ? "La chiave è vuota." : "Servono una o due righe: la chiave primaria e la secondaria.")
            }
            let keys = Dictionary(uniqueKeysWithValues: try zip(KeySlot.allCases, lines).map {
                ($0, try sealer.seal($1, tenant: tenant.id, service: id))
            })
            let store = installation.store(of: tenant.id)
            do {
                try store.addService(
                    id, description, keys: test.isLeftOut ? keys : [:], candidates: test.isLeftOut ? [:] : keys, by: nil)
            } catch where StoreFault.isNameTaken(error) {
                throw CommandError("L'ente ha già un servizio con il nome «\(description.name)».")
            } catch where StoreFault.isServiceTaken(error) {
                throw CommandError("L'ente ha già un servizio con l'id \(description.ioServiceID) nell'ambiente \(ambiente.label).")
            }
            Doorbell.ring(configuration.doorbell, for: tenant.id.bytes)
            if let service = try store.service(id) { Record(service, of: tenant.code).show(asJSON: json) }
        }
    }

    private func description() throws -> ServiceDescription {
        var form = ServiceForm()
        (form[.name], form[.ioServiceID], form[.environment]) = (nome, ioServiceID, ambiente.label)
        (form[.maximumAmount], form[.requiresSecureChannels]) = (maximum, riservato ? "sì" : "")
        guard let description = form.description() else {
            throw CommandError(ServiceForm.Field.allCases.compactMap { form.faults[$0] }.joined(separator: "\n"))
        }
        return description
    }
}
