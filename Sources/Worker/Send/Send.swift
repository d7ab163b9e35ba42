import AppIO
import Domain
import Logging
import Store

/// One notification on its way: profile (unless its form had it asked for a moment ago), then the gate, where the doubt
/// opens, then the POST, then the settlement. What each answer means stands in reliability order in `submitAnswered`; what
/// may follow each state in `NotificationState.next`.
final class Send {
    let claim: Claim
    let owner: WorkerID
    let engine: Engine
    let store: TenantStore
    private let connection: ConnectionSlot
    let keys: Keys?
    var slot = KeySlot.primary
    /// The pair's other key gets one try.
    var hasChangedKey = false
    private var profile: LoggedCall?
    /// In Italy, when it was at the gate: its ceilings count it there.
    private(set) var day: CalendarDate?
    /// Its lane is paused, and it tries whether App IO is well again.
    let isTrial: Bool
    private(set) var atGateSince = ContinuousClock.now
    /// What its POST is known by among those of its account, from the gate to the answer.
    var number: Int?

    /// Seconds that a lease has over the time-outs: for the commits before and the settlement after.
    private static let margin = 20

    /// Longer than two profile calls take.
    static func claimLease(_ timeouts: Client.Timeouts) -> Int { Int((timeouts.ask * 2).inSeconds.rounded(.up)) + margin }

    static func postLease(_ timeouts: Client.Timeouts) -> Int {
        Int((timeouts.connect + timeouts.submit).inSeconds.rounded(.up)) + margin
    }

    init(_ claim: Claim, owner: WorkerID, engine: Engine) {
        (self.claim, self.owner, self.engine) = (claim, owner, engine)
        store = engine.installation.store(of: claim.lane.tenant)
        connection = engine.connections.take(for: claim.lane.account)
        keys = Keys(claim.access, tenant: claim.lane.tenant, service: claim.lane.service, from: engine.keychain)
        isTrial = engine.outage.lanes.paused[claim.lane] != nil
    }

    var sender: Credentials? { keys?.credentials(slot) }

    var attempt: Int { claim.notification.attempt + 1 }

    func start() {
        guard let keys else {
            engine.refund(CallBudget.callsPerSend, to: claim.lane.account)
            return stopService(.keys, StopKind.noKeyOpens)
        }
        slot = keys.preferred
        if claim.isKnownToBeReachable {
            engine.refund(1, to: claim.lane.account)
            profile = LoggedCall(reusedProfile: slot)
            return goToGate()
        }
        do { try askProfile() } catch {
            // Nothing was asked: the lease ends and the row is claimed again.
            engine.logger.error("a send could not begin", metadata: ["error": "\(error)"])
        }
    }

    // MARK: - The profile, under the lease

    private func askProfile() throws {
        guard let sender = keys?.credentials(slot) else { return }
        try engine.ask(of: claim.lane.account, as: sender) { [engine, claim] in
            try engine.io.profile(of: claim.notification.fiscalCode, as: sender, then: $0)
        } then: { [self] in profileAnswered($0) }
    }

    private func profileAnswered(_ exchange: HTTPExchange<ProfileOutcome>) {
        CrashPoint.profileAnswered.reach()
        engine.observe(exchange, of: claim.lane.account)
        let call = LoggedCall(.profile, slot, exchange, outcome: exchange.outcome.logged)
        engine.watch.called(call, claim.lane.tenant, claim.lane.service)
        if case .allowed = exchange.outcome {
            if hasChangedKey { preferSlot() }
            engine.noteTaken(slot, claim.access, of: claim.lane.service, store)
            profile = call
            engine.outage.lanes.profileAnswered(claim.lane)
            return goToGate()
        }
        if case .unauthorized = exchange.outcome {
            engine.noteRefused(slot, claim.access, of: claim.lane.service, store)
        }
        if case .unauthorized = exchange.outcome, changeKey() {
            engine.refund(-1, to: claim.lane.account)
            do { return try askProfile() } catch { return settleProfile(again(by: .notReached), call) }
        }
        // The call of the POST is not made.
        engine.refund(1, to: claim.lane.account)
        if exchange.outcome != .unavailable { laneSucceeded(at: .profile) }
        switch exchange.outcome {
        case .allowed: preconditionFailure("handled above")
        case .senderNotAllowed: settleProfile(.ended(.unreachable, .senderNotAllowed), call)
        case .notFound: settleProfile(.ended(.unreachable, .notOnIO), call)
        case .refused:
            settleProfile(.ended(.refused, .refusedByIO), call)
        case .throttled(let wait):
            engine.hold(claim.lane.account, wait)
            settleProfile(.again(after: wait.inSeconds, counted: false), call)
        case .unavailable: settleProfile(laneFailed(at: .profile, exchange, by: .notReached), call)
        case .unauthorized:
            settleProfile(.again(after: 5, counted: false), call)
            stopService(.keys, Self.refusedKeys(exchange.problem))
        }
    }

