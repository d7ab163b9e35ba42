import ArgumentParser
import Domain
import MariaDB
import Otp
import Secrets
import Store

/// `puntuale host`: the administration of the installation.
struct HostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host", abstract: "L'amministrazione del sistema: le sue pagine e le sue persone.",
        subcommands: [Serve.self, Create.self], defaultSubcommand: Serve.self)

    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serve le pagine dell'amministrazione dietro nginx, per FastCGI.",
            discussion: """
                Uscita: 0 fermato con SIGTERM, 69 base dati non adatta, 78 configurazione o modelli di pagina errati, \
                o nessun socket in ascolto.
                """)

        /// For the tests, which try every address.
        @Flag(help: .hidden) var routes = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            let web = try option.read { configuration throws(ConfigurationFaults) in try configuration.host() }
            try web.serve(.installation, as: "host", saysRoutes: routes)
        }
    }

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Crea l'amministrazione del sistema, se manca, e una persona che vi entra.",
            discussion: ConfigurationOption.exitCodes)

        @Argument(help: "Il nome utente: da 3 a 64 lettere minuscole, cifre e . _ -") var utente: String
        @Option(help: "Nome e cognome.") var nome: String
        @Option(help: "Il nome host delle sue pagine, la prima volta.") var host: String?
        @Option(name: .customLong("password-file"), help: ArgumentHelp(
            "La password, di almeno 12 caratteri; - per lo standard input. Senza, la imposta la persona con il collegamento mostrato.",
            valueName: "file"))
        var passwordFile: String?
        @Flag(name: .customLong("totp"), help: "Imposta un secondo fattore e ne mostra la chiave, per dimostrazioni e prove.")
        var hasSecondFactor = false
        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { store, _ in
                let username = try checkedUsername(utente)
                let name = try checkedName(nome, atMost: 120)
                let password = try passwordFile.map { try newPassword(from: $0, for: username) }
                let people = store.store(of: try store.tenant(code: "host")?.id ?? store.addInstallation(at: host))
                do {
                    let factor = hasSecondFactor ? try NewSecondFactor(option, at: .installation) : nil
                    let id = try people.addPerson(
                        username: username, name: name, role: .installation, passwordHash: password.map(Password.hash), by: nil)
                    try factor?.give(to: id, people)
                    let link = password == nil ? try store.invite(id, to: "host") : nil
                    guard let person = try people.person(id) else { return }
                    Record(added: person, [], totp: factor?.password.base32, link: link).show(asJSON: json)
                } catch let error as DatabaseError where error.isDuplicate(of: "person_username") {
                    throw CommandError("L'amministrazione del sistema ha già un utente «\(username)».")
                }
            }
        }
    }
}

extension InstallationStore {
    /// Makes the administration of the installation.
    ///
    /// - Parameter host: the name of its pages, as somebody typed it.
    /// - Throws: `CommandError` when there is none, or it is no name or somebody else's.
    func addInstallation(at host: String?) throws -> TenantID {
        guard let host else { throw CommandError("L'amministrazione del sistema non c'è ancora: indicarne il nome con --host.") }
        let name = try checkedHost(host)
        guard try tenant(host: name.value) == nil else { throw CommandError("Appartiene già a un ente: «\(name.value)».") }
        return try addInstallation(name: "Amministrazione del sistema", canonicalHost: name.value)
    }
}
