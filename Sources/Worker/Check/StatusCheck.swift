import AppIO
import Domain
import Logging
import Store

/// Asks App IO where an accepted message stands, by the schedule or because a person pressed Verifica Stato.
final class StatusCheck {
    private let record: NotificationRecord
    /// How many checks the schedule has made before this one and who holds the claim; `nil` when a person asks, which moves
    /// no schedule: who presses Verifica Stato again and again must not use it up.
    private let scheduled: (checks: Int, owner: WorkerID)?
    private let access: ServiceAccess?
    private let engine: Engine
    private let store: TenantStore
    private let connection: ConnectionSlot

    /// Seconds; longer than one status call takes.
    static func lease(_ timeouts: Client.Timeouts) -> Int { Int(timeouts.ask.inSeconds.rounded(.up)) + 45 }

    init(_ claim: Claim, owner: WorkerID, engine: Engine) {
        (record, scheduled, access, self.engine) = (claim.notification, (claim.checks, owner), claim.access, engine)
        store = engine.installation.store(of: claim.lane.tenant)
        connection = engine.connections.take(for: claim.lane.account)
    }

    init(_ record: NotificationRecord, asked ask: ClaimedAsk, access: ServiceAccess?, engine: Engine) {
        (self.record, scheduled, self.access, self.engine) = (record, nil, access, engine)
        store = engine.installation.store(of: ask.tenant)
        connection = engine.connections.take(for: ask.account)
    }

    /// - Parameter answered: called with what came of it, for who asked, if somebody did.
    func start(answered: @escaping (AskAnswer, String?) -> Void) {
        CrashPoint.checked.reach()
        do {
            guard let ioID = record.ioID,
                  let keys = Keys(access, tenant: store.tenant, service: record.service, from: engine.keychain),
                  let sender = keys.credentials(keys.preferred) else {
                engine.refund(1, to: connection.account)
                miss(LoggedCall(notBegun: .status, .primary))
                return answered(.refused, nil)
            }
            try engine.ask(of: connection.account, as: sender) { [engine, record] in
                try engine.io.status(of: ioID, to: record.fiscalCode, as: sender, then: $0)
            } then: { [self] in
                statusAnswered($0, slot: keys.preferred)
                answered($0.outcome.answer, $0.problem?.title)
            }
        } catch {
            // The lease ends and the check is made again.
            engine.logger.error("a status could not be asked for", metadata: ["error": "\(error)"])
        }
    }

    private func statusAnswered(_ exchange: HTTPExchange<StatusOutcome>, slot: KeySlot) {
        CrashPoint.checkAnswered.reach()
        engine.observe(exchange, of: connection.account)
        var call = LoggedCall(.status, slot, exchange, outcome: exchange.outcome.logged)
        if case .known(let status) = exchange.outcome { call.title = status.raw }
        engine.watch.called(call, store.tenant, record.service)
        switch exchange.outcome {
        case .known(let status):
            settle(status, call)
        case .throttled(let wait):
            engine.hold(connection.account, wait)
            miss(call)
        case .unauthorized:
            // The next check goes with the other key, if there is one.
            engine.noteRefused(slot, access, of: record.service, store)
            miss(call)
        case .unavailable:
            miss(call)
        }
    }

    /// Seconds to the next scheduled check after this one, `nil` when it was the last.
    private func next(after checks: Int) -> Double? { ScheduleOfChecks.delay(afterCheck: checks + 1)?.inSeconds }

    private func settle(_ status: MessageStatus, _ call: LoggedCall) {
        let words = IOWords(status: status.raw, email: status.email, push: status.push)
        let final: (NotificationState, Reason?)? = switch status.value {
        case .processed: (.processed, nil)
        case .rejected: (.rejected, nil)
        case .failed: (.failed, .failedAtIO)
        case .accepted, .throttled, .unknown: nil
        }
        let next = next(after: scheduled?.checks ?? 0)
        if let state = final?.0 ?? (scheduled != nil && next == nil ? .undetermined : nil) { engine.watch.delivered(state) }
        engine.settlements.note { [store, record, scheduled, next] in
            if let (state, reason) = final, [.accepted, .undetermined].contains(record.state) {
                try store.settleStatus(
                    record.id, owner: scheduled?.owner, about: record.ioID, state: state, reason: reason, words: words, next: nil,
                    call: call)
            } else if let scheduled {
                try store.settleStatus(
                    record.id, owner: scheduled.owner, about: record.ioID, state: next == nil ? .undetermined : .accepted, reason: nil,
                    words: words, next: next, call: record.ioStatus == words.status ? nil : call)
            } else {
                try store.recordWords(record.id, words, whileIn: record.state)
            }
        }
    }

    private func miss(_ call: LoggedCall) {
        engine.settlements.note { [store, record, scheduled, next = next(after: scheduled?.checks ?? 0)] in
            if let scheduled {
                try store.missStatus(record.id, owner: scheduled.owner, next: next, call: call)
            } else {
                try store.logStatus(call, of: record.id)
            }
        }
    }
}

extension StatusOutcome {
    var answer: AskAnswer {
        switch self {
        case .known: .accepted
        case .unauthorized: .refused
        case .throttled: .throttled
        case .unavailable: .unavailable
        }
    }
}
