import ArgumentParser
import Certificates
import Domain
import MariaDB
import Store

/// `puntuale ente create`.
struct EnteCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Crea un ente, con i nomi host a cui risponde.", discussion: ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA: da 3 a 32 lettere minuscole, cifre e _.") var codice: String
    @Option(help: "La denominazione, come «Comune di …».") var nome: String
    @Option(help: "Il nome host delle sue pagine, senza porta.") var host: String
    @Option(name: .customLong("alias"), help: ArgumentHelp(
        "Un altro nome host, che rimanda a quello; si può ripetere.", valueName: "host"))
    var aliases: [String] = []
    @OptionGroup var files: CertificateFiles
    @Flag(name: .customLong("se-manca"), help: "Se l'ente c'è già, lo mostra soltanto.") var ifMissing = false
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, configuration in
            try checkCode()
            let name = try checkedName(nome, atMost: 200)
            let names = try hostNames()
            let certificate = try files.areGiven ? files.offered() : nil
            try certificate?.put(for: checkedHost(names[0]), in: configuration.certificates)
            do {
                if try installation.tenant(code: codice) == nil || !ifMissing {
                    _ = try installation.addTenant(code: codice, name: name, canonicalHost: names[0], aliases: Array(names.dropFirst()))
                }
            } catch let error as DatabaseError where error.isDuplicate(of: "tenant_code") {
                // With --se-manca: somebody made it a moment ago.
                guard ifMissing else { throw CommandError("C'è già un ente con il codice «\(codice)».") }
            } catch let error as DatabaseError where error.isDuplicate(of: "PRIMARY") {
                let taken = try names.filter { try installation.tenant(host: $0) != nil }.joined(separator: "», «")
                throw CommandError("Appartiene già a un ente: «\(taken)».")
            }
            for alias in names.dropFirst() where certificate?.covers(alias) == true {
                try certificate?.put(for: checkedHost(alias), in: configuration.certificates)
            }
            try installation.show(installation.requiredTenant(codice), asJSON: json)
            for name in names where configuration.certificates.chain(of: name) == nil {
                complain("«\(name)» non ha ancora un certificato su questa macchina: puntuale tls add, o puntuale tls request.")
            }
        }
    }

    private func checkCode() throws {
        guard TenantCode(codice) != nil else {
            throw CommandError("Il codice «\(codice)» non va bene: servono da 3 a 32 lettere minuscole, cifre e _.")
        }
    }

    /// The canonical name first.
    private func hostNames() throws -> [String] {
        let names = try ([host] + aliases).map { try checkedTenantHost($0).value }
        guard Set(names).count == names.count else { throw CommandError("Lo stesso nome host è indicato due volte.") }
        return names
    }
}
