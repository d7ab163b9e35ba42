import ArgumentParser
import Domain
import Store

/// `puntuale ente hours`: between which hours a tenant's messages are to leave.
struct EnteHours: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours", abstract: "Mostra o cambia l'orario degli invii di un ente.",
        discussion: """
            Fuori dall'orario Aggiungi chiede se inviare ora o all'inizio del prossimo, e un invio si programma solo al suo interno. Ciò \
            che è già programmato resta com'è.
            \(ConfigurationOption.exitCodes)
            """)

    @Argument(help: "Il codice IPA dell'ente.") var codice: String
    @Option(name: .customLong("dalle"), help: ArgumentHelp("Da che ora, da 0 a 23.", valueName: "ora")) var from: Int?
    @Option(name: .customLong("alle"), help: ArgumentHelp("Fino a che ora, da 1 a 24.", valueName: "ora")) var until: Int?
    @Flag(name: .customLong("festivi"), inversion: .prefixedNo, help: "Anche la domenica e nei giorni festivi, o no.")
    var onHolidays: Bool?
    @Flag(name: .customLong("sempre"), help: "A ogni ora, tutti i giorni.") var always = false
    @Flag(help: "Risponde in JSON.") var json = false
    @OptionGroup var option: ConfigurationOption

    private var isChange: Bool { from != nil || until != nil || onHolidays != nil }

    func validate() throws {
        guard !always || !isChange else { throw ValidationError("--sempre sta da solo.") }
    }

    func run() throws {
        try option.administer { installation, _ in
            let tenant = try installation.requiredTenant(codice)
            var hours = tenant.hours
            if always { hours = .always }
            if isChange {
                guard let new = SendingHours(
                    from: from ?? hours.from, until: until ?? hours.until, onHolidays: onHolidays ?? hours.onHolidays)
                else { throw CommandError("L'orario va da un'ora fra 0 e 23 a una che viene dopo, fino a 24.") }
                hours = new
            }
            if always || isChange { try installation.store(of: tenant.id).setHours(hours, by: nil) }
            Record(fields: [
                "codice": .string(codice), "dalle": .number(hours.from), "alle": .number(hours.until), "festivi": .bool(hours.onHolidays),
            ]).show(asJSON: json)
        }
    }
}
