import AppIO
import Domain
import Logging
import Store

/// The questions that pages leave for the worker.
extension Engine {
    func answer(_ ask: ClaimedAsk) {
        let store = host.store(of: ask.tenant)
        let reply: (AskAnswer, String?) -> Void = { [ledger] answer, detail in
            ledger.note { try store.answer(ask.id, answer, detail: detail) }
        }
        do {
            switch ask.question {
            case .key(let service, let slot):
                try testKey(slot, of: service, ask, store, reply)
            case .status(let notification):
                guard let record = try store.notification(notification) else { return reply(.refused, nil) }
                StatusCheck(record, asked: ask, access: try store.access(to: record.service), engine: self).start(answered: reply)
            case .reachability(let code, let service, _):
                RecipientCheck(code, ask, try store.access(to: service), by: service, engine: self).start()
            }
        } catch {
            // The lease ends and the question is claimed again, until it expires.
            logger.error("a question could not be asked", metadata: ["error": "\(error)"])
        }
    }

    /// A key is good when App IO lets its service ask for a profile; that of App IO's own test code is always there.
    private func testKey(
        _ slot: KeySlot, of service: Identifier, _ ask: ClaimedAsk, _ store: TenantStore, _ reply: @escaping (AskAnswer, String?) -> Void
    ) throws {
        let keys = Keys(try store.access(to: service), tenant: store.tenant, service: service, from: keychain)
        guard let sender = keys?.credentials(slot) else { return reply(.refused, "la chiave non si può aprire: inserirla di nuovo") }
        let place = places.take(for: ask.account)
        try io.profile(of: .officialTest, as: sender) { [self] exchange in
            observe(exchange.remaining, of: place.account)
            if case .throttled(let wait) = exchange.outcome { hold(place.account, wait) }
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
