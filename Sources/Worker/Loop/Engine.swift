package import AppIO
import Doorbell
package import Domain
package import Logging
package import Secrets
package import Store

/// What an engine needs besides the database.
package struct EngineOptions: Sendable {
    package var live: BaseAddress
    package var trial: BaseAddress
    /// Reads what opens the keys of App IO: at the start, and again every few seconds.
    package var openingKeys: @Sendable () throws -> OpeningKeys
    /// Where the mark of what was sent is kept; no other worker has the same file.
    package var markFile: String
    /// The directory of the journal of what was sent; made if it is not there, and shared by as many workers as want to.
    package var journal: String
    /// The way to App IO.
    package var outbound: Outbound
    package var timeouts: Client.Timeouts
    package var outage = OutageTimes()

    package init(live: BaseAddress, trial: BaseAddress, openingKeys: @escaping @Sendable () throws -> OpeningKeys, markFile: String,
                 journal: String? = nil, outbound: Outbound = Outbound(), timeouts: Client.Timeouts = Client.Timeouts()) {
        (self.live, self.trial, self.openingKeys, self.markFile) = (live, trial, openingKeys, markFile)
        (self.journal, self.outbound, self.timeouts) = (journal ?? markFile + ".diario", outbound, timeouts)
    }
}

/// The worker's loop: settles what App IO answered, lets go what may leave, takes what is due. One thread drives many
/// exchanges at once, and no transaction is open while one of them is on its way.
package final class Engine {
    let installation: InstallationStore
    let io: Client
    let options: EngineOptions
    let logger: Logger
    let settlements: SettlementBatch
    let connections = ConnectionSlots()
    let keychain: Keychain
    let sendCommit: SendCommit
    let journal: Journal
    let watch: EngineWatch
    let id = WorkerID.make()
    var outage: OutageWatch
    private(set) var scheduler = LaneScheduler()
    private let doorbell: Doorbell
    private var ringers = Ringers()
    private var lastUpkeep: ContinuousClock.Instant?
    var lastQuestions: ContinuousClock.Instant?
    var lastCandidates: ContinuousClock.Instant?
    var lastRings: ContinuousClock.Instant?
    var lastRingFound: ContinuousClock.Instant?
    private var awaySince: ContinuousClock.Instant?
    private var databaseIsAway: Bool { awaySince != nil }
    private var turns = 0

    /// How long the loop sleeps when nobody rings.
    private static let pause = Duration.milliseconds(500)
    private static let betweenUpkeeps = Duration.seconds(3)
    /// How long the end may take: longer than a POST. What the database has not taken by then becomes a doubt.
    private static let longestEnd = Duration.seconds(90)

    /// - Parameter doorbell: where to listen. Taken over only when the mark is this worker's: one that is started beside
    ///   another by mistake leaves it its bell.
    /// - Throws: when libcurl does not start, the mark cannot be kept or the doorbell not be listened at.
    package init(database: DatabaseOptions, options: EngineOptions, doorbell: String, logger: Logger) throws {
        installation = InstallationStore(database)
        io = try Client(options.outbound, calls: ConnectionSlots.most + ConnectionSlots.forProbes, timeouts: options.timeouts)
        settlements = SettlementBatch(installation, logger)
        keychain = try Keychain(options)
        let file = try MarkFile(path: options.markFile)
        sendCommit = SendCommit(installation, file, logger)
        journal = try Journal(directory: options.journal, place: file.mark.id, logger)
        watch = EngineWatch(installation, logger)
        outage = OutageWatch(options.outage, most: ConnectionSlots.mostOfOne)
        self.doorbell = try Doorbell(listeningAt: doorbell)
        (self.options, self.logger) = (options, logger)
    }

    /// Works until somebody says to stop, then lets what is on its way end, for 90 seconds at most.
    ///
    /// - Parameter stopping: a descriptor that becomes readable when it is time to stop.
    /// - Throws: when libcurl cannot go on.
    package func run(untilReadable stopping: Int32) throws {
        logger.info("worker at work", metadata: ["worker": "\(id)", "seconds_without_a_worker": "\(silence)"])
        while true {
            if settle() { work() }
            let readable = try io.wait(upTo: pause, alsoWatching: [doorbell.descriptor, stopping])
            if readable.contains(doorbell.descriptor) { hear(doorbell.answer()) }
            if readable.contains(stopping) { break }
        }
        logger.info("worker told to stop", metadata: ["in_flight": "\(io.inFlight)"])
        CrashPoint.draining.reach()
        let end = ContinuousClock.now + Self.longestEnd
        while !settle() || io.inFlight > 0, ContinuousClock.now < end { _ = try io.wait(upTo: Self.pause) }
        sendCommit.close()
        try? settlements.flush()
        try? installation.writeOutages(outage.outages(.now), of: id)
        watch.end()
        try? installation.endBeat(worker: id)
    }

    private func hear(_ rings: [Ring]) {
        scheduler.heard(rings.map { ring in
            let tenant = watch.rung(ring.name)
            if let tenant, let ringer = ring.ringer { ringers.add(ringer, for: tenant, .now) }
            return tenant
        })
    }

    func hear(_ tenants: [TenantID]) { scheduler.heard(tenants) }

    /// Writes what was answered, and says so to who waits for it.
    private func flush() throws {
        try settlements.flush()
        for ringer in ringers.waiting(for: settlements.takeWritten()) { doorbell.tell(ringer) }
    }

    /// Writes what was answered, then commits what may leave and lets it go.
    ///
    /// - Returns: false while the database is away.
    private func settle() -> Bool {
        keepJournal()
        do {
            try flush()
            sendCommit.open(self)
            // What could not leave is to be written too.
            try flush()
            return true
        } catch {
            note(error)
            return false
        }
    }

    /// Before the rows: should the database come out of a backup tomorrow, it will not know. A disk that does not take it keeps
    /// everything else from leaving, and nothing from being settled.
    private func keepJournal() {
        let wasAway = journal.isAway
        do {
            try journal.flush(for: keychain.keys.newest.sealing)
            if wasAway { logger.notice("journal back") }
        } catch {
            if !wasAway { logger.critical("nothing leaves: \(error)") }
        }
        // Monitoring hears of it at once.
        if journal.isAway != wasAway { lastUpkeep = nil }
    }

    private func work() {
        do {
            try upkeep()
            try hearOtherHosts()
            try answerQuestions()
            try watchOutages()
            for lane in try scheduler.look(installation, sendsNothing: sendCommit.isShut) { outage.lanes.hurry(lane, .now) }
            turns += 1
            // A message takes two calls to send and one to follow: every third turn those that follow go first.
            for work in turns.isMultiple(of: 3) ? [Work.checks, .sends] : [.sends, .checks] { try take(work) }
            noteBack()
        } catch {
            note(error)
        }
    }

    private func take(_ work: Work) throws {
        if work == .sends && (sendCommit.isShut || journal.isAway) { return }
        let lanes = scheduler.next(work, connections, most: most(for: work)) { if work == .sends { outage.takes($0, .now) } }
        guard !lanes.isEmpty else { return }
        let owner = WorkerID.make(like: id)
        let lease = work == .sends ? Send.claimLease(options.timeouts) : StatusCheck.lease(options.timeouts)
        let turns: [Turn]
        do {
            turns = try installation.claim(work, from: lanes, owner: owner, lease: lease, under: sendCommit.mark)
        } catch is UnknownMark {
            return try sendCommit.reconcile()
        }
        for turn in turns {
            scheduler.ended(turn, of: work)
            if work == .sends, turn.claims.isEmpty { outage.foundNothing(turn.lane, hasMore: turn.hasMore) }
            for claim in turn.claims {
                CrashPoint.claimed.reach()
                switch work {
                case .sends: Send(claim, owner: owner, engine: self).start()
                case .checks: StatusCheck(claim, owner: owner, engine: self).start { _, _ in }
                }
            }
        }
    }

    private func most(for work: Work) -> (Lane) -> Int {
        { [self, now = Instant.now] in work == .sends ? outage.most(of: $0, now) : .max }
    }

    /// Says that this worker lives, makes doubts of what others left behind.
    private func upkeep() throws {
        guard isDue(lastUpkeep, every: Self.betweenUpkeeps) else { return }
        if !sendCommit.isShut { try sendCommit.beat() }
        if sendCommit.isShut { try sendCommit.reconcile() }
        do { try keychain.refresh() } catch { logger.error("the keys could not be read again", metadata: ["error": "\(error)"]) }
        try installation.beat(worker: id, host: ThisHost.name, newestKey: keychain.keys.newest.sealing.bytes,
                              cannotWrite: journal.isAway || sendCommit.cannotWrite)
        if case let lost = try installation.removeLostWorkers(of: ThisHost.name), lost > 0 { watch.lost(lost) }
        if case let expired = try installation.expireSending(), expired > 0 { watch.expired(expired) }
        try heedClocks()
        try installation.removeOutagesOfGoneWorkers()
        try installation.putOffChecksWithoutKey()
        try installation.removeExpiredAsks()
        keychain.forgetOld()
        try watch.upkeep()
        lastUpkeep = .now
    }

    /// How long no worker had been seen before this one, as far as one has left a trace.
    private var silence: String {
        do { return try installation.secondsSinceABeat().map { "\($0)" } ?? "none_known" } catch { return "database_away" }
    }

    private var pause: Duration {
        if databaseIsAway { return Self.pause }
        if sendCommit.hasNew { return .zero }
        let turn = scheduler.nextTurn(connections, sendsNothing: sendCommit.isShut, most: most(for: .sends))
        let next = min(turn ?? .now + Self.pause, .now + min(Self.pause, betweenRings))
        return max(.zero, next - .now)
    }

    func isDue(_ last: ContinuousClock.Instant?, every interval: Duration) -> Bool {
        last.map { ContinuousClock.now - $0 >= interval } ?? true
    }

    /// The log hears once that the database is away, not at every turn.
    private func note(_ error: any Error) {
        if !databaseIsAway { logger.error("database away", metadata: ["error": "\(error)"]) }
        awaySince = awaySince ?? .now
    }

    private func noteBack() {
        guard let since = awaySince else { return }
        logger.notice("database back", metadata: ["seconds": "\((ContinuousClock.now - since).components.seconds)"])
        awaySince = nil
    }
}

@available(*, unavailable)
extension Engine: Sendable {}
