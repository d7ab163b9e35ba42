import AppIO
import Domain
import Store

/// What follows from an answer: the settlement and what counts with it, another try, the other key, a stop.
extension Send {
    func settleProfile(_ settlement: Settlement, _ call: LoggedCall) {
        engine.watch.settled(settlement, claim)
        engine.settlements.note(for: store.tenant) { [store, claim, owner, watch = engine.watch] in
            guard try store.settleProfile(claim.notification.id, owner: owner, settlement, call: call) else { return }
            try store.count(settlement, call, of: claim, watch)
        }
    }

    func settle(_ settlement: Settlement, _ call: LoggedCall) {
        engine.watch.settled(settlement, claim)
        engine.settlements.note(for: store.tenant) { [store, claim, attempt, owner, day, watch = engine.watch] in
            guard try store.settleSubmit(claim.notification.id, attempt: attempt, owner: owner, settlement, call: call) else { return }
            try store.count(settlement, call, of: claim, begunOn: day, watch)
        }
    }

    /// - Parameter count: of the tries before this one those that the policy counts; `nil`: all of them.
    func again(by policy: RetryPolicy, after count: Int? = nil) -> Settlement {
        let count = (count ?? claim.tries) + 1
        if let wait = policy.delay(afterTry: count, elapsed: .seconds(claim.triedFor)) {
            return .again(after: wait.inSeconds, counted: true)
        }
        return .ended(.failed, count >= policy.tries ? .triesExhausted : .hoursExhausted)
    }

    func changeKey() -> Bool {
        guard !hasChangedKey, keys?.credentials(slot.other) != nil else { return false }
        hasChangedKey = true
        slot = slot.other
        return true
    }

    func preferSlot() {
        engine.settlements.note { [store, claim, slot] in try store.prefer(slot, of: claim.lane.service) }
    }

    func stopService(_ kind: StopKind, _ reason: String) {
        let tried = claim.access.map { Array($0.sealedKeys.values) } ?? []
        engine.settlements.note { [store, claim, watch = engine.watch] in
            if try store.stop(claim.lane.service, kind, because: reason, tried: tried) { watch.stopped(kind, claim.lane, because: reason) }
        }
    }

    static func refusedKeys(_ problem: Problem?) -> String {
        "App IO ha risposto: \(problem?.title ?? "401")"
    }
}

extension TenantStore {
    /// What counts with a settlement, in its transaction: once, as it does, and not without it.
    ///
    /// - Parameter day: when its POST began, if it did.
    fileprivate func count(
        _ settlement: Settlement, _ call: LoggedCall, of claim: Claim, begunOn day: CalendarDate? = nil, _ watch: EngineWatch
    ) throws {
        if case .ended(.refused, .refusedByIO) = settlement {
            let reason = "L’ultimo rifiuto: «\(call.title ?? "senza spiegazione")»"
            if try noteRefusal(of: claim.lane.service, because: reason) { watch.stopped(.refusals, claim.lane, because: reason) }
        }
        if let day, !settlement.mayHaveArrived { try uncount(claim, on: day) }
    }
}
