import ArgumentParser
import Domain
import Secrets
import Store
import Worker

/// `puntuale after-restore`: what left after the backup is in the archive again, what nobody can know becomes a doubt, then
/// sending goes on.
struct AfterRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "after-restore",
        abstract: "Dopo il ripristino della base dati da una copia: rilegge i diari degli invii, poi gli invii riprendono.",
        discussion: """
            Ogni notifica che nella copia era da inviare o in invio può essere partita dopo la copia. Se è nel diario di \
            un worker torna «Inviata»; altrimenti diventa «Esito incerto» e decide una persona. Ciò che è partito ma nella \
            copia non c'era viene elencato.
            Si legge il diario di questa macchina; quelli delle altre vanno copiati qui e indicati con --diario.
            I worker si accorgono da soli di una copia caricata, di file copiati al posto degli altri e di un cluster ricostruito; non \
            di un disco o di una macchina intera riportati a un'istantanea, né di file copiati sopra quelli che ci sono (rsync): allora \
            eseguirlo prima di avviarli.
            \(ConfigurationOption.exitCodes)
            """)

    @Option(name: .customLong("diario"), help: ArgumentHelp(
        "Directory con i diari di un'altra macchina; si può ripetere.", valueName: "directory"))
    var directories: [String] = []
    @Option(name: .customLong("chiave-privata"), help: ArgumentHelp(
        "La chiave privata che apre i diari, se keys.private_file indica una credenziale o era un'altra; si può ripetere.",
        valueName: "file"))
    var privateFiles: [String] = []
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let (journal, paths) = try option.read { configuration throws(ConfigurationFaults) in
            (try configuration.journal(), try configuration.keyPaths())
        }
        let keys = (privateFiles + [paths.privateKey]).compactMap { contents(ofFile: $0, atMost: 4_096).flatMap(OpeningKeys.init(bytes:)) }
        let journals = Journals(in: directories + [journal].compactMap { $0 }, keys: keys.flatMap(\.keys))
        for complaint in journals.complaints { complain(complaint) }
        try option.administer { installation, _ in
            let settlement = try installation.settleRestore(
                epoch: Int(Moment.now().microseconds), departures: journals.departures, of: journals.places
            ) { $0.content.digest == $1.digest }
            say(settlement)
        }
    }

    private func say(_ settlement: RestoreSettlement) {
        for line in settlement.lines {
            let parts = [
                line.sent > 0 ? "\(Self.count(line.sent)) di nuovo fra le inviate, dal diario" : nil,
                line.uncertain > 0 ? "\(Self.count(line.uncertain)) con esito incerto" : nil,
                line.missing > 0 ? "\(Self.count(line.missing)) fra quelle partite dopo la copia, non più in archivio" : nil,
            ]
            print("\(line.code): \(parts.compactMap { $0 }.joined(separator: ", "))")
        }
        if settlement.lines.isEmpty { print("Nessuna notifica attendeva: nessun esito incerto.") }
        if !settlement.missing.isEmpty {
            print("Partite e non più in archivio (notifica, ID di App IO, data):")
            for departure in settlement.missing {
                print("  \(departure.notification) \(departure.ioID ?? "senza ID") \(departure.at.italian)")
            }
        }
        for place in settlement.unheard {
            complain("Manca il diario del worker \(place): se ha inviato dopo la copia, non si può sapere che cosa.")
        }
        print("Il ripristino non ferma più gli invii.")
    }

    private static func count(_ count: Int) -> String { count == 1 ? "1 notifica" : "\(count) notifiche" }
}
