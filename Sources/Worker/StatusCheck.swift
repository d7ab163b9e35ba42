import AppIO
import Domain
import Logging
import Store

/// Asks App IO where an accepted message stands, by the schedule or because a person pressed Verifica Stato.
final class StatusCheck {
    private let record: NotificationRecord
    private let checks: Int
    private let engine: Engine
    private let tenant: Identifier
    private let store: TenantStore

    /// Seconds. Longer than one status call takes.
    static let lease = 60

    /// - Parameter checks: how many were made by the schedule before this one.
    init(_ record: NotificationRecord, checks: Int, tenant: Identifier, engine: Engine) {
        (self.record, self.checks, self.engine, self.tenant) = (record, checks, engine, tenant)
        store = engine.host.store(of: tenant)
    }

    /// - Parameter answered: called with what came of it, for who asked, if somebody did.
    func start(answered: @escaping (AskAnswer, String?) -> Void) {
        do {
            guard let ioID = record.ioID,
                  let keys = Keys(try store.access(to: record.service), tenant: tenant, service: record.service, options: engine.options),
                  let account = keys.account(keys.preferred) else {
                miss(LoggedCall(notBegun: .status, .primary), next: ScheduleOfChecks.delay(afterCheck: checks + 1)?.inSeconds)
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
        let next = ScheduleOfChecks.delay(afterCheck: checks + 1)?.inSeconds
        switch exchange.outcome {
        case .known(let status):
            settle(status, next: next)
        case .throttled(let wait):
            engine.settle { [store] in try store.hold(seconds: wait.inSeconds) }
            miss(LoggedCall(.status, slot, exchange, outcome: exchange.outcome.word), next: next)
        case .unauthorized, .unavailable:
            miss(LoggedCall(.status, slot, exchange, outcome: exchange.outcome.word), next: next)
        }
    }

    private func settle(_ status: MessageStatus, next: Double?) {
        let words = IOWords(status: status.raw, email: status.email, push: status.push)
        guard [.accepted, .undetermined].contains(record.state) else {
            return engine.settle { [store, record] in try store.recordWords(record.id, words) }
        }
        let (state, reason): (NotificationState, Reason?) = switch status.value {
        case .processed: (.processed, nil)
        case .rejected: (.rejected, nil)
        case .failed: (.failed, .failedAtIO)
        case .accepted, .throttled, .unknown: (next == nil ? .undetermined : record.state, nil)
        }
        engine.settle { [store, record] in
            try store.settleStatus(record.id, state: state, reason: reason, words: words, next: state == .accepted ? next : nil)
        }
    }

    private func miss(_ call: LoggedCall, next: Double?) {
        engine.settle { [store, record] in try store.missStatus(record.id, next: next, call: call) }
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
