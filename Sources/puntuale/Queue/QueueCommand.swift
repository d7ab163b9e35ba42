import ArgumentParser
import Domain
import Doorbell
import Store

/// `puntuale queue`: what is open on this host, and the brakes.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Ciò che attende e ciò che è in volo; sospende e riprende gli invii; decide per più notifiche.",
        subcommands: [Status.self, Pause.self, Resume.self, QueueRetry.self, QueueAssume.self, QueueResend.self])

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mostra ciò che è aperto, per ente e servizio.", discussion: ConfigurationOption.exitCodes)

        @Flag(help: "Risponde in JSON.") var json = false
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                let (paused, restored) = try installation.pauses()
                let whole = restored != nil ? "fermo: ripristino da verificare" : paused != nil ? "sospeso: tutto l'host" : nil
                let outages = try installation.outages()
                Record.list(try installation.queue().map { Record($0, whole, outages) }, asJSON: json,
                            empty: "Nulla attende e nulla è in volo.")
                if !json { try QueueCommand.sayStandstill(installation) }
            }
        }
    }

    struct Pause: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sospende gli invii di tutto l'host, di un ente o di un servizio; ciò che è in volo arriva alla fine.",
            discussion: ConfigurationOption.exitCodes)

        @OptionGroup var braked: Braked
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            try option.administer { installation, _ in
                try braked.find(installation) { store, service in
                    try store.pause(service: service?.id, by: nil)
                    let traffic = try store.traffic(of: service?.id)
                    print("sospeso: \(traffic.inFlight) in volo, \(traffic.waiting) da inviare")
                } installation: {
                    try installation.setPaused(true)
                    try QueueCommand.sayStandstill(installation)
                }
            }
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Fa riprendere gli invii, anche di un servizio che il programma ha fermato.",
            discussion: ConfigurationOption.exitCodes)

        @OptionGroup var braked: Braked
        @OptionGroup var option: ConfigurationOption

        func run() throws {
            RomeTime.prepare()
            try option.administer { installation, configuration in
                try braked.find(installation) { store, service in
                    try store.resume(service: service?.id, on: RomeTime(.now()).date, by: nil)
                    Doorbell.ring(configuration.doorbell, for: store.tenant.bytes)
                    try QueueCommand.sayResumed(store, service)
                } installation: {
                    try installation.setPaused(false)
                    print("ripreso")
                }
            }
        }
    }

    /// What still holds it, if anything does: a brake of the tenant or of the host.
    private static func sayResumed(_ store: TenantStore, _ service: Service?) throws {
        let left = try store.headerNotices().alarms.filter { $0.service == nil }.map(\.obstacle)
        print(left.isEmpty ? "ripreso" : "ripreso, ma resta fermo: \(left.joined(separator: "; "))")
    }

    static func sayStandstill(_ installation: InstallationStore) throws {
        let (paused, restored) = try installation.pauses()
        let workers = try installation.workers()
        if workers.alive == 0 {
            print("Nessun worker è attivo: nulla parte.")
        } else if workers.alive == workers.unable {
            print("Nessun worker può scrivere i propri file: nulla parte. Il suo log dice quale e perché.")
        }
        if let paused { print("Gli invii di tutti gli enti sono sospesi dal \(paused.italianInSentence).") }
        if restored != nil { print("La base dati viene da una copia di riserva: nulla parte prima di puntuale after-restore.") }
    }
}

/// What a brake is for: the whole installation, a tenant, a service of it.
struct Braked: ParsableArguments {
    @Argument(help: "Il codice IPA dell'ente; se manca, tutto l'host.") var codice: String?
    @Argument(help: "L'id del servizio, o il suo nome esatto; se manca, tutto l'ente.") var servizio: String?

    func find(_ installation: InstallationStore, _ ente: (TenantStore, Service?) throws -> Void,
        installation whole: () throws -> Void) throws {
        guard let codice else { return try whole() }
        let store = installation.store(of: try installation.requiredTenant(codice).id)
        guard let servizio else { return try ente(store, nil) }
        try ente(store, store.service(named: servizio, of: codice))
    }
}

extension Record {
    /// - Parameter whole: what holds the whole installation.
    fileprivate init(_ line: QueueLine, _ whole: String?, _ outages: [OutageLine]) {
        let stopped = line.stopKind.map { "fermo: \($0.word); \($0.end)" }
        let outage = outages.filter { outage in
            outage.service == line.service && outage.code == line.code
                || outage.service == nil && outage.code == line.accountCode && outage.environment == line.environment
        }.min { $0.since < $1.since }
        let waits = outage.map { "\($0.cause.meaning) \($0.since.italianSince); ultima prova \($0.lastTry.italian)" }
        let brake = whole ?? stopped ?? (line.isPaused ? "sospeso" : nil) ?? waits ?? "attivo"
        // The table says it in words.
        hidden = ["pausa"]
        fields = [
            "ente": .string(line.code), "servizio": .string(line.service), "programmate": .number(line.scheduled),
            "da_inviare": .number(line.waiting),
            "in_volo": .number(line.inFlight), "senza_esito": .number(line.accepted), "esiti_incerti": .number(line.uncertain),
            "stato": .string(brake),
            "pausa": JSON(line.stopKind?.rawValue ?? (line.isPaused ? "paused" : nil) ?? outage?.cause.rawValue),
        ]
    }
}
