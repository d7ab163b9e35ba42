import Domain
import Store

/// What `after-restore` says of what it did: who has to do something about which notification.
extension RestoreSettlement {
    /// Prints all of it, and what is missing to standard error.
    func say() {
        for line in lines {
            let parts = [
                line.sent > 0 ? "\(Self.count(line.sent)) di nuovo fra le inviate, dal diario" : nil,
                line.uncertain > 0 ? "\(Self.count(line.uncertain)) con esito incerto" : nil,
                line.scheduled > 0 ? "\(Self.count(line.scheduled)) ancora programmate, come nella copia" : nil,
                line.missing > 0 ? "\(Self.count(line.missing)) \(line.missing == 1 ? "partita" : "partite") e non più in archivio" : nil,
            ]
            print("\(line.code): \(parts.compactMap { $0 }.joined(separator: ", "))")
        }
        if isOfRestore, lines.allSatisfy({ $0.sent + $0.uncertain == 0 }) {
            print("Nessuna notifica attendeva: nessun esito incerto.")
        }
        let isEarlier = { (departure: Departure) in isOfRestore && departure.at < last ?? departure.at }
        list(missing.filter { !isEarlier($0) },
             "Partite e non più in archivio (notifica, ID di App IO, data). I cittadini le hanno: non vanno inserite di nuovo.")
        list(missing.filter(isEarlier),
             "Partite prima del ripristino precedente (\(last?.italian ?? "")) e già allora non più in archivio:")
        list(contradicted,
             "Partite secondo il diario, ma in archivio stanno altrimenti: il cittadino può averle due volte, o una persona ha già "
             + "deciso:")
        if lines.contains(where: { $0.scheduled > 0 }) {
            print("Una notifica programmata che dopo la copia era stata spostata o annullata va spostata o annullata di nuovo.")
        }
        for place in unheard {
            complain("Manca il diario del worker \(place): se ha inviato dopo la copia, non si può sapere che cosa.")
        }
        if !unheard.isEmpty {
            complain("Anche una notifica «Non riuscita», «Errore» o «Non raggiungibile» può essere stata ritentata dopo la copia: prima di "
                + "ritentarla cercare quel diario ed eseguire di nuovo after-restore.")
        }
        guard isOfRestore else {
            complain("Nessun ripristino è stato rilevato: nessun esito incerto è nato e gli invii restano come stavano. Se un disco o una "
                + "macchina sono tornati a un'istantanea, fermare i worker ed eseguirlo con --ripristino.")
            return
        }
        print("Ciò che è stato inserito dopo la copia e non era ancora partito non c'è più, e nessun diario lo nomina: chi l'aveva "
            + "inserito lo inserisca di nuovo.")
        print("Il ripristino non ferma più gli invii.")
    }

    private func list(_ departures: [Departure], _ heading: String) {
        guard !departures.isEmpty else { return }
        print(heading)
        for departure in departures {
            print("  \(departure.notification) \(departure.ioID ?? "senza ID") \(departure.at.italian)")
        }
    }

    private static func count(_ count: Int) -> String { count == 1 ? "1 notifica" : "\(count) notifiche" }
}
