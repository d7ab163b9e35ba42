import ArgumentParser
import Domain
import Store

@preconcurrency import Glibc

/// `puntuale ente delete`: a tenant goes, with everything that it has.
struct EnteDelete: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Cancella per sempre un ente con tutto ciò che ha, e ne lascia un certificato.",
        discussion: """
            L'ente viene chiuso e le sue chiavi distrutte subito; poi si attende l'esito di ciò che è in volo e si cancella a poco a \
            poco. Interrotto, si ripete lo stesso comando. Non si può annullare: conviene prima puntuale ente export.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(name: .customLong("conferma"), help: ArgumentHelp("Di nuovo il codice, per conferma.", valueName: "codice"))
    var confirmation: String
    @Option(name: .customLong("attesa"), help: ArgumentHelp(
        "Per quanti secondi al massimo si attende l'esito di ciò che è in volo.", valueName: "secondi"))
    var patience = 180
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            guard codice == confirmation else { throw CommandError("La conferma «\(confirmation)» non è il codice «\(codice)».") }
            let tenant = try installation.requiredTenant(codice)
            guard tenant.kind == .publicBody else { throw CommandError("L'amministrazione dell'host non si cancella.") }
            let sharers = try installation.sharers(of: tenant.id)
            guard sharers.isEmpty else {
                let others = sharers.joined(separator: ", ")
                throw CommandError("Con il suo account di App IO inviano anche \(others): prima puntuale ente account.")
            }
            let deletion = try installation.beginDeletion(of: tenant, by: "riga di comando (\(Self.account))")
            try wait(installation, for: deletion)
            let uncertain = try installation.giveUpWaiting(deletion)
            if uncertain > 0 { complain("Di \(uncertain) invii non si è saputo e non si saprà l'esito.") }
            while try installation.removeSome(deletion) > 0 {}
            try installation.finish(deletion)
            try installation.certificates().first { $0.id == deletion.certificate }!.show(asJSON: json)
        }
    }

    private func wait(_ installation: InstallationStore, for deletion: Deletion) throws {
        let end = ContinuousClock.now + .seconds(max(patience, 0))
        var inFlight = try installation.inFlight(of: deletion.tenant)
        if inFlight > 0 { complain("In volo: \(inFlight). Si attende l'esito.") }
        while inFlight > 0, ContinuousClock.now < end {
            sleep(1)
            inFlight = try installation.inFlight(of: deletion.tenant)
        }
    }

    /// Whoever runs the command, as Unix knows them.
    private static var account: String { getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? String(getuid()) }
}
