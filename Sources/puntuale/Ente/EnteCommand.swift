import ArgumentParser
import Domain
import MariaDB
import Store
import Text

/// `puntuale ente`: the tenants of this installation.
struct EnteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ente",
        abstract: "Gli enti di questa installazione.",
        subcommands: [EnteCreate.self, List.self, Show.self, Suspend.self, Resume.self, EnteQuota.self, EnteHost.self, Account.self,
                      EnteLogo.self, EnteRetention.self, EnteHours.self, EnteExport.self, EnteImport.self, EnteDelete.self,
                      EnteCertificate.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Elenca gli enti.", discussion: ConfigurationOption.exitCodes)

        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                Record.list(try installation.tenants().map(Record.init), asJSON: json, empty: "Non c'è ancora nessun ente.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mostra un ente.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in try installation.show(installation.requiredTenant(codice), asJSON: json) }
        }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sospende un ente: nulla parte, e nessuno vi entra o l'archivio si consulta soltanto.",
            discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Flag var level = Level.chiuso
        @Option(help: "Perché: in sola lettura lo leggono le persone dell'ente; se è chiuso, chiunque ne apra le pagine.") var motivo = ""
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in try installation.move(codice, to: level.state, because: motivo) }
        }

        enum Level: String, EnumerableFlag {
            case chiuso, solaLettura

            var state: Tenant.State { self == .chiuso ? .closed : .readOnly }
            static func name(for level: Level) -> NameSpecification { .customLong(level == .chiuso ? "chiuso" : "sola-lettura") }
            static func help(for level: Level) -> ArgumentHelp? {
                level == .chiuso ? "Nessuno vi entra; così se non si dice altro." : "Lascia consultare l'archivio."
            }
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fa riprendere un ente sospeso.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in try installation.move(codice, to: .active) }
        }
    }
}

extension EnteCommand {
    struct Account: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Dice di quale ente è l'account App IO con cui invia: chi lo condivide ne divide il limite di chiamate.",
            discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Option(name: .customLong("di"), help: "Il codice IPA dell'ente che ha l'account; il proprio, perché torni ad averne uno suo.")
        var owner: String
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (tenant, owner) = (try installation.requiredTenant(codice), try installation.requiredTenant(owner))
                guard tenant.id == owner.id || owner.account == nil else {
                    throw CommandError("L'ente «\(owner.code)» invia esso stesso con l'account di un altro: indicare quello.")
                }
                try installation.setAccount(of: tenant.id, to: owner.id)
                print("\(tenant.code): account App IO di \(owner.code)")
            }
        }
    }
}

extension Record {
    fileprivate init(_ tenant: Tenant) {
        fields = ["id": JSON(tenant.id), "codice": .string(tenant.code), "nome": .string(tenant.name),
                  "host": .string(tenant.canonicalHost), "stato": .string(tenant.state.label)]
    }
}

extension InstallationStore {
    /// The tenant that the administrator named.
    ///
    /// - Throws: `CommandError` when there is none.
    func requiredTenant(_ code: String) throws -> Tenant {
        let tenant = try employer(code)
        guard tenant.kind == .publicBody else { throw Self.noTenant(code) }
        return tenant
    }

    /// Whoever has people: a tenant, or the administration of the installation, whose code is `host`.
    func employer(_ code: String) throws -> Tenant {
        guard let tenant = try tenant(code: code) else { throw Self.noTenant(code) }
        return tenant
    }

    private static func noTenant(_ code: String) -> CommandError { CommandError("Non c'è nessun ente con il codice «\(code)».") }

    /// Prints a tenant with all that is known of it.
    func show(_ tenant: Tenant, asJSON: Bool) throws {
        Record(fields: [
            "id": JSON(tenant.id), "codice": .string(tenant.code), "nome": .string(tenant.name),
            "host": .string(tenant.canonicalHost), "alias": .array(try aliases(of: tenant.id).map { .string($0) }),
            "stato": .string(tenant.state.label), "motivo": JSON(tenant.stateReason.isEmpty ? nil : tenant.stateReason),
            "quote": JSON(tenant.quotas), "account_di": JSON(try tenant.account.flatMap(self.tenant)?.code),
            "contenuto_minimo": .number(tenant.minimumContent), "conferma_invio": .bool(tenant.confirmsSends),
            "orario_degli_invii": .string(tenant.hours.words),
            "secondo_fattore_per_tutti": .bool(tenant.requiresSecondFactor), "logo": .bool(tenant.logo != nil),
            "conservazione_in_giorni": JSON(number: try store(of: tenant.id).retention().days),
        ]).show(asJSON: asJSON)
    }

    fileprivate func move(_ code: String, to state: Tenant.State, because reason: String = "") throws {
        let reason = reason.trimmed()
        if let fault = TypedReason.fault(of: reason, isRequired: false) { throw CommandError(fault) }
        do { try setState(state, of: requiredTenant(code).id, because: reason) } catch is IsBeingDeleted {
            throw CommandError("L'ente «\(code)» si sta cancellando: non torna indietro, puntuale ente delete lo porta a termine.")
        }
        print("\(code): \(state.label)")
    }
}
