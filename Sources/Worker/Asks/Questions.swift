import AppIO
import Domain
import Logging
import Store

/// The questions that pages leave for the worker.
extension Engine {
    private static let betweenQuestions = Duration.milliseconds(200)
    private static let betweenRings = Duration.milliseconds(20)
    /// How long after a ring of another host the next is listened for as often.
    private static let ringsGoOn = Duration.seconds(600)
    private static let mostAsks = 20
    /// Seconds.
    private static let askLease = 30

    /// Hears who rang on other hosts: soon while somebody does, else as often as questions are looked for.
    func hearOtherHosts() throws {
        guard isDue(lastRings, every: betweenRings) else { return }
        let tenants = try installation.takeRings()
        lastRings = .now
        guard !tenants.isEmpty else { return }
        lastRingFound = .now
        hear(tenants)
    }

    var betweenRings: Duration {
        lastRingFound.map { ContinuousClock.now - $0 < Self.ringsGoOn } == true ? Self.betweenRings : Self.betweenQuestions
    }

    func answerQuestions() throws {
        guard scheduler.wasRung || isDue(lastQuestions, every: Self.betweenQuestions) else { return }
        let open = try installation.somebodyAsks()
        if open.questions { for ask in try installation.claimAsks(limit: Self.mostAsks, lease: Self.askLease) { answer(ask) } }
        // Not sooner when somebody rings: a list of keys leaves their calls to those who send.
        if open.candidates, isDue(lastCandidates, every: Self.betweenQuestions) {
            for candidate in try installation.claimCandidates(limit: Self.mostAsks, lease: Self.askLease) { test(candidate) }
            lastCandidates = .now
        }
        lastQuestions = .now
    }

    private func answer(_ ask: ClaimedAsk) {
        let store = installation.store(of: ask.tenant)
        let reply: (AskAnswer, String?) -> Void = { [settlements] answer, detail in
            settlements.note(for: ask.tenant) { try store.answer(ask.id, answer, detail: detail) }
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

    private func testKey(
        _ slot: KeySlot, of service: ServiceID, _ ask: ClaimedAsk, _ store: TenantStore, _ reply: @escaping (AskAnswer, String?) -> Void
    ) throws {
        let access = try store.access(to: service)
        let keys = Keys(access, tenant: store.tenant, service: service, from: keychain)
        guard let sender = keys?.credentials(slot) else { return reply(.refused, TypedKey.doesNotOpen) }
        try test(sender, of: ask.account, for: ask.tenant) { [self] answer, _, detail in
            if answer == .accepted { noteTaken(slot, access, of: service, store) }
            if answer == .refused { noteRefused(slot, access, of: service, store) }
            reply(answer, detail)
        }
    }
}
