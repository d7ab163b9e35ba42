import Template

/// A word of App IO's about a message or a copy of it, with ours before it.
struct AppIOWord: View {
    /// As App IO says it, or a sentence of ours that it says none.
    var own: String

    /// `nil` for a word that this program does not know: App IO may add some.
    var italian: String? {
        switch own {
        case "ACCEPTED": "Presa in carico"
        case "PROCESSED": "Consegnata"
        case "REJECTED": "Rifiutata"
        case "FAILED": "Non riuscita"
        case "THROTTLED": "Rimandata"
        case "SENT": "Inviata"
        case "QUEUED": "In coda"
        case "EXPIRED": "Scaduta"
        default: nil
        }
    }

    static let fields: Fields<Self> = [
        "italian": .text { $0.italian ?? "" },
        "own": .text { $0.own },
    ]
}
