import ArgumentParser
import Domain
import Store

/// `puntuale ente quota`.
struct EnteQuota: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota", abstract: "Mostra le quote di un ente, o ne cambia quelle indicate.",
        discussion: ConfigurationOption.exitCodes)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(name: .customLong("messaggi-al-giorno"), help: ArgumentHelp("Un numero, o nessuna.", valueName: "quota")) var day: Quota?
    @Option(name: .customLong("messaggi-al-minuto"), help: ArgumentHelp("Un numero, o nessuna.", valueName: "quota")) var minute: Quota?
    @Option(help: ArgumentHelp("Un numero, o nessuna.", valueName: "quota")) var persone: Quota?
    @Option(name: .customLong("conservazione"), help: ArgumentHelp("Giorni al massimo, o nessuna.", valueName: "quota"))
    var retention: Quota?
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            let tenant = try installation.requiredTenant(codice)
            var quotas = tenant.quotas
            if let day { quotas.messagesADay = day.value }
            if let minute { quotas.messagesAMinute = minute.value }
            if let persone { quotas.people = persone.value }
            if let retention {
                guard retention.value.map(RetentionRule.range.contains) ?? true else {
                    let range = RetentionRule.range
                    throw CommandError("--conservazione va da \(range.lowerBound) a \(range.upperBound) giorni.")
                }
                quotas.retention = retention.value
            }
            if quotas != tenant.quotas { try installation.setQuotas(quotas, of: tenant.id) }
            Record(fields: quotas.fields).show(asJSON: json)
        }
    }

    struct Quota: ExpressibleByArgument {
        let value: Int?

        init?(argument: String) {
            value = Int(argument)
            guard argument == "nessuna" || TypedCeiling.range.contains(value ?? 0) else { return nil }
        }
    }
}

extension Quotas {
    fileprivate var fields: KeyValuePairs<String, JSON> {
        ["messaggi_al_giorno": JSON(messagesADay), "messaggi_al_minuto": JSON(messagesAMinute), "persone": JSON(people),
         "conservazione": JSON(retention)]
    }
}

extension JSON {
    init(_ quotas: Quotas) { self = .object(quotas.fields.map { ($0.key, $0.value) }) }

    fileprivate init(_ number: Int?) { self = number.map { .number($0) } ?? .null }
}
