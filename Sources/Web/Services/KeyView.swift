import Domain
import Store
import Template

/// What may be seen of one of a service's two keys, and of the one that is to take its place.
struct KeyView: View {
    var service: Service
    var slot: KeySlot

    private var mark: Service.KeyMark? { service.keys[slot] }
    private var refusedSince: String {
        mark?.refusedAt.map { "dal \($0.italianInSentence)" } ?? ""
    }
    /// Messages leave with it. With one that App IO refuses none do.
    private var isInUse: Bool {
        guard let mark, mark.refusedAt == nil else { return false }
        return KeySlot.inUse(preferring: service.preferred, of: service.keys.mapValues { $0.refusedAt != nil }) == slot
    }

    /// The other is in use: this one is proposed to be replaced.
    var isToReplace: Bool { service.keys.count == 2 && !isInUse && KeyView(service: service, slot: slot.other).isInUse }

    static let fields: Fields<Self> = [
        "slot": .text { $0.slot.rawValue },
        "label": .text { $0.slot.label },
        "isSet": .flag { $0.mark != nil },
        "last4": .text { $0.mark?.last4 ?? "" },
        "setAt": .text { $0.mark.map { RomeTime($0.setAt).italianDate } ?? "" },
        "setBy": .text { $0.mark.map { $0.setBy ?? "riga di comando" } ?? "" },
        "isInUse": .flag { $0.isInUse },
        "refusedSince": .text { $0.refusedSince },
        "candidate": .view { $0.service.candidates[$0.slot].map(CandidateView.init) },
    ]
}

/// A key that waits for App IO to take it.
struct CandidateView: View {
    var candidate: KeyCandidate

    private var isWaiting: Bool { candidate.answer == nil }

    private var standing: String {
        switch candidate.answer {
        case nil, .accepted: "in prova"
        case .refused where candidate.detail == TypedKey.doesNotOpen: TypedKey.doesNotOpen
        case .refused: "rifiutata da App IO"
        case .throttled: "da provare: App IO chiede di attendere, si riprova da sé"
        case .unavailable: "da provare: App IO non risponde, si riprova da sé"
        }
    }

    static let fields: Fields<Self> = [
        "last4": .text { $0.candidate.last4 },
        "setAt": .text { RomeTime($0.candidate.setAt).italianDate },
        "setBy": .text { $0.candidate.setBy ?? "riga di comando" },
        "standing": .text { $0.standing },
        "technical": .text { $0.candidate.detail == TypedKey.doesNotOpen ? "" : $0.candidate.detail ?? "" },
        "isRefused": .flag { $0.candidate.answer == .refused },
        "isWaiting": .flag { $0.isWaiting },
    ]
}

/// How a key fared that was tried a moment ago.
struct KeyOutcomeView: View {
    var sentence: String
    var answer: AskAnswer?
    /// App IO's own words.
    var detail: String?
    /// The answer has not come yet.
    var isWaiting: Bool
    /// A key is in use that was not, or still is.
    var isGood = false

    static let fields: Fields<Self> = [
        "sentence": .text { $0.sentence },
        "isRefusal": .flag { $0.answer == .refused },
        "tone": .text { $0.answer == .refused ? "danger" : $0.isGood ? "success" : "info" },
        "ours": .text { $0.detail == TypedKey.doesNotOpen ? TypedKey.doesNotOpen : "" },
        "technical": .text { $0.detail == TypedKey.doesNotOpen ? "" : $0.detail ?? "" },
        "isWaiting": .flag { $0.isWaiting },
    ]
}
