import AppIO
import Domain
import Logging
import Store

/// What becomes of a notification at the gate.
enum GateAnswer { case go, wait, giveBack }

/// App IO's bad hours: who waits, who tries, and who is told.
extension Engine {
    // MARK: - At the gate

    func mayLeave(_ send: Send) -> GateAnswer {
        let (now, lane) = (Instant.now, send.claim.lane), account = lane.account
        if outage.lanes.paused[lane] != nil, !send.isTrial { return .giveBack }
        outage.senders[account] = send.sender
        switch outage.windows.verdict(of: lane, now, waiting: send.atGateSince) {
        case .go:
            send.number = outage.windows.began(lane, now)
            return .go
        case .ask:
            if let sender = send.sender { ask(account, as: sender) }
        case .wait: break
        }
        return outage.windows.isBlocked(lane, now) || now - send.atGateSince >= outage.times.atGate ? .giveBack : .wait
    }

    /// Asks App IO whether it answers, with a message that it refuses before it stores anything.
    private func ask(_ account: Account, as sender: Credentials) {
        outage.windows.asked(account, .now)
        refund(-1, to: account)
        do {
            try io.probe(as: sender, within: outage.windows[account].probeTime) { [self] exchange in
                observe(exchange, of: account)
                switch exchange.outcome {
                case .throttled(let wait):
                    hold(account, wait)
                    outage.windows.probeAnswered(account, .now)
                case .accepted, .unauthorized, .refused, .retry(.serverError): outage.windows.probeAnswered(account, .now)
                case .unknown, .retry(.notSent): outage.windows.probeUnanswered(account, .now)
                }
            }
        } catch {
            outage.windows.probeUnanswered(account, .now)
        }
    }

    // MARK: - In the loop

    /// Asks again where App IO is silent, forgets what nobody wants, and says what has changed.
    func watchOutages() throws {
        let now = Instant.now
        guard outage.lastLook.map({ now - $0 >= OutageWatch.betweenLooks }) ?? true else { return }
        outage.lastLook = now
        if !outage.hasAdopted {
            outage.adopt(try installation.outagesToAdopt(on: ThisHost.name), now)
        }
        let wanting = scheduler.lanesToSend
        outage.lanes.forget(wanting: wanting, now)
        outage.windows.forget(wanting: wanting, now)
        watchQuestions(now)
        for account in Set(wanting.map(\.account)) {
            guard let sender = outage.senders[account], outage.windows.mayAsk(account, now) else { continue }
            ask(account, as: sender)
        }
        try report(now)
        try testRefusedKeys(now)
    }

    private func report(_ now: Instant) throws {
        let (outages, well) = (outage.outages(now), outage.lanes.takeWell())
        let changes = outage.changes(outages)
        for began in changes.began {
            logger.warning("\(began.place.word) paused", metadata: watch.metadata(began.place).merging(["why": "\(began.cause)"]) { $1 })
        }
        for place in changes.ended {
            // Its whole account stands still.
            if case .lane(let lane) = place, outage.reported[.account(lane.account)] != nil { continue }
            // What nobody wants is tried no more: nobody knows whether it would leave.
            logger.notice(outage.wasForgotten(place) ? "\(place.word) not tried any more" : "\(place.word) resumed",
                          metadata: watch.metadata(place))
        }
        for lane in well {
            settlements.note { [store = installation.store(of: lane.tenant)] in try store.makeDue(lane.service) }
        }
        guard outage.isToBeWritten(now) else { return }
        try installation.writeOutages(outages, of: id)
        outage.written(now)
    }

    /// A key that App IO refused is tried until it takes it again, and a service that stands still because of its keys goes on by
    /// itself: a question about App IO's own test citizen tells, and a message that is none.
    private func testRefusedKeys(_ now: Instant) throws {
        guard outage.lastKeyLook.map({ now - $0 >= outage.times.keyTests.first }) ?? true else { return }
        outage.lastKeyLook = now
        let refused = try installation.servicesWithRefusedKeys()
        outage.keyTests = outage.keyTests.filter { lane, _ in refused.contains { $0.lane == lane } }
        for keys in refused where connections.room(for: keys.lane.account) > 0 {
            let schedule = keys.isAwaited ? outage.times.keyTests : outage.times.spareKeyTests
            let last = outage.keyTests[keys.lane]?.triedAt
            let isDue = last.map { now - $0 >= schedule.interval(after: keys.age) } ?? (keys.isAwaited || keys.age >= schedule.first)
            if isDue { try testOne(of: keys, now) }
        }
    }

    private func testOne(of refused: RefusedKeys, _ now: Instant) throws {
        let lane = refused.lane, store = installation.store(of: lane.tenant)
        let access = try store.access(to: lane.service)
        guard let keys = Keys(access, tenant: lane.tenant, service: lane.service, from: keychain) else { return }
        // By turns, where there are two.
        let first = outage.keyTests[lane]?.slot.other ?? keys.preferred
        let slot = [first, first.other].first { refused.slots.contains($0) && keys.credentials($0) != nil } ?? first
        outage.keyTests[lane] = (now, slot)
        guard let sender = keys.credentials(slot), refused.slots.contains(slot) else { return }
        refund(-1, to: lane.account)
        try test(sender, of: lane.account, for: lane.tenant) { [self] answer, _, _ in
            guard answer == .accepted else { return }
            refund(-1, to: lane.account)
            // What takes the key for one call may refuse it for the other.
            try? io.probe(as: sender, within: outage.times.probe) { [self] exchange in
                switch exchange.outcome {
                case .accepted, .refused, .retry(.serverError): taken(slot, keys.access, refused)
                case .unauthorized, .throttled, .unknown, .retry(.notSent): break
                }
            }
        }
    }

    private func taken(_ slot: KeySlot, _ access: ServiceAccess, _ refused: RefusedKeys) {
        let lane = refused.lane, store = installation.store(of: lane.tenant)
        logger.notice(refused.isStopped ? "keys taken again" : "key taken again",
                      metadata: watch.metadata(.lane(lane)).merging(["slot": "\(slot.rawValue)"]) { $1 })
        noteTaken(slot, access, of: lane.service, store)
        // The other one may be taken again too.
        outage.keyTests[lane]?.triedAt = nil
        guard refused.isStopped else { return }
        settlements.note {
            try store.prefer(slot, of: lane.service)
            try store.resumeWithKeys(lane.service)
        }
    }

    /// What only the clocks say: which journals are old, and, after the database's was set back, which times lie ahead.
    func heedClocks() throws {
        let time = try installation.databaseTime()
        journal.forgetOld(database: time)
        guard outage.clock.wentBack(database: time, .now) else { return }
        let count = try installation.takeBackTimesAhead(
            claim: Send.claimLease(options.timeouts), post: Send.postLease(options.timeouts), on: RomeTime(.now()).date)
        if count > 0 { logger.warning("times ahead of the database's clock taken back", metadata: ["count": "\(count)"]) }
    }
}

extension OutageWatch.Place {
    var word: String {
        switch self {
        case .lane: "lane"
        case .account: "account"
        }
    }
}
