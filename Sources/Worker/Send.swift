import AppIO
import Domain
import Logging
import Store

/// One notification on its way: profile, then the gate, where the doubt opens, then the POST, then the settlement. What
/// each answer means stands in reliability order in `submitAnswered`; what may follow each state in
/// `NotificationState.next`.
final class Send {
    private let claim: Claim
    private let owner: Identifier
    private let engine: Engine
    private let store: TenantStore
    private let place: Place
    private let keys: Keys?
    private var slot = KeySlot.primary
    /// The pair's other key gets one try.
    private var hasChangedKey = false
    private var profile: LoggedCall?
    /// In Italy, when it was at the gate: its ceilings count it there.
    private var day: CalendarDate?

    /// Seconds that a lease has over the time-outs: for the commits before and the settlement after.
    private static let margin = 20

    /// Longer than two profile calls take.
    static func claimLease(_ timeouts: Client.Timeouts) -> Int { Int((timeouts.ask * 2).inSeconds.rounded(.up)) + margin }

    static func postLease(_ timeouts: Client.Timeouts) -> Int {
        Int((timeouts.connect + timeouts.submit).inSeconds.rounded(.up)) + margin
    }

    init(_ claim: Claim, owner: Identifier, engine: Engine) {
        (self.claim, self.owner, self.engine) = (claim, owner, engine)
        store = engine.host.store(of: claim.lane.tenant)
        place = engine.places.take(for: claim.lane.account)
        keys = Keys(claim.access, tenant: claim.lane.tenant, service: claim.lane.service, from: engine.keychain)
    }

    private var id: Identifier { claim.notification.id }
    private var attempt: Int { claim.notification.attempt + 1 }

    func start() {
        guard let keys else {
            engine.refund(CallBudget.callsPerSend, to: claim.lane.account)
            return stopService(.keys, "Nessuna chiave di questo servizio si può aprire: inserirla di nuovo.")
        }
        slot = keys.preferred
        do { try askProfile() } catch {
            // Nothing was asked: the lease ends and the row is claimed again.
            engine.logger.error("a send could not begin", metadata: ["error": "\(error)"])
        }
    }

    // MARK: - The profile, under the lease

    private func askProfile() throws {
        guard let sender = keys?.credentials(slot) else { return }
        try engine.io.profile(of: claim.notification.fiscalCode, as: sender) { [self] in profileAnswered($0) }
    }

    private func profileAnswered(_ exchange: Exchange<ProfileOutcome>) {
        CrashPoint.profileAnswered.reach()
        engine.observe(exchange.remaining, of: claim.lane.account)
        let call = LoggedCall(.profile, slot, exchange, outcome: exchange.outcome.word)
        if case .allowed = exchange.outcome {
            if hasChangedKey { preferSlot() }
            profile = call
            return engine.gate.queue(self)
        }
        if case .unauthorized = exchange.outcome, changeKey() {
            engine.refund(-1, to: claim.lane.account)
            do { return try askProfile() } catch { return settleProfile(again(by: .notReached), call) }
        }
        // The call of the POST is not made.
        engine.refund(1, to: claim.lane.account)
        switch exchange.outcome {
        case .allowed: preconditionFailure("handled above")
        case .senderNotAllowed: settleProfile(.ended(.unreachable, .senderNotAllowed), call)
        case .notFound: settleProfile(.ended(.unreachable, .notOnIO), call)
        case .refused:
            settleProfile(.ended(.refused, .refusedByIO), call)
        case .throttled(let wait):
            engine.hold(claim.lane.account, wait)
            settleProfile(.again(after: wait.inSeconds, counted: false), call)
        case .unavailable: settleProfile(again(by: .notReached), call)
        case .unauthorized:
            settleProfile(.again(after: 5, counted: false), call)
            stopService(.keys, Self.refusedKeys(exchange.problem))
        }
    }

    private func settleProfile(_ settlement: Settlement, _ call: LoggedCall) {
        engine.ledger.note { [store, claim, id, owner] in
            guard try store.settleProfile(id, owner: owner, settlement, call: call) else { return }
            try store.count(settlement, call, of: claim)
        }
    }

    // MARK: - The gate

    func departure(on day: CalendarDate) -> Departure {
        guard let profile else { preconditionFailure("it has not been at the gate") }
        self.day = day
        return Departure(claim, owner: owner, after: profile)
    }

    /// The lease must outlast the POST, so one whose commit took too long is taken back.
    func leave(_ clearance: Clearance, committedSince start: ContinuousClock.Instant) {
        switch clearance {
        case .begun:
            guard ContinuousClock.now - start < .seconds(Self.margin / 2), submit() else { return takeBack() }
        case .lost:
            engine.refund(1, to: claim.lane.account)
        case .overServiceCeiling:
            engine.refund(1, to: claim.lane.account)
            stopService(.ceiling, "Il massimo è di \(claim.access?.dailyCeiling ?? 0) messaggi al giorno.")
        case .overCitizenCeiling:
            engine.refund(1, to: claim.lane.account)
            if let profile { settleProfile(.ended(.refused, .citizenCeiling), profile.unexplained) }
        }
    }

