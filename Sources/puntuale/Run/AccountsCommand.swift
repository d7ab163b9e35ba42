import ArgumentParser
import MariaDB
import Store
import Text

/// `puntuale accounts`: the database's accounts of web, host and worker, with the rights that this version gives them.
struct AccountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "Crea gli utenti della base dati di web, host e worker, o ne aggiorna password e permessi.",
        discussion: """
            Da eseguire dopo ogni puntuale migrate, come amministratore della base dati (database.admin.user), anche con i processi in \
            funzione: i permessi nuovi si danno prima di togliere i vecchi. Si può ripetere: dove nulla è cambiato non fa nulla.
            Gli utenti sono quelli che il file di configurazione nomina. Con database.socket entrano da questa macchina; con \
            database.host solo con TLS, dalle macchine indicate con --da e da quelle di prima, o se non ce ne sono da ovunque. Tutti gli \
            utenti con lo stesso nome, da qualunque macchina entrino, hanno gli stessi permessi e la stessa password.
            \(ConfigurationOption.exitCodes)
            """)

    @Option(name: .customLong("da"), help: ArgumentHelp(
        "Da dove entrano, con database.host: un indirizzo, o con % un insieme (10.0.0.%); si può ripetere.", valueName: "host"))
    var hosts: [String] = []
    @Option(name: .customLong("sql"), help: ArgumentHelp("La directory con accounts.sql.", valueName: "directory"))
    var directory: String?
    @OptionGroup var option: ConfigurationOption

    func validate() throws {
        for host in hosts where !host.utf8.allSatisfy({ $0.isLetterOrDigit || ".:-%/_".utf8.contains($0) }) || host.isEmpty {
            throw ValidationError("--da «\(host)»: lettere, cifre e . : - % / _ soltanto")
        }
    }

    func run() throws {
        let (database, programs, files) = try option.read { configuration throws(ConfigurationFaults) in
            (try configuration.migration(), try configuration.accounts(),
             directory != nil ? directory! : try configuration.migrationFiles())
        }
        try option.answer(for: database) {
            let path = "\(files)/accounts.sql"
            guard let bytes = contents(ofFile: path, atMost: 1 << 20) else {
                throw CommandError("Il file \(path) non si può leggere: \(lastSystemError()).")
            }
            var options = try database.connectionOptions()
            // Of a cluster's node that must wait for the others.
            options.readTimeout = 120
            let db = Connection(options)
            try Schema.requireExactly(db)
            do {
                let wanted = try programs.map { try account(of: $0, database) }
                for change in try Accounts.update(db, file: String(decoding: bytes, as: UTF8.self), wanted: wanted) { print(change.line) }
            } catch AccountsFault.modelWithoutRights(let name) {
                throw CommandError("""
                    L'utente «\(database.user)» non vede i permessi che accounts.sql dà a «\(name)»: serve l'amministratore della base \
                    dati, e in database.*.user un nome che accounts.sql conosce.
                    """)
            } catch AccountsFault.noPassword(let account) {
                throw CommandError("L'utente «\(account)» non c'è e la configurazione non ne indica la password (password_file).")
            }
        }
    }

    private func account(of program: DatabaseConfiguration, _ database: DatabaseConfiguration) throws -> WantedAccount {
        let password = try program.password?.password()
        guard case .hosts(_, _, let security) = database.server else {
            if !hosts.isEmpty { throw CommandError("--da vale con database.host: con database.socket si entra da questa macchina.") }
            return WantedAccount(name: program.user, hosts: ["localhost"], password: password)
        }
        return WantedAccount(name: program.user, hosts: hosts.isEmpty ? nil : hosts, password: password, requiresTLS: security != .none)
    }
}

extension AccountChange {
    fileprivate var line: String {
        let done = [
            isNew ? "creato" : nil, hasNewPassword ? "password cambiata" : nil, requiresTLSNow ? "entra solo con TLS" : nil,
            granted > 0 ? "\(Self.rights(granted)) in più" : nil, revoked > 0 ? "\(Self.rights(revoked)) in meno" : nil,
        ].compactMap { $0 }
        return "\(account): " + (done.isEmpty ? "nulla da cambiare" : done.joined(separator: ", "))
    }

    private static func rights(_ count: Int) -> String { count == 1 ? "un permesso" : "\(count) permessi" }
}
