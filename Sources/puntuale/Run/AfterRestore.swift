import ArgumentParser
import Domain
import Store

/// `puntuale after-restore`: what a backup cannot know becomes a doubt, then sending goes on.
struct AfterRestore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "after-restore",
        abstract: "Dopo il ripristino della base dati da una copia: rende incerto ciò che può essere partito, poi gli invii riprendono.",
        discussion: """
            Ogni notifica che nella copia era da inviare o in invio può essere partita dopo la copia: diventa «Esito \
            incerto» e decide una persona. I worker si accorgono da soli di una copia caricata o di file copiati; di un \
            disco riportato indietro sotto il server, o di righe rimesse in tabelle che restano, non sempre: allora fermare \
            prima i worker ed eseguirlo prima di riavviarli.
            \(ConfigurationOption.exitCodes)
            """)

    @OptionGroup var option: ConfigurationOption

    func run() throws {
        try option.administer { installation, _ in
            let tenants = try installation.settleRestore(epoch: Int(Moment.now().microseconds))
            for tenant in tenants {
                print("\(tenant.code): \(tenant.uncertain == 1 ? "1 notifica" : "\(tenant.uncertain) notifiche") con esito incerto")
            }
            if tenants.isEmpty { print("Nessuna notifica attendeva: nessun esito incerto.") }
            print("Il ripristino non ferma più gli invii.")
        }
    }
}
