import AppIO
import Domain
import Store

extension LoggedCall {
    /// What the attempts log keeps of a call: App IO's words, never the key.
    init<Outcome>(_ step: Step, _ slot: KeySlot, _ exchange: HTTPExchange<Outcome>, outcome: String) {
        self.init(
            step: step, slot: slot, milliseconds: Int(exchange.duration.inSeconds * 1000), httpStatus: exchange.httpStatus,
            title: exchange.problem?.title ?? exchange.fault, detail: exchange.problem?.detail, outcome: outcome)
    }

    /// A call that could not even begin.
    init(notBegun step: Step, _ slot: KeySlot) {
        self.init(step: step, slot: slot, milliseconds: 0, httpStatus: nil, title: nil, detail: nil, outcome: "not_begun")
    }

    /// A profile that was not asked for again: the form had it asked for within the last minute.
    init(reusedProfile slot: KeySlot) {
        self.init(step: .profile, slot: slot, milliseconds: 0, httpStatus: nil, title: nil, detail: nil, outcome: "reused")
    }
}

extension ProfileOutcome {
    var word: String {
        switch self {
        case .allowed: "allowed"
        case .senderNotAllowed: "sender_not_allowed"
        case .notFound: "not_found"
        case .unauthorized: "unauthorized"
        case .throttled: "throttled"
        case .refused: "refused"
        case .unavailable: "unavailable"
        }
    }
}

extension SubmitOutcome {
    var word: String {
        switch self {
        case .accepted: "accepted"
        case .unauthorized: "unauthorized"
        case .throttled: "throttled"
        case .refused: "refused"
        case .retry(.notSent): "not_sent"
        case .retry(.serverError): "server_error"
        case .unknown: "unknown"
        }
    }
}

extension StatusOutcome {
    var word: String {
        switch self {
        case .known: "known"
        case .unauthorized: "unauthorized"
        case .throttled: "throttled"
        case .unavailable: "unavailable"
        }
    }
}
