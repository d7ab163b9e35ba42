import Domain
import Store
import Template

/// What may be done from the page of a notification, in the order of its buttons.
enum DetailAct: CaseIterable {
    case contact, retry, sendNow, duplicate, correct, add, proof, cancel, back

    /// Whether it is there for whoever looks at it now.
    ///
    /// - Parameter maySend: whether they may do more than look.
    func isOffered(_ record: NotificationRecord, maySend: Bool) -> Bool {
        switch self {
        case .add: maySend
        case .contact: maySend && NotificationState.toFollow.contains(record.state)
        case .retry: maySend && record.state.canBeRetried
        case .sendNow: maySend && record.state == .scheduled
        // Reinvia says the risk; a duplicate of a doubt would not.
        case .duplicate: maySend && record.state != .uncertain
        case .correct: maySend && record.state.canBeCorrected
        case .cancel: maySend && NotificationState.waiting.contains(record.state)
        case .proof, .back: true
        }
    }
}

/// One of them as a button or a link.
struct DetailActView: View {
    var act: DetailAct
    var record: NotificationRecord
    /// Whether it is the one to take now.
    var isNext: Bool

    private var label: String {
        switch act {
        case .add: "Nuova notifica"
        case .contact: "Contattato altrimenti"
        case .retry: "Ritenta"
        case .sendNow: "Invia ora"
        case .duplicate: "Duplica"
        case .correct: "Errata corrige"
        case .proof: "Stampa prova"
        case .cancel: "Annulla"
        case .back: "Torna Elenco"
        }
    }

    private var id: String {
        switch act {
        case .add: "nuova"
        case .contact: "contattato"
        case .retry: "ritenta"
        case .sendNow: "ora"
        case .duplicate: "duplica"
        case .correct: "errata"
        case .proof: "prova"
        case .cancel: "annulla"
        case .back: "torna"
        }
    }

    private var address: String {
        switch act {
        case .add: "/notifiche/nuova"
        case .retry, .sendNow, .cancel, .proof: "/notifiche/\(record.id)/\(id)"
        case .contact: "\(WorklistPage.address)/contatto?uuid=\(record.id)&torna=notifica"
        case .duplicate: "/notifiche/nuova?da=\(record.id)"
        case .correct: "/notifiche/nuova?da=\(record.id)&errata=1"
        case .back: "/notifiche?ricerca=ultima"
        }
    }

    private var isForm: Bool { [.retry, .sendNow, .cancel].contains(act) }

    private var style: String {
        switch act {
        case _ where isNext: "primary"
        case .cancel: "outline-danger"
        case .back: "outline-secondary"
        case .add, .contact, .retry, .sendNow, .duplicate, .correct, .proof: "outline-primary"
        }
    }

    static let fields: Fields<Self> = [
        "act": .text { $0.id },
        "label": .text { $0.label },
        "address": .text { $0.address },
        "style": .text { $0.style },
        "isForm": .flag { $0.isForm },
        // Of a scheduled one that was moved to another time meanwhile nothing is done.
        "seenIfScheduled": .text { $0.record.state == .scheduled ? String($0.record.updatedAt.microseconds) : "" },
    ]
}
