import ArgumentParser
import Domain
import MariaDB
import Store

/// `puntuale servizio`: the services of App IO that a tenant sends with.
struct ServizioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "servizio",
        abstract: "I servizi di App IO con cui un ente invia.",
        subcommands: [
            ServizioAdd.self, ServizioImport.self, List.self, ServizioSetKey.self, ServizioTestKey.self, Disable.self, Enable.self,
        ])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Elenca i servizi di un ente, o di tutti.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente; se manca, di tutti gli enti.") var codice: String?
        @Flag(help: "Solo quelli con una chiave che App IO rifiuta.") var rifiutate = false
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let tenants = try codice.map { [try installation.requiredTenant($0)] } ?? installation.tenants()
                let records = try tenants.flatMap { tenant in
                    try installation.store(of: tenant.id).services().filter { !rifiutate || $0.hasRefusedKey }
                        .map { Record($0, of: tenant.code) }
                }
                Record.list(records, asJSON: json, empty: rifiutate ? "Nessuna chiave rifiutata." : "Nessun servizio ancora.")
            }
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disattiva un servizio: le sue notifiche aspettano.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedService
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.setDisabled(true, option) }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Riattiva un servizio, anche se si era fermato per le sue chiavi.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedService
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.setDisabled(false, option) }
    }
}

/// A tenant's service, as the administrator names it.
struct NamedService: ParsableArguments {
    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Argument(help: "L'id del servizio, o il suo nome esatto.") var servizio: String

    /// - Throws: `CommandError` when there is no such tenant, or it has no such service.
    func find(_ installation: InstallationStore) throws -> (store: TenantStore, service: Service) {
        let store = installation.store(of: try installation.requiredTenant(codice).id)
        return (store, try store.service(named: servizio, of: codice))
    }

    fileprivate func setDisabled(_ disabled: Bool, _ option: ConfigurationOption) throws {
        try option.administer { installation, _ in
            let (store, service) = try find(installation)
            try store.setDisabled(disabled, service: service.id, by: nil)
            print("«\(service.name)»: \(disabled ? "disattivato" : "attivo")")
        }
    }
}

extension TenantStore {
    /// The service that the administrator named by its id or its exact name.
    ///
    /// - Throws: `CommandError` when the tenant has no such service.
    func service(named name: String, of code: String) throws -> Service {
        guard let service = try services().first(where: { $0.id.description == name.lowercased() || $0.name == name }) else {
            throw CommandError("L'ente «\(code)» non ha nessun servizio con questo id o nome: «\(name)».")
        }
        return service
    }
}

extension Service {
    fileprivate var hasRefusedKey: Bool { keys.values.contains { $0.refusedAt != nil } }
}

extension Record {
    init(_ service: Service, of code: String) {
        fields = [
            "ente": .string(code), "id": JSON(service.id), "nome": .string(service.name), "id_servizio": .string(service.ioServiceID),
            "ambiente": .string(service.environment.label), "importo_massimo": .string(service.maximumAmount.italian),
            "chiavi": .object(KeySlot.allCases.compactMap { slot in
                service.keys[slot].map { (slot.label, .string("…\($0.last4)")) }
            }),
            "chiavi_da_provare": .object(KeySlot.allCases.compactMap { slot in
                service.candidates[slot].map { (slot.label, .string("…\($0.last4)")) }
            }),
            "chiavi_rifiutate": .object(KeySlot.allCases.compactMap { slot in
                service.keys[slot]?.refusedAt.map { (slot.label, .string("dal \($0.italian)")) }
            }),
            "riservato": .bool(service.requiresSecureChannels),
            "stato": service.isDisabled ? "disattivato" : service.stoppedAt != nil ? "fermo"
                : service.pausedAt != nil ? "sospeso" : service.keys.isEmpty ? "senza chiave" : "attivo",
        ]
    }
}

extension Environment: ExpressibleByArgument {
    package init?(argument: String) { self.init(label: argument) }
    package static var allValueStrings: [String] { allCases.map(\.label) }
}

extension KeySlot: ExpressibleByArgument {
    package init?(argument: String) {
        guard let slot = Self.allCases.first(where: { $0.label == argument }) else { return nil }
        self = slot
    }

    package static var allValueStrings: [String] { allCases.map(\.label) }
}