    // MARK: - The gate

    private func goToGate() {
        atGateSince = .now
        engine.sendCommit.queue(self)
    }

    func request(on day: CalendarDate) -> SendRequest {
        guard let profile else { preconditionFailure("it has not been at the gate") }
        self.day = day
        return SendRequest(claim, owner: owner, after: profile)
    }

    /// The lease must outlast the POST, so one whose commit took too long is taken back.
    func leave(_ permit: SendPermit, committedSince start: ContinuousClock.Instant) {
        switch permit {
        case .begun:
            guard ContinuousClock.now - start < .seconds(Self.margin / 2), submit() else { return takeBack() }
        case .lost:
            cancelDeparture()
            engine.refund(1, to: claim.lane.account)
        case .overServiceCeiling:
            cancelDeparture()
            engine.refund(1, to: claim.lane.account)
            stopService(.ceiling, "Massimo al giorno: \(claim.access?.dailyCeiling ?? 0).")
        case .overCitizenCeiling:
            cancelDeparture()
            engine.refund(1, to: claim.lane.account)
            settleProfile(.ended(.refused, .citizenCeiling), LoggedCall(notBegun: .submit, slot))
        }
    }

    /// Nothing left, though its state may say so.
    func takeBack() {
        cancelDeparture()
        engine.refund(1, to: claim.lane.account)
        engine.settlements.note { [store, claim, owner] in try store.giveBack(claim, owner: owner, after: 1) }
        settle(.again(after: 1, counted: false), LoggedCall(notBegun: .submit, slot))
    }

    // MARK: - The POST

    /// - Returns: false when the call could not even begin.
    private func submit() -> Bool {
        guard let sender = keys?.credentials(slot) else { return false }
        let content = claim.notification.content
        let message = NewMessage(content, dueDate: content.dueDate?.endOfDayInRome,
                                 requiresSecureChannels: claim.access?.requiresSecureChannels == true)
        do {
            try engine.io.submit(message, as: sender) { [self] in submitAnswered($0) }
            return true
        } catch {
            return false
        }
    }

    private func submitAnswered(_ exchange: HTTPExchange<SubmitOutcome>) {
        CrashPoint.answered.reach()
        engine.observe(exchange, of: claim.lane.account)
        let call = LoggedCall(.submit, slot, exchange, outcome: exchange.outcome.logged)
        engine.watch.called(call, claim.lane.tenant, claim.lane.service)
        windowHeard(exchange.outcome)
        switch exchange.outcome {
        case .accepted, .unauthorized, .throttled, .refused: laneSucceeded(at: .submit)
        case .unknown, .retry: break
        }
        switch exchange.outcome {
        case .accepted(let ioID):
            if hasChangedKey { preferSlot() }
            engine.journal.note(Departure(
                tenant: claim.lane.tenant, notification: claim.notification.id, attempt: attempt, ioID: ioID, at: .now(),
                digest: claim.notification.content.digest))
            settle(.accepted(ioID: ioID, firstCheck: ScheduleOfChecks.delay(afterCheck: 0)!.inSeconds), call)
            if claim.access?.refusals != 0 {
                engine.settlements.note { [store, claim] in try store.noteAcceptance(of: claim.lane.service) }
            }
        case .unknown:
            settle(.ended(.uncertain, exchange.httpStatus == nil ? .answerLost : .answerUnclear), call)
        case .refused:
            settle(.ended(.refused, .refusedByIO), call)
        case .throttled(let wait):
            engine.hold(claim.lane.account, wait)
            settle(.again(after: wait.inSeconds, counted: false), call)
        case .retry(.notSent): settle(laneFailed(at: .submit, exchange, by: .notReached), call)
        case .retry(.serverError):
            // Of its tries those that count: the others were made while App IO was unwell.
            settle(laneFailed(at: .submit, exchange, by: .brokenBeforeQueue, after: min(claim.tries, claim.serverErrors)), call)
        case .unauthorized:
            engine.noteRefused(slot, claim.access, of: claim.lane.service, store)
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
}
