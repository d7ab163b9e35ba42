import ArgumentParser
import Domain
import MariaDB
import Secrets
import Store

/// `puntuale utente`: the people who work for a tenant.
struct UtenteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "utente",
        abstract: "Le persone che lavorano per un ente o per l'amministrazione del sistema.",
        subcommands: [UtenteCreate.self, List.self, Show.self, Reset.self, Disable.self, Enable.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Elenca gli utenti.", discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il codice IPA dell'ente; host per l'amministrazione del sistema.") var codice: String
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let store = installation.store(of: try installation.employer(codice).id)
                let services = try store.services()
                Record.list(try store.people().map { Record($0, services) }, asJSON: json, empty: "Non c'è ancora nessun utente.")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Mostra un utente.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedPerson
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (store, person) = try named.find(installation)
                Record(person, try store.services()).show(asJSON: json)
            }
        }
    }

    struct Reset: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Toglie a un utente la password o il secondo fattore, e chiude le sue sessioni.",
            discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedPerson
        @Option(name: .customLong("password-file"), help: ArgumentHelp(
            "La nuova password, di almeno 12 caratteri; - per lo standard input. Senza, la imposta la persona da un collegamento.",
            valueName: "file"))
        var passwordFile: String?
        @Flag(name: .customLong("secondo-fattore"), help: "Azzera il secondo fattore, e lascia la password com'è.")
        var secondFactor = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (store, person) = try named.find(installation)
                if secondFactor {
                    try store.removeSecondFactor(of: person.id, keeping: nil, by: nil)
                    print("«\(person.username)»: secondo fattore azzerato")
                } else if let passwordFile {
                    let password = try newPassword(from: passwordFile, for: person.username)
                    try store.setPassword(Password.hash(password), of: person.id, keeping: nil, by: nil)
                    print("«\(person.username)»: password cambiata")
                } else {
                    print("«\(person.username)»: \(try installation.invite(person.id, to: named.codice))")
                }
            }
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disattiva un utente e chiude le sue sessioni.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedPerson
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.setDisabled(true, option) }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Riattiva un utente.", discussion: ConfigurationOption.exitCodes)

        @OptionGroup var named: NamedPerson
        @OptionGroup var option: ConfigurationOption

        func run() throws { try named.setDisabled(false, option) }
    }
}

/// A person of a tenant or of the host, as the administrator names them.
struct NamedPerson: ParsableArguments {
    @Argument(help: "Il codice IPA dell'ente; host per l'amministrazione del sistema.") var codice: String
    @Argument(help: "Il nome utente.") var utente: String

    /// - Throws: `CommandError` when there is nothing of that code, or it has no such person.
    fileprivate func find(_ installation: InstallationStore) throws -> (store: TenantStore, person: Person) {
        let store = installation.store(of: try installation.employer(codice).id)
        guard let person = try store.person(username: utente) else {
            throw CommandError("«\(codice)» non ha nessun utente «\(utente)».")
        }
        return (store, person)
    }

    fileprivate func setDisabled(_ disabled: Bool, _ option: ConfigurationOption) throws {
        try option.administer { installation, _ in
            let (store, person) = try find(installation)
            try store.setDisabled(disabled, person: person.id, by: nil)
            print("«\(person.username)»: \(disabled ? "disattivato" : "attivo")")
            if disabled, try !store.people().contains(where: { $0.role >= .administrator && !$0.isDisabled }) {
                complain("Nessuno può più entrare come amministratore di «\(codice)».")
            }
        }
    }
}

extension Record {
    /// - Parameter services: those of the tenant.
    init(_ person: Person, _ services: [Service]) {
        fields = [
            "id": JSON(person.id), "utente": .string(person.username), "nome": .string(person.name), "ruolo": .string(person.role.label),
            "servizi": Self.allowed(person, services),
            "secondo_fattore": .bool(person.hasSecondFactor),
            "stato": person.isDisabled ? "disattivato" : "attivo",
            "ultimo_accesso": JSON(person.lastLogin.map(RomeTime.init).map { "\($0.date.iso) \($0.italianTime)" }),
        ]
    }

    /// One who has just been added.
    ///
    /// - Parameters:
    ///   - totp: in base32, if a second factor was made.
    ///   - link: by which the person sets a password, if none was given.
    init(added person: Person, _ services: [Service], totp: String?, link: String? = nil) {
        fields = [
            "id": JSON(person.id), "utente": .string(person.username), "nome": .string(person.name), "ruolo": .string(person.role.label),
            "servizi": Self.allowed(person, services), "stato": "attivo", "totp": JSON(totp), "collegamento": JSON(link),
        ]
    }

    private static func allowed(_ person: Person, _ services: [Service]) -> JSON {
        person.scope == .all ? "tutti" : .array(services.filter { person.scope.allows($0.id) }.map { .string($0.name) })
    }
}
