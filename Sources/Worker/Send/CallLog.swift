import AppIO
import Domain
import Store

extension LoggedCall {
    /// What the attempts log keeps of a call: App IO's words, never the key.
    init<Outcome>(_ step: Step, _ slot: KeySlot, _ exchange: HTTPExchange<Outcome>, outcome: CallOutcome) {
        self.init(
            step: step, slot: slot, milliseconds: Int(exchange.duration.inSeconds * 1000), httpStatus: exchange.httpStatus,
            curlCode: exchange.curlCode, title: exchange.problem?.title, detail: exchange.problem?.detail, outcome: outcome)
    }

    /// A call that could not even begin.
    init(notBegun step: Step, _ slot: KeySlot) {
        self.init(step: step, slot: slot, milliseconds: 0, outcome: .notBegun)
    }

    /// A profile that was not asked for again: the form had it asked for within the last minute.
    init(reusedProfile slot: KeySlot) {
        self.init(step: .profile, slot: slot, milliseconds: 0, outcome: .reused)
    }
}

extension ProfileOutcome {
    var logged: CallOutcome {
        switch self {
        case .allowed: .allowed
        case .senderNotAllowed: .senderNotAllowed
        case .notFound: .notFound
        case .unauthorized: .unauthorized
        case .throttled: .throttled
        case .refused: .refused
        case .unavailable: .unavailable
        }
    }
}

extension SubmitOutcome {
    var logged: CallOutcome {
        switch self {
        case .accepted: .accepted
        case .unauthorized: .unauthorized
        case .throttled: .throttled
        case .refused: .refused
        case .retry(.notSent): .notSent
        case .retry(.serverError): .serverError
        case .unknown: .unknown
        }
    }
}

extension StatusOutcome {
    var logged: CallOutcome {
        switch self {
        case .known: .known
        case .unauthorized: .unauthorized
        case .throttled: .throttled
        case .unavailable: .unavailable
        }
    }
}
