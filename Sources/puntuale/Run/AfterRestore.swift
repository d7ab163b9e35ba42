import ArgumentParser
import Domain
import Secrets
import Store
import Worker
@preconcurrency import Glibc

/// `puntuale after-restore`: what left after the backup is in the archive again, what nobody can know becomes a doubt, then
/// sending goes on.
struct AfterRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "after-restore",
        abstract: "Dopo il ripristino della base dati da una copia: rilegge i diari degli invii, poi gli invii riprendono.",
        discussion: """
            Ogni notifica che nella copia era da inviare o in invio può essere partita dopo la copia. Se è nel diario di \
            un worker torna «Inviata»; altrimenti diventa «Esito incerto» e decide una persona. Una notifica programmata per un \
            momento che deve ancora venire resta programmata, se si leggono i diari di tutti i worker. Ciò che è partito ma nella \
            copia non c'era viene elencato. Ciò che è stato inserito dopo la copia e non era partito va inserito di nuovo.
            Si legge il diario di questa macchina; quelli delle altre vanno copiati qui e indicati con --diario. Un diario trovato più \
            tardi si dà eseguendolo di nuovo: gli esiti incerti che conosce tornano «Inviata», e nessun altro ne nasce.
            I worker si accorgono da soli di una copia caricata, di file copiati al posto degli altri e di un cluster ricostruito; non \
            di un disco o di una macchina intera riportati a un'istantanea, né di file copiati sopra quelli che ci sono (rsync): allora \
            eseguirlo con --ripristino prima di avviarli.
            \(ConfigurationOption.exitCodes)
            """)

    @Option(name: .customLong("diario"), help: ArgumentHelp(
        "Directory con i diari di un'altra macchina; si può ripetere.", valueName: "directory"))
    var directories: [String] = []
    @Option(name: .customLong("chiave-privata"), help: ArgumentHelp(
        "La chiave privata che apre i diari, se keys.private_file indica una credenziale o era un'altra; si può ripetere.",
        valueName: "file"))
    var privateFiles: [String] = []
    @Flag(name: .customLong("ripristino"), help: """
        La base dati è stata ripristinata anche se nessuno se n'è accorto: ciò che attende diventa «Esito incerto».
        """)
    var isDeclared = false
    @OptionGroup var option: ConfigurationOption

    func validate() throws {
        for directory in directories {
            guard let stream = opendir(directory) else { throw ValidationError("--diario \(directory): \(lastSystemError())") }
            closedir(stream)
        }
        for file in privateFiles where access(file, R_OK) != 0 {
            throw ValidationError("--chiave-privata \(file): \(lastSystemError())")
        }
    }

    func run() throws {
        let (own, paths) = try option.read { configuration throws(ConfigurationFaults) in
            (try configuration.journal(), try configuration.keyPaths())
        }
        try option.administer { installation, _ in
            let journals = try Journals(own: own, given: directories, keys: keys(paths.privateKey))
            for complaint in journals.complaints { complain(complaint) }
            for (place, last) in journals.reach.sorted(by: { $0.key < $1.key }) {
                print("Diario del worker \(place): \(last.map { "arriva al \($0.italianInSentence)" } ?? "nessun invio").")
            }
            let settlement = try installation.settleRestore(
                epoch: Int(Moment.now().microseconds), departures: journals.departures, of: Set(journals.reach.keys),
                evenUnnoticed: isDeclared
            ) { $0.content.digest == $1.digest }
            settlement.say()
        }
    }

    /// - Parameter own: the file of this host's configuration; one that cannot be read opens nothing.
    private func keys(_ own: String) throws -> [OpeningKey] {
        let given = try privateFiles.map { path in
            guard let keys = contents(ofFile: path, atMost: 4_096).flatMap(OpeningKeys.init(bytes:)) else {
                throw CommandError("\(KeyFileFault(path: path))")
            }
            return keys
        }
        let ofThisHost = contents(ofFile: own, atMost: 4_096).flatMap(OpeningKeys.init(bytes:))
        return given.flatMap(\.keys) + (ofThisHost?.keys ?? [])
    }
}
