import AppIO
import Domain
import Logging
import Store

/// Asks App IO where an accepted message stands, by the schedule or because a person pressed Verifica Stato.
final class StatusCheck {
    private let record: NotificationRecord
    private let checks: Int?
    private let engine: Engine
    private let tenant: Identifier
    private let store: TenantStore

    /// Seconds. Longer than one status call takes.
    static let lease = 60

    /// - Parameter checks: how many the schedule has made before this one; `nil` when a person asks, which moves no
    ///   schedule: who presses Verifica Stato again and again must not use it up.
    init(_ record: NotificationRecord, scheduledAfter checks: Int?, tenant: Identifier, engine: Engine) {
        (self.record, self.checks, self.engine, self.tenant) = (record, checks, engine, tenant)
        store = engine.host.store(of: tenant)
    }

    /// - Parameter answered: called with what came of it, for who asked, if somebody did.
    func start(answered: @escaping (AskAnswer, String?) -> Void) {
        do {
            guard let ioID = record.ioID,
                  let keys = Keys(try store.access(to: record.service), tenant: tenant, service: record.service, options: engine.options),
                  let account = keys.account(keys.preferred) else {
                miss(LoggedCall(notBegun: .status, .primary))
                return answered(.refused, nil)
            }
            try engine.io.status(of: ioID, to: record.fiscalCode, at: account) { [self] in
                statusAnswered($0, slot: keys.preferred)
                answered($0.outcome.answer, $0.problem?.title)
            }
        } catch {
            // The lease ends and the check is made again.
            engine.logger.error("a status could not be asked for", metadata: ["error": "\(error)"])
        }
    }

    private func statusAnswered(_ exchange: Exchange<StatusOutcome>, slot: KeySlot) {
        switch exchange.outcome {
        case .known(let status):
            settle(status)
        case .throttled(let wait):
            engine.settle { [store] in try store.hold(seconds: wait.inSeconds) }
            miss(LoggedCall(.status, slot, exchange, outcome: exchange.outcome.word))
        case .unauthorized, .unavailable:
            miss(LoggedCall(.status, slot, exchange, outcome: exchange.outcome.word))
        }
    }

    /// Seconds to the next scheduled check after this one, `nil` when it was the last.
    private func next(after checks: Int) -> Double? { ScheduleOfChecks.delay(afterCheck: checks + 1)?.inSeconds }

    private func settle(_ status: MessageStatus) {
        let words = IOWords(status: status.raw, email: status.email, push: status.push)
        let final: (NotificationState, Reason?)? = switch status.value {
        case .processed: (.processed, nil)
        case .rejected: (.rejected, nil)
        case .failed: (.failed, .failedAtIO)
        case .accepted, .throttled, .unknown: nil
        }
        engine.settle { [self] in
            if let (state, reason) = final, [.accepted, .undetermined].contains(record.state) {
                try store.settleStatus(record.id, state: state, reason: reason, words: words, next: nil)
            } else if let checks {
                let next = next(after: checks)
                try store.settleStatus(record.id, state: next == nil ? .undetermined : .accepted, reason: nil, words: words, next: next)
            } else {
                try store.recordWords(record.id, words, whileIn: record.state)
            }
        }
    }

    private func miss(_ call: LoggedCall) {
        engine.settle { [self] in
            if let checks {
                try store.missStatus(record.id, next: next(after: checks), call: call)
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
