import AppIO
import Domain
import Logging
import Store

/// Trying keys: a candidate before it is used, one in use when somebody asks.
extension Engine {
    /// Seconds between tries of a candidate while App IO does not answer.
    private static let (shortestPause, longestPause) = (5, 600)

    func test(_ candidate: ClaimedCandidate) {
        let store = installation.store(of: candidate.tenant)
        let binding = SealedKey.binding(tenant: candidate.tenant, service: candidate.service)
        guard let key = keychain.open(candidate.sealed, for: binding) else {
            refund(1, to: candidate.account)
            return settlements.note(for: candidate.tenant) { try store.refuse(candidate, detail: TypedKey.doesNotOpen) }
        }
        do {
            let sender = Credentials(base: keychain.base(candidate.account.environment), key: key)
            try test(sender, of: candidate.account, for: candidate.tenant) { [settlements] answer, wait, detail in
                settlements.note(for: candidate.tenant) {
                    switch answer {
                    case .accepted: try store.install(candidate)
                    case .refused: try store.refuse(candidate, detail: detail)
                    case .throttled, .unavailable:
                        let pause = min(Self.shortestPause << min(candidate.tries, 8), Self.longestPause)
                        try store.putOff(candidate, answer, detail: detail, seconds: min(wait ?? pause, Self.longestPause))
                    }
                }
            }
        } catch {
            // The lease ends and the candidate is claimed again.
            logger.error("a key could not be tried", metadata: ["error": "\(error)"])
        }
    }

    /// A key is good when App IO lets its service ask for a profile; that of App IO's own test code is always there.
    ///
    /// - Parameter answered: gets the seconds that App IO asks to wait, and its words for a refusal.
    func test(
        _ sender: Credentials, of account: Account, for tenant: TenantID,
        answered: @escaping (_ answer: AskAnswer, _ wait: Int?, _ detail: String?) -> Void
    ) throws {
        let connection = connections.take(for: account)
        try io.profile(of: .officialTest, as: sender) { [self] exchange in
            observe(exchange, of: connection.account)
            watch.called(LoggedCall(.profile, .primary, exchange, outcome: exchange.outcome.logged), tenant, nil)
            var wait: Int?
            if case .throttled(let pause) = exchange.outcome {
                hold(connection.account, pause)
                wait = Int(pause.inSeconds.rounded(.up))
            }
            let answer: AskAnswer = switch exchange.outcome {
            case .allowed, .senderNotAllowed, .notFound: .accepted
            case .unauthorized, .refused: .refused
            case .throttled: .throttled
            case .unavailable: .unavailable
            }
            answered(answer, wait, exchange.problem?.title)
        }
    }
}
