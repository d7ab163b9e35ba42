import ArgumentParser
import MariaDB
import Store

/// `puntuale ente`: the enti of this installation.
struct EnteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ente",
        abstract: "Gli enti di questa installazione.",
        subcommands: [EnteCreate.self, List.self, Show.self, Suspend.self, Resume.self, Account.self, EnteLogo.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Elenca gli enti.", discussion: ConfigurationOption.exitCodes)

        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { host, _ in
                Record.list(try host.tenants().map(Record.init), asJSON: json, empty: "Non c'è ancora nessun ente.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mostra un ente.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { host, _ in try host.show(host.ente(codice), asJSON: json) }
        }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sospende un ente: nessuno vi entra e nulla parte.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @Flag(name: .customLong("sola-lettura"), help: "Lascia consultare l'archivio.") var readOnly = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { host, _ in try host.move(codice, to: readOnly ? .readOnly : .closed) }
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fa riprendere un ente sospeso.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente.") var codice: String
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { host, _ in try host.move(codice, to: .active) }
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
            try option.administer { host, _ in
                let (tenant, owner) = (try host.ente(codice), try host.ente(owner))
                guard tenant.id == owner.id || owner.account == nil else {
                    throw Refusal("L'ente «\(owner.code)» invia esso stesso con l'account di un altro: indicare quello.")
                }
                try host.setAccount(of: tenant.id, to: owner.id)
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

extension HostStore {
    /// The ente that the administrator named.
    ///
    /// - Throws: `Refusal` when there is none.
    func ente(_ code: String) throws -> Tenant {
        guard let tenant = try tenant(code: code) else { throw Refusal("Non c'è nessun ente con il codice «\(code)».") }
        return tenant
    }

    /// Prints an ente with all that is known of it.
    func show(_ tenant: Tenant, asJSON: Bool) throws {
        Record(fields: [
            "id": JSON(tenant.id), "codice": .string(tenant.code), "nome": .string(tenant.name),
            "host": .string(tenant.canonicalHost), "alias": .array(try aliases(of: tenant.id).map { .string($0) }),
            "stato": .string(tenant.state.label), "contenuto_minimo": .number(tenant.minimumContent),
        ]).show(asJSON: asJSON)
    }

    fileprivate func move(_ code: String, to state: Tenant.State) throws {
        try setState(state, of: ente(code).id)
        print("\(code): \(state.label)")
    }
}
