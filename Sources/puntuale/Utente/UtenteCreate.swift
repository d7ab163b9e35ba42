import ArgumentParser
import Domain
import MariaDB
import Otp
import Secrets
import Store

/// `puntuale utente create`.
struct UtenteCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Crea un utente di un ente.", discussion: ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Argument(help: "Il nome utente: da 3 a 64 lettere minuscole, cifre e . _ -") var utente: String
    @Option(help: "Nome e cognome.") var nome: String
    @Option(help: "Che cosa può fare.") var ruolo: Role
    @Option(name: .customLong("servizio"), help: ArgumentHelp(
        "Un servizio ammesso, con il suo id o il nome esatto; si può ripetere. Senza, sono ammessi tutti.", valueName: "servizio"))
    var servizi: [String] = []
    @Option(name: .customLong("password-file"), help: ArgumentHelp(
        "La password, di almeno 12 caratteri; - per lo standard input. Senza, la imposta la persona con il collegamento mostrato.",
        valueName: "file"))
    var passwordFile: String?
    @Flag(name: .customLong("totp"), help: "Imposta un secondo fattore e ne mostra la chiave, per dimostrazioni e prove.")
    var hasSecondFactor = false
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            let store = installation.store(of: try installation.requiredTenant(codice).id)
            let username = try checkedUsername(utente)
            let name = try checkedName(nome, atMost: 120)
            guard servizi.isEmpty || !ruolo.mayAdminister else {
                throw CommandError("Un amministratore lavora con tutti i servizi: togliere --servizio.")
            }
            let services: Scope = servizi.isEmpty ? .all : .only(Set(try servizi.map { try store.service(named: $0, of: codice).id }))
            let password = try passwordFile.map { try newPassword(from: $0, for: username) }
            do {
                let isFull = try !store.mayAddPerson()
                let factor = hasSecondFactor ? try NewSecondFactor(option) : nil
                let id = try store.addPerson(
                    username: username, name: name, role: ruolo, services: services, passwordHash: password.map(Password.hash), by: nil)
                try factor?.give(to: id, store)
                let link = password == nil ? try installation.invite(id, to: codice) : nil
                if isFull { complain("Attenzione: l'ente «\(codice)» ha più persone della sua quota.") }
                guard let person = try store.person(id) else { return }
                Record(added: person, try store.services(), totp: factor?.password.base32, link: link).show(asJSON: json)
            } catch let error as DatabaseError where error.isDuplicate(of: "person_username") {
                throw CommandError("L'ente «\(codice)» ha già un utente «\(utente)».")
            }
        }
    }
}

extension Role: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(label: argument)
        guard Self.ofTenant.contains(self) else { return nil }
    }
    package static var allValueStrings: [String] { ofTenant.map(\.label) }
}
