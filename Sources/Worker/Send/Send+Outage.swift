import AppIO
import Domain
import Store

/// What an answer says of App IO, beside what it says of the notification.
extension Send {
    /// The calls went through as far as that: App IO is well.
    func laneSucceeded(at step: LanePauses.Step) { engine.outage.lanes.succeeded(claim.lane, at: step, .now) }

    /// A call that delivered nothing and is made again. While its lane is paused it does not count: the hour is bad, not the message.
    func laneFailed<Outcome>(
        at step: LanePauses.Step, _ exchange: HTTPExchange<Outcome>, by policy: RetryPolicy, after count: Int? = nil
    ) -> Settlement {
        engine.outage.lanes.failed(claim.lane, at: step, because: PauseCause(exchange), .now)
        let lanes = engine.outage.lanes
        guard lanes.isUnwell(claim.lane, .now) else { return again(by: policy, after: count) }
        guard .seconds(claim.triedFor) < policy.time else { return .ended(.failed, .hoursExhausted) }
        guard lanes.paused[claim.lane] != nil else { return .again(after: lanes.shortDelay(claim.lane).inSeconds, counted: false) }
        // Behind the others, so that the next try is made with one of them.
        return .again(after: isTrial ? engine.outage.times.tries.usual.inSeconds * 0.9 : 0, counted: false)
    }

    /// The POST came back, or not.
    func windowHeard(_ outcome: SubmitOutcome) {
        guard let number else { return }
        switch outcome {
        case .unknown: engine.outage.windows.lost(number, of: claim.lane, .now)
        case .retry(.notSent): engine.outage.windows.cancelled(number, of: claim.lane)
        case .accepted, .unauthorized, .throttled, .refused, .retry(.serverError):
            engine.outage.windows.answered(number, of: claim.lane, .now)
        }
        self.number = nil
    }

    /// It does not leave after all.
    func cancelDeparture() {
        if let number { engine.outage.windows.cancelled(number, of: claim.lane) }
        number = nil
    }

    /// It may not leave now. No try, no doubt: it is due at once.
    func giveBack() {
        engine.refund(1, to: claim.lane.account)
        engine.settlements.note { [store, claim, owner] in try store.giveBack(claim, owner: owner) }
    }
}

extension PauseCause {
    fileprivate init<Outcome>(_ exchange: HTTPExchange<Outcome>) {
        self = exchange.httpStatus != nil ? .failing : exchange.wasNotConnected ? .unreachable : .silent
    }
}
