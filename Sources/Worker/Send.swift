import AppIO
import Domain
import Logging
import Store

/// One notification on its way: profile, then the commit that opens a doubt, then the POST, then the
/// settlement. What each answer means stands in design order; what may follow each state in
/// `NotificationState.next`.
final class Send {
    private let claim: Claim
    private let owner: Identifier
    private let engine: Engine
    private let store: TenantStore
    private var keys: Keys?
    private var sealedKeys: [[UInt8]] = []
    private var slot = KeySlot.primary
    /// The pair's other key gets one try.
    private var hasChangedKey = false

    /// Seconds. Longer than two profile calls take.
    static let claimLease = 45
    /// Seconds that a POST's lease has over its time-outs: for the commit before and the settlement after.
    private static let leaseMargin = 20

    init(_ claim: Claim, owner: Identifier, engine: Engine) {
        (self.claim, self.owner, self.engine) = (claim, owner, engine)
        store = engine.host.store(of: claim.tenant)
    }

    private var id: Identifier { claim.notification.id }
    private var attempt: Int { claim.notification.attempt + 1 }

    func start() {
        do {
            let access = try store.access(to: claim.notification.service)
            sealedKeys = access.map { Array($0.sealedKeys.values) } ?? []
            keys = Keys(access, tenant: claim.tenant, service: claim.notification.service, options: engine.options)
            guard let keys else {
                return stopService("Nessuna chiave di questo servizio si può aprire: inserirla di nuovo.")
            }
            slot = keys.preferred
            try askProfile()
        } catch {
            // Nothing was asked: the lease ends and the row is claimed again.
            engine.logger.error("a send could not begin", metadata: ["error": "\(error)"])
        }
    }

    // MARK: - The profile, under the lease

    private func askProfile() throws {
        guard let account = keys?.account(slot) else { return }
        try engine.io.profile(of: claim.notification.fiscalCode, at: account) { [self] in profileAnswered($0) }
    }

    private func profileAnswered(_ exchange: Exchange<ProfileOutcome>) {
        let call = LoggedCall(.profile, slot, exchange, outcome: exchange.outcome.word)
        switch exchange.outcome {
        case .allowed:
            if hasChangedKey { preferSlot() }
            post()
        case .senderNotAllowed:
            settleProfile(.ended(.unreachable, .senderNotAllowed), call)
        case .notFound:
            settleProfile(.ended(.unreachable, .notOnIO), call)
        case .refused:
            settleProfile(.ended(.refused, .refusedByIO), call)
        case .throttled(let wait):
            hold(wait)
            settleProfile(.again(after: wait.inSeconds, counted: false), call)
        case .unavailable:
            settleProfile(again(by: .notReached), call)
        case .unauthorized:
            if changeKey() {
                do { try askProfile() } catch { settleProfile(again(by: .notReached), call) }
            } else {
                settleProfile(.again(after: 5, counted: false), call)
                stopService(Self.refusedKeys(exchange.problem))
            }
        }
    }

    private func settleProfile(_ settlement: Settlement, _ call: LoggedCall) {
        engine.settle { [store, id, owner] in try store.settleProfile(id, owner: owner, settlement, call: call) }
    }

    // MARK: - The POST

    /// The state is committed for this one row immediately before its POST: from then on a missing answer is a
    /// doubt. The lease must outlast the POST, so a commit that took too long is taken back.
    private func post() {
        let timeouts = engine.options.timeouts
        let lease = Int((timeouts.connect + timeouts.submit).inSeconds.rounded(.up)) + Self.leaseMargin
        let start = ContinuousClock.now
        do {
            guard try store.beginSending(id, attempt: attempt, owner: owner, lease: lease) else { return }
        } catch {
            // Not committed, or nobody knows. Nothing left, so it is no doubt: if it was committed, it is taken back.
            engine.logger.error("a send could not be committed", metadata: ["error": "\(error)"])
            return settle(.again(after: 1, counted: false), LoggedCall(notBegun: .submit, slot))
        }
        guard ContinuousClock.now - start < .seconds(Self.leaseMargin / 2), submit() else {
            return settle(.again(after: 1, counted: false), LoggedCall(notBegun: .submit, slot))
        }
    }

    /// - Returns: false when the call could not even begin.
    private func submit() -> Bool {
        guard let account = keys?.account(slot) else { return false }
        let content = claim.notification.content
        let message = NewMessage(content, dueDate: content.dueDate?.endOfDayInRome)
        do {
            try engine.io.submit(message, at: account) { [self] in submitAnswered($0) }
            return true
        } catch {
            return false
        }
    }

    private func submitAnswered(_ exchange: Exchange<SubmitOutcome>) {
        let call = LoggedCall(.submit, slot, exchange, outcome: exchange.outcome.word)
        switch exchange.outcome {
        case .accepted(let ioID):
            if hasChangedKey { preferSlot() }
            settle(.accepted(ioID: ioID, firstCheck: ScheduleOfChecks.delay(afterCheck: 0)!.inSeconds), call)
        case .refused:
            settle(.ended(.refused, .refusedByIO), call)
        case .unknown:
            settle(.ended(.uncertain, exchange.httpStatus == nil ? .answerLost : .answerUnclear), call)
        case .throttled(let wait):
            hold(wait)
            settle(.again(after: wait.inSeconds, counted: false), call)
        case .retry(.notSent):
            settle(again(by: .notReached), call)
        case .retry(.serverError):
            settle(again(by: .brokenBeforeQueue), call)
        case .unauthorized:
            // A complete 401 delivered nothing, so the row may go back; the other key is tried when it comes again,
            // unless this already is the second 401 in a row.
            if claim.notification.problemStatus != 401, changeKey() {
                preferSlot()
                settle(.again(after: 0, counted: false), call)
            } else {
                settle(.again(after: 5, counted: false), call)
                stopService(Self.refusedKeys(exchange.problem))
            }
        }
    }

    private func settle(_ settlement: Settlement, _ call: LoggedCall) {
        engine.settle { [store, id, attempt, owner] in
            try store.settleSubmit(id, attempt: attempt, owner: owner, settlement, call: call)
        }
    }

    // MARK: - Retries, keys, the account

    private func again(by policy: RetryPolicy) -> Settlement {
        if let wait = policy.delay(afterTry: claim.tries + 1, elapsed: .seconds(claim.queuedFor)) {
            return .again(after: wait.inSeconds, counted: true)
        }
        return .ended(.failed, claim.tries + 1 >= policy.tries ? .triesExhausted : .hoursExhausted)
    }

    private func changeKey() -> Bool {
        guard !hasChangedKey, keys?.account(slot.other) != nil else { return false }
        hasChangedKey = true
        slot = slot.other
        return true
    }

    private func preferSlot() {
        engine.settle { [store, claim, slot] in try store.prefer(slot, of: claim.notification.service) }
    }

    private func hold(_ wait: Duration) {
        engine.settle { [store] in try store.hold(seconds: wait.inSeconds) }
    }

    private func stopService(_ reason: String) {
        engine.settle { [store, claim, sealedKeys] in try store.stop(claim.notification.service, because: reason, tried: sealedKeys) }
    }

    private static func refusedKeys(_ problem: Problem?) -> String {
        "App IO ha risposto: \(problem?.title ?? "401")"
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
