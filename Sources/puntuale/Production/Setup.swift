import ArgumentParser
import Domain
import MariaDB
import Secrets
import Store
@preconcurrency import Glibc

/// `puntuale setup`: from the package's files to a system that works.
struct Setup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mette in funzione il sistema su questa macchina: configurazione, segreti, base dati, utenze, nginx, servizi.",
        discussion: """
            Si esegue da root dopo l'installazione del pacchetto. Non chiede nulla, e si può ripetere: fa ciò che manca e lascia il resto \
            com'è. Su una seconda macchina si copiano prima da un'altra /etc/puntuale/puntuale.conf, keys.public e credentials.
            \(ConfigurationOption.exitCodes)
            """)

    @Option(name: .customLong("nome-host"), help: ArgumentHelp(
        "Il nome host delle pagine di amministrazione; altrimenti quello di questa macchina.", valueName: "host"))
    var hostName: String?
    @Option(name: .customLong("amministratore"), help: ArgumentHelp(
        "Il nome utente del primo amministratore del sistema.", valueName: "utente"))
    var username = "amministratore"
    @Option(help: "Il suo nome e cognome.") var nome = "Amministratore del sistema"
    @Option(name: .customLong("base-dati"), help: ArgumentHelp(
        "I server della base dati, se non è quella di questa macchina: si raggiungono con TLS.", valueName: "host"))
    var databaseHosts: String?
    @Option(name: .customLong("ca-base-dati"), help: ArgumentHelp(
        "Le autorità che firmano i loro certificati, se non sono quelle del sistema.", valueName: "file"))
    var databaseAuthorities: String?
    @Option(name: .customLong("utente-base-dati"), help: ArgumentHelp("L'utente amministratore della base dati.", valueName: "utente"))
    var databaseAdministrator = "root"
    @Option(name: .customLong("password-base-dati"), help: ArgumentHelp(
        "La sua password; - per lo standard input. Sul server di questa macchina root entra senza.", valueName: "file"))
    var passwordFile: String?
    @Flag(name: .customLong("senza-servizi"), help: "Non tocca nginx e non avvia i servizi.") var leavesServices = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        guard geteuid() == 0 else {
            complain("puntuale setup si esegue da root.")
            throw ExitCode.refused
        }
        try option.sayRefusals { _ = try checkedHost(name()) }
        let credentials = option.view.credentials ?? ConfigurationOption.credentials
        let lock = try option.sayRefusals { try InstallationLock(option.path) }
        try withExtendedLifetime(lock) { try run(credentials) }
    }

    private func run(_ credentials: String) throws {
        try option.sayRefusals { try writeConfiguration(credentials) }
        let database = try option.read { configuration throws(ConfigurationFaults) in try configuration.migration() }
        try option.answer(for: database) { try makeSecrets(credentials, for: database) }
        try option.follow(KeysCommand.Create.self, "--if-missing")
        if try option.ageOfDatabase() == .newer {
            print("La base dati è di una versione più recente: resta com'è.")
        } else {
            try option.follow(Migrate.self, "--breve")
            try option.follow(AccountsCommand.self)
        }
        try option.follow(TlsPrepare.self)
        try option.follow(CheckConfig.self, "--breve")
        let (host, link) = try firstAdministrator()
        if !leavesServices { try option.sayRefusals { try startServices(database, host) } }
        say(link)
    }

    private func writeConfiguration(_ credentials: String) throws {
        try makeDirectory(credentials)
        chmod(credentials, 0o700)
        var standard = StandardConfiguration(
            databaseHosts: databaseHosts, databaseAuthorities: databaseAuthorities, databaseAdministrator: databaseAdministrator)
        if let passwordFile {
            standard.hasAdministratorPassword = true
            let password = FreshFile("\(credentials)/\(StandardConfiguration.administratorPassword)", mode: 0o600)
            if !password.isThere { try password.make(secretLine(from: passwordFile).utf8) }
        }
        let isNew = try FreshFile(option.path).make(standard.text.utf8)
        // The simulation of App IO knows no service until somebody writes one down, with its keys.
        let services = FreshFile("/etc/puntuale/sandbox-services.json", mode: 0o640)
        if try services.make("[]\n".utf8), let group = getgrnam("puntuale-sandbox") { chown(services.path, 0, group.pointee.gr_gid) }
        print(isNew ? "configurazione: scritta in \(option.path)" : "configurazione: c'era già")
    }

    /// A database that has an installation belongs to secrets that lie elsewhere: with others no second factor would open, and the
    /// passwords of the accounts would change under the other machine's feet.
    private func makeSecrets(_ credentials: String, for database: DatabaseConfiguration) throws {
        let missing = StandardConfiguration.secrets.map { FreshFile("\(credentials)/\($0)", mode: 0o600) }.filter { !$0.isThere }
        guard !missing.isEmpty else { return print("segreti: c'erano già") }
        if try database.holdsInstallation() {
            throw CommandError("""
                La base dati «\(database.name)» è già di un'installazione, ma qui mancano dei suoi segreti (\(missing[0].path)…): \
                copiarli dall'altra macchina, con /etc/puntuale/keys.public, o dalla copia conservata.
                """)
        }
        for file in missing { try file.make("\(Token.random().hexadecimal)\n".utf8) }
        print("segreti: creati in \(credentials)")
    }

    /// The name may be put right until somebody has logged in.
    ///
    /// - Returns: the name of the pages of the administration, and the link by which the first administrator sets a password; `nil` when
    ///   somebody has logged in.
    private func firstAdministrator() throws -> (host: String, link: String?) {
        var host = "", link: String?
        try option.administer { installation, _ in
            let people = installation.store(of: try installation.tenant(code: "host")?.id ?? installation.addInstallation(at: name()))
            let isInUse = try people.people().contains { $0.lastLogin != nil }
            host = try installation.employer("host").canonicalHost
            if let hostName, case let typed = try checkedHost(hostName).value, typed != host {
                if isInUse { throw CommandError("L'amministrazione del sistema risponde a «\(host)»: il nome non si cambia più.") }
                host = typed
                guard try installation.tenant(host: host) == nil else { throw CommandError("Appartiene già a un ente: «\(host)».") }
                try installation.renameInstallation(to: host)
                print("amministrazione: ora risponde a «\(host)»")
            }
            if isInUse { return print("amministratore: c'era già") }
            let username = try checkedUsername(username)
            let person = try people.person(username: username)?.id ?? people.addPerson(
                username: username, name: checkedName(nome, atMost: 120), role: .installation, passwordHash: nil, by: nil)
            link = try installation.invite(person, to: "host")
        }
        return (host, link)
    }

    private func startServices(_ database: DatabaseConfiguration, _ host: String) throws {
        let services = MachineServices()
        if case .hosts = database.server { try services.openNetwork() }
        try services.start(installationAt: host)
    }

    private func name() throws -> String {
        if let hostName { return hostName }
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func say(_ link: String?) {
        if let link { print("\nIl primo amministratore del sistema entra da qui, entro 24 ore:\n  \(link)") }
        print("""

            Conservare altrove \(ConfigurationOption.credentials): senza, una copia della base dati non si può usare.
            Un ente: puntuale ente create c_a123 --nome "Comune di …" --host notifiche.comune.example.it
            """)
    }
}
