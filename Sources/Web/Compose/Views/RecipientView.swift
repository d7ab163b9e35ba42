import Domain
import Store
import Template

/// How far Verifica got with the recipient of a form.
enum RecipientStanding {
    case unasked, noService, tooMany
    case waiting(pageAsksAgain: Bool)
    case wrongCode(FiscalCodeFault)
    case answered(Reachability)
}

/// What is known of the recipient, under the field: what the code says of its holder, and whether a message would arrive.
struct RecipientView: View {
    var typed: String
    var standing: RecipientStanding

    private var code: FiscalCode? { try? FiscalCode.parse(typed) }

    /// What to do to learn more.
    private var hint: String {
        switch standing {
        case .unasked where typed.isEmpty: "16 caratteri. Con il servizio scelto si verifica se può ricevere su App IO."
        case .unasked where code != nil: "Con Verifica si sa se può ricevere su App IO."
        case .noService: "Scegliere il servizio per sapere se può ricevere su App IO."
        default: ""
        }
    }

    private var outcome: (tone: String, label: String, meaning: String)? {
        switch standing {
        case .unasked, .noService, .wrongCode: nil
        case .waiting(true): ("secondary", "Verifica in corso…", "")
        case .waiting(false): ("secondary", "Verifica in corso…", " Premere di nuovo Verifica fra qualche secondo.")
        case .tooMany:
            ("secondary", "Non verificabile ora", ": il limite di \(TenantStore.recipientAsksPerHour) verifiche in un’ora è raggiunto. "
                + "La notifica si può aggiungere lo stesso.")
        case .answered(let answer): (answer.tone, answer.label, answer.meaning)
        }
    }

    private var isWaiting: Bool { if case .waiting = standing { true } else { false } }

    static let fields: Fields<Self> = [
        "sentence": .text { $0.code?.sentence(on: .today(at: .now())) ?? "" },
        "hint": .text { $0.hint },
        "tone": .text { $0.outcome?.tone ?? "" },
        "label": .text { $0.outcome?.label ?? "" },
        "meaning": .text { $0.outcome?.meaning ?? "" },
        "isWaiting": .flag { $0.isWaiting },
    ]
}

extension Reachability {
    /// Bootstrap's name of the colour.
    fileprivate var tone: String {
        switch self {
        case .reachable: "success"
        case .notOnIO, .senderNotAllowed: "warning"
        case .unavailable, .keyRefused: "secondary"
        }
    }
}
