import AppIO
import Domain
import Logging
import Store

/// The questions that pages leave for the worker.
extension Engine {
    func answer(_ ask: ClaimedAsk) {
        let store = host.store(of: ask.tenant)
        let reply: (AskAnswer, String?) -> Void = { [self] answer, detail in
            settle { try store.answer(ask.id, answer, detail: detail) }
        }
        do {
            switch ask.question {
            case .key(let service, let slot):
                try testKey(slot, of: service, store, reply)
            case .status(let notification):
                guard let record = try store.notification(notification) else { return reply(.refused, nil) }
                StatusCheck(record, scheduledAfter: nil, tenant: ask.tenant, engine: self).start(answered: reply)
            }
        } catch {
            // The lease ends and the question is claimed again, until it expires.
            logger.error("a question could not be asked", metadata: ["error": "\(error)"])
        }
    }

    /// A key is good when App IO lets its service ask for a profile; that of App IO's own test code is always there.
    private func testKey(
        _ slot: KeySlot, of service: Identifier, _ store: TenantStore, _ reply: @escaping (AskAnswer, String?) -> Void
    ) throws {
        let keys = Keys(try store.access(to: service), tenant: store.tenant, service: service, options: options)
        guard let account = keys?.account(slot) else { return reply(.refused, "la chiave non si può aprire: inserirla di nuovo") }
        try io.profile(of: .officialTest, at: account) { exchange in
            let answer: AskAnswer = switch exchange.outcome {
            case .allowed, .senderNotAllowed, .notFound: .accepted
            case .unauthorized, .refused: .refused
            case .throttled: .throttled
            case .unavailable: .unavailable
            }
            reply(answer, exchange.problem?.title)
        }
    }
}
