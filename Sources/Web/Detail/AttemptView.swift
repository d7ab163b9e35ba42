import Domain
import Store
import Template

/// A line of the attempts log.
struct AttemptView: View {
    var attempt: Attempt

    private var step: String {
        switch attempt.step {
        case .profile: "Profilo"
        case .submit: "Invio n. \(attempt.number)"
        case .status: "Stato"
        }
    }

    /// App IO's own words, and libcurl's number.
    private var technical: String {
        [attempt.curlCode.map { "libcurl \($0)" }, attempt.title, attempt.detail].compactMap { $0 }.joined(separator: " · ")
    }

    static let fields: Fields<Self> = [
        "date": .text { RomeTime($0.attempt.beganAt).italianDate },
        "time": .text { RomeTime($0.attempt.beganAt).italianTime },
        "step": .text { $0.step },
        "outcome": .text { $0.attempt.outcome.label },
        "httpStatus": .text { $0.attempt.httpStatus.map(String.init) ?? "" },
        "fault": .text { $0.attempt.curlCode.map(TransportFault.meaning) ?? "" },
        "technical": .text { $0.technical },
        "milliseconds": .text { $0.attempt.milliseconds.italian },
        "slot": .text { $0.attempt.slot.label },
    ]
}