    /// Nothing left, though its state may say so.
    func takeBack() {
        engine.refund(1, to: claim.lane.account)
        settle(.again(after: 1, counted: false), LoggedCall(notBegun: .submit, slot))
    }

    // MARK: - The POST

    /// - Returns: false when the call could not even begin.
    private func submit() -> Bool {
        guard let sender = keys?.credentials(slot) else { return false }
        let content = claim.notification.content
        let message = NewMessage(content, dueDate: content.dueDate?.endOfDayInRome)
        do {
            try engine.io.submit(message, as: sender) { [self] in submitAnswered($0) }
            return true
        } catch {
            return false
        }
    }

    private func submitAnswered(_ exchange: Exchange<SubmitOutcome>) {
        CrashPoint.answered.reach()
        engine.observe(exchange.remaining, of: claim.lane.account)
        let call = LoggedCall(.submit, slot, exchange, outcome: exchange.outcome.word)
        switch exchange.outcome {
        case .accepted(let ioID):
            if hasChangedKey { preferSlot() }
            settle(.accepted(ioID: ioID, firstCheck: ScheduleOfChecks.delay(afterCheck: 0)!.inSeconds), call)
            if claim.access?.refusals != 0 {
                engine.ledger.note { [store, claim] in try store.noteAcceptance(of: claim.lane.service) }
            }
        case .unknown:
            settle(.ended(.uncertain, exchange.httpStatus == nil ? .answerLost : .answerUnclear), call)
        case .refused:
            settle(.ended(.refused, .refusedByIO), call)
        case .throttled(let wait):
            engine.hold(claim.lane.account, wait)
            settle(.again(after: wait.inSeconds, counted: false), call)
        case .retry(.notSent): settle(again(by: .notReached), call)
        case .retry(.serverError): settle(again(by: .brokenBeforeQueue), call)
        case .unauthorized:
            // A complete 401 delivered nothing, so the row may go back; the other key is tried when it comes again,
            // unless this already is the second 401 in a row.
            if claim.notification.problemStatus != 401, changeKey() {
                preferSlot()
                settle(.again(after: 0, counted: false), call)
            } else {
                settle(.again(after: 5, counted: false), call)
                stopService(.keys, Self.refusedKeys(exchange.problem))
            }
        }
    }

    private func settle(_ settlement: Settlement, _ call: LoggedCall) {
        engine.ledger.note { [store, claim, id, attempt, owner, day] in
            guard try store.settleSubmit(id, attempt: attempt, owner: owner, settlement, call: call) else { return }
            try store.count(settlement, call, of: claim, begunOn: day)
        }
    }
}

// MARK: - Retries, keys, brakes

extension Send {
    private func again(by policy: RetryPolicy) -> Settlement {
        if let wait = policy.delay(afterTry: claim.tries + 1, elapsed: .seconds(claim.triedFor)) {
            return .again(after: wait.inSeconds, counted: true)
        }
        return .ended(.failed, claim.tries + 1 >= policy.tries ? .triesExhausted : .hoursExhausted)
    }

    private func changeKey() -> Bool {
        guard !hasChangedKey, keys?.credentials(slot.other) != nil else { return false }
        hasChangedKey = true
        slot = slot.other
        return true
    }

    private func preferSlot() {
        engine.ledger.note { [store, claim, slot] in try store.prefer(slot, of: claim.lane.service) }
    }

    private func stopService(_ kind: StopKind, _ reason: String) {
        let tried = claim.access.map { Array($0.sealedKeys.values) } ?? []
        engine.ledger.note { [store, claim] in try store.stop(claim.lane.service, kind, because: reason, tried: tried) }
    }

    private static func refusedKeys(_ problem: Problem?) -> String {
        "App IO ha risposto: \(problem?.title ?? "401")"
    }
}

extension TenantStore {
    /// What counts with a settlement, in its transaction: once, as it does, and not without it.
    ///
    /// - Parameter day: when its POST began, if it did.
    fileprivate func count(_ settlement: Settlement, _ call: LoggedCall, of claim: Claim, begunOn day: CalendarDate? = nil) throws {
        if case .ended(.refused, .refusedByIO) = settlement {
            try noteRefusal(of: claim.lane.service, because: "L’ultimo rifiuto: «\(call.title ?? "senza spiegazione")»")
        }
        if let day, !settlement.mayHaveArrived { try uncount(claim, on: day) }
    }
}

extension Engine {
    /// Gives calls back to an account that were paid for and not made; a negative number takes them.
    func refund(_ calls: Int, to account: Account) {
        ledger.note { [host] in try host.spend(-calls, of: account) }
    }

    /// App IO told the account to wait.
    func hold(_ account: Account, _ wait: Duration) {
        ledger.note { [host] in try host.hold(account, seconds: wait.inSeconds) }
    }

    /// App IO said how many calls the account has left. Only few are of interest: others call with it too.
    func observe(_ remaining: Int?, of account: Account) {
        guard let remaining, remaining < CallBudget.burst else { return }
        ledger.note { [host] in try host.lower(account, to: remaining) }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
