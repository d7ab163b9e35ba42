import ArgumentParser
import Domain
import Store

/// `puntuale ente retention`: how long a tenant keeps what nobody works on any more.
struct EnteRetention: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Mostra o cambia per quanti giorni un ente conserva le notifiche concluse.",
        discussion: """
            Le cancella il worker, ogni ora, a poco a poco. Ciò che è in corso o ha un esito incerto resta; il registro resta almeno \
            \(RetentionRule.leastOfAudit) giorni.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(name: .customLong("giorni"), help: ArgumentHelp("Per quanti giorni, da 30 a 36500.", valueName: "giorni")) var days: Int?
    @Flag(name: .customLong("illimitata"), help: "Per sempre, o quanto permette l'host.") var unlimited = false
    @Flag(name: .customLong("prova"), help: "Non cambia nulla: dice quante notifiche andrebbero cancellate.") var trial = false
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws {
        guard days == nil || !unlimited else { throw ValidationError("--giorni e --illimitata non possono stare insieme.") }
        guard days.map(RetentionRule.range.contains) ?? true else { throw ValidationError("--giorni va da 30 a 36500.") }
    }

    func run() throws {
        try option.administer { installation, _ in
            let store = installation.store(of: try installation.requiredTenant(codice).id)
            var rule = try store.retention()
            guard days.map(rule.allows) ?? true else {
                throw CommandError("L'host permette all'ente «\(codice)» al massimo \(rule.most) giorni.")
            }
            if days != nil || unlimited {
                rule.own = days
                if !trial { try store.setRetention(days, by: nil) }
            }
            let going = try trial ? rule.days.map { try store.countForgotten(after: $0).count } ?? 0 : nil
            Record(fields: [
                "codice": .string(codice), "giorni": JSON(number: rule.own), "massimo_dell_host": JSON(number: rule.ceiling),
                "vale": JSON(number: rule.days), "registro": JSON(number: rule.auditDays), "da_cancellare": JSON(number: going),
            ]).show(asJSON: json)
        }
    }
}
