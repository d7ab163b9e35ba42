import AppIO
import Domain
import Store

/// Asks App IO whether a citizen can be reached, for a form that is being written. Nothing of it is logged; what the row
/// keeps is gone soon.
final class RecipientCheck {
    private let code: FiscalCode
    private let ask: ClaimedAsk
    private let service: ServiceID
    private let engine: Engine
    private let store: TenantStore
    private let keys: Keys?
    private let connection: ConnectionSlot?

    init(_ code: FiscalCode, _ ask: ClaimedAsk, _ access: ServiceAccess?, by service: ServiceID, engine: Engine) {
        (self.code, self.ask, self.service, self.engine) = (code, ask, service, engine)
        store = engine.installation.store(of: ask.tenant)
        keys = Keys(access, tenant: ask.tenant, service: service, from: engine.keychain)
        // Pages ask by themselves: when App IO hangs they must not take the places of others.
        connection = engine.connections.room(for: ask.account) > 0 ? engine.connections.take(for: ask.account) : nil
    }

    func start() {
        guard let keys else { return notMade(.keyRefused) }
        guard connection != nil else { return notMade(.unavailable) }
        askProfile(with: keys.preferred, orElse: keys.preferred.other)
    }

    /// - Parameter other: the key to try when App IO does not take the first.
    private func askProfile(with slot: KeySlot, orElse other: KeySlot?) {
        guard let sender = keys?.credentials(slot) else { return notMade(.keyRefused) }
        do {
            try engine.io.profile(of: code, as: sender) { [self] in answered($0, slot, other) }
        } catch {
            notMade(.unavailable)
        }
    }

    private func answered(_ exchange: HTTPExchange<ProfileOutcome>, _ slot: KeySlot, _ other: KeySlot?) {
        engine.observe(exchange, of: ask.account)
        engine.watch.called(LoggedCall(.profile, slot, exchange, outcome: exchange.outcome.logged), ask.tenant, service)
        switch exchange.outcome {
        case .allowed, .senderNotAllowed, .notFound:
            engine.noteTaken(slot, keys?.access, of: service, store)
            if other == nil { engine.settlements.note { [store, service] in try store.prefer(slot, of: service) } }
            reply(exchange.outcome == .allowed ? .reachable : exchange.outcome == .notFound ? .notOnIO : .senderNotAllowed)
        case .unauthorized:
            engine.noteRefused(slot, keys?.access, of: service, store)
            guard let other else { return reply(.keyRefused) }
            engine.refund(-1, to: ask.account)
            askProfile(with: other, orElse: nil)
        case .throttled(let wait):
            engine.hold(ask.account, wait)
            reply(.unavailable)
        case .refused, .unavailable: reply(.unavailable)
        }
    }

    private func notMade(_ answer: Reachability) {
        engine.refund(1, to: ask.account)
        reply(answer)
    }

    private func reply(_ answer: Reachability) {
        engine.settlements.note(for: ask.tenant) { [store, ask, now = ContinuousClock.now] in
            try store.answer(ask.id, answer, age: ContinuousClock.now - now)
        }
    }
}
