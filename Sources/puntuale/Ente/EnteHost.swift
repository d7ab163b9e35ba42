import ArgumentParser
import Domain
import MariaDB
import Store

/// `puntuale ente host`: the names by which browsers reach a tenant.
struct EnteHost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "I nomi host di un ente.", subcommands: [Add.self, Remove.self, Canonical.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Aggiunge un nome che rimanda a quello principale.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedHost
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (tenant, name) = try named.find(installation)
                _ = try checkedTenantHost(name)
                do {
                    try installation.addAlias(name, of: tenant.id)
                } catch let error as DatabaseError where error.isDuplicate(of: "PRIMARY") {
                    throw CommandError("Appartiene già a un ente: «\(name)».")
                }
                try installation.show(installation.requiredTenant(named.codice), asJSON: false)
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Toglie un nome, che non sia quello principale.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedHost
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.change(option) { try $0.removeAlias($2, of: $1) } }
    }

    struct Canonical: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "principale", abstract: "Fa di un nome dell'ente il principale; chi è entrato entra di nuovo.",
            discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedHost
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.change(option) { try $0.makeCanonical($2, of: $1) } }
    }
}

/// A host name of a tenant, as the administrator types them.
struct NamedHost: ParsableArguments {
    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Argument(help: "Il nome host, senza porta.") var nome: String

    fileprivate func find(_ installation: InstallationStore) throws -> (tenant: Tenant, name: String) {
        let name = try checkedHost(nome)
        return (try installation.requiredTenant(codice), name.value)
    }

    fileprivate func change(
        _ option: ConfigurationOption, _ change: (InstallationStore, TenantID, String) throws -> Bool
    ) throws {
        try option.administer { installation, _ in
            let (tenant, name) = try find(installation)
            guard name != tenant.canonicalHost else {
                throw CommandError("«\(name)» è il nome principale dell'ente «\(codice)»: prima renderne principale un altro.")
            }
            guard try change(installation, tenant.id, name) else {
                throw CommandError("«\(name)» non è un altro nome dell'ente «\(codice)».") }
            try installation.show(installation.requiredTenant(codice), asJSON: false)
        }
    }
}
