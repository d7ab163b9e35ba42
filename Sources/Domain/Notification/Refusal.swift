/// Whose fault it was that App IO refused a message, as its answer says: it decides what helps.
package enum Refusal: Sendable, CaseIterable {
    /// Something in what was written.
    case message
    /// The sum is more than App IO lets the service ask for.
    case amount
    /// The service may not write to this citizen: it is not published yet, or in a group that writes to a few only.
    case recipient
    /// The service may not write at all as it is set up: its rights, its key, the address that it comes from.
    case service
    /// The address of App IO is another one.
    case address
    /// It does not say.
    case unknown

    /// - Parameters:
    ///   - status: of the answer.
    ///   - title: App IO's own: few titles stand for many causes, and `detail` says no more that somebody could act upon.
    package init(status: Int?, title: String?) {
        self = switch (status, title) {
        case (_, "Recipient forbidden"): .recipient
        case (_, "Error while sending payment metadata"): .amount
        case (400?, _), (413?, _), (422?, _): .message
        case (403?, _): .service
        case (.some(300...399), _), (404?, _), (405?, _): .address
        default: .unknown
        }
    }

    /// A whole sentence for the operator.
    package var sentence: String {
        let why = switch self {
        case .message: "non ne accetta i dati."
        case .amount: "la somma è più alta di quella che permette a questo servizio."
        case .recipient: "non permette a questo servizio di scrivere a questo cittadino."
        case .service: "non permette a questo servizio di inviare messaggi, così com’è configurato."
        case .address: "non riconosce l’indirizzo a cui è stata inviata."
        case .unknown: "non dice perché."
        }
        return "App IO ha rifiutato la notifica: \(why)"
    }

    /// What to do about it.
    package var advice: String {
        switch self {
        case .message: "Premere Duplica e correggere i dati nella nuova notifica: questa, così com’è, verrebbe rifiutata di nuovo."
        case .amount: "Avvisare l’amministratore, che fa alzare il massimo nell’area riservata di App IO; poi premere Ritenta."
        case .recipient, .service: "Avvisare l’amministratore; corretta la configurazione del servizio, premere Ritenta."
        case .address: "Avvisare l’amministratore del sistema; corretto l’indirizzo di App IO, premere Ritenta."
        case .unknown: "Se la causa può essere nei dati, Duplica e correggerli; altrimenti avvisare l’amministratore e premere Ritenta."
        }
    }

    /// Whether the same notification may go through another day.
    package var passesWhenMended: Bool { self != .message }
}
