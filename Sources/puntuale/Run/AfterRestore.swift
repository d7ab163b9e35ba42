import ArgumentParser

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

    @OptionGroup var journals: JournalOptions
    @Flag(name: .customLong("ripristino"), help: """
        La base dati è stata ripristinata anche se nessuno se n'è accorto: ciò che attende diventa «Esito incerto».
        """)
    var isDeclared = false
    @OptionGroup var option: ConfigurationOption

    func run() throws {
        let (own, keys) = try option.read { configuration throws(ConfigurationFaults) in
            (try configuration.journal(), configuration.ownOpeningKeys())
        }
        try option.administer { installation, _ in
            let journals = try journals.read(own.map { [$0] } ?? [], keys)
            try installation.settle(journals, evenUnnoticed: isDeclared).say()
        }
    }
}
