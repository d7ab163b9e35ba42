import ArgumentParser
import Domain
import Doorbell
import Store

@preconcurrency import Glibc

/// `puntuale servizio import`.
struct ServizioImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Aggiunge i servizi di un elenco CSV, tutti o nessuno.",
        discussion: """
            Nella prima riga le intestazioni: \(ServiceList.columns.joined(separator: ";")); obbligatorie le prime tre. Tra le celle \
            punto e virgola, virgola o tabulazione; UTF-8, UTF-16 o Windows-1252. Il worker prova le chiavi con App IO e le mette in uso.

            """ + ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(help: ArgumentHelp("L'elenco; - per lo standard input.", valueName: "file")) var file: String
    @Flag(help: "Controlla l'elenco senza aggiungere nulla.") var controlla = false
    @OptionGroup var option: ConfigurationOption

    private static let longest = 4 << 20

    func run() throws {
        try option.administer { installation, configuration in
            let store = installation.store(of: try installation.requiredTenant(codice).id)
            guard let bytes = file == "-" ? contents(ofDescriptor: STDIN_FILENO, atMost: Self.longest)
                : contents(ofFile: file, atMost: Self.longest) else {
                throw CommandError("\(file == "-" ? "Lo standard input" : "Il file \(file)") non si può leggere: \(lastSystemError()).")
            }
            let list = ServiceList(bytes, existing: try store.services().map(\.description))
            guard list.faults.isEmpty else { throw CommandError(list.faults.joined(separator: "\n")) }
            if controlla { return print("L'elenco è corretto: \(list.lines.count) servizi.") }
            let sealer = try ServiceKeySealer(publicKeyFile: configuration.publicKey)
            let services = list.lines.compactMap { line in
                line.description.map { description in
                    let id = ServiceID.make()
                    return NewService(id: id, description: description,
                                      keys: line.keys.mapValues { sealer.seal($0, tenant: store.tenant, service: id) })
                }
            }
            try store.addServices(services, by: nil)
            Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
            print("aggiunti: \(services.count)")
        }
    }
}
