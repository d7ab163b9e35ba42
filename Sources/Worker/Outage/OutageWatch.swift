import AppIO
import Domain
import Store

/// What the worker knows of App IO's health, and what it has told others of it.
struct OutageWatch {
    var lanes: LanePauses
    var windows: AnswerWindows
    var questions: HungQuestions
    var clock = ClockWatch()
    let times: OutageTimes
    /// As whom to ask whether App IO answers an account.
    var senders: [Account: Credentials] = [:]
    var keyTests: [Lane: (triedAt: Instant?, slot: KeySlot)] = [:]
    /// Accounts that App IO told to wait: from when on, without a pause between, and until when.
    private var waits: [Account: (since: Instant, until: Instant)] = [:]
    private(set) var hasAdopted = false
    var lastLook: Instant?
    var lastKeyLook: Instant?
    /// What is in the log, and in the database.
    private(set) var reported: [Place: PauseCause] = [:]
    private var lastWritten: Instant?

    enum Place: Hashable {
        case lane(Lane)
        case account(Account)
    }

    static let betweenLooks = Duration.milliseconds(200)
    private static let betweenWrites = Duration.seconds(15)
    private static let explained = Duration.seconds(10)

    init(_ times: OutageTimes, most: Int) {
        (lanes, windows, questions) = (LanePauses(times), AnswerWindows(times, most: most), HungQuestions(times))
        self.times = times
    }

    /// How many notifications a lane may take besides what its connections allow.
    func most(of lane: Lane, _ now: Instant) -> Int {
        guard case let most = windows.most(of: lane, now), most > 0 else { return 0 }
        guard lanes.paused[lane] != nil else { return most }
        return lanes.mayTry(lane, now) ? 1 : 0
    }

    /// It takes some.
    mutating func takes(_ lane: Lane, _ now: Instant) {
        lanes.tries(lane, now)
        windows.tries(lane, now)
    }

    /// It could take none.
    mutating func foundNothing(_ lane: Lane, hasMore: Bool) {
        lanes.foundNothing(lane, hasMore: hasMore)
        windows.foundNothing(lane)
    }

    /// What a worker that is gone did not send: this one finds out whether it is over, and begins nothing anew.
    mutating func adopt(_ outages: [Outage], _ now: Instant) {
        hasAdopted = true
        for outage in outages {
            let (cause, since) = (outage.cause, now - outage.age)
            switch (cause, outage.lane) {
            case (.failing, let lane?), (.unreachable, let lane?), (.silent, let lane?): lanes.adopt(lane, because: cause, since: since)
            case (.unclear, _), (.silent, nil): windows.adopt(cause, of: outage.account, outage.lane, since: since, now)
            // How long to wait stands in the database.
            case (.throttled, _), (.failing, nil), (.unreachable, nil): break
            }
        }
    }

    /// App IO told an account to wait. One wait after the other is one.
    mutating func told(_ account: Account, toWait wait: Duration, _ now: Instant) {
        let before = waits[account].flatMap { now - $0.until < times.memory ? $0 : nil }
        waits[account] = (before?.since ?? now, max(now + wait, before?.until ?? now))
        waits = waits.filter { now - $0.value.until < times.memory }
    }

    /// Those that have waited for longer than a burst of calls explains, the last time not long ago.
    private func waiting(_ now: Instant) -> [Outage] {
        waits.compactMap { account, wait in
            guard now - wait.since >= Self.explained, now - wait.until < times.tries.usual else { return nil }
            return Outage(of: account, nil, because: .throttled, age: now - wait.since, lastTry: max(.zero, now - wait.until))
        }
    }

    /// What stands still now.
    func outages(_ now: Instant) -> [Outage] {
        lanes.paused.map { lane, pause in
            Outage(of: lane.account, lane, because: pause.cause, age: now - pause.since, lastTry: now - (pause.triedAt ?? pause.since))
        } + windows.held.compactMap { account, window in
            window.held.map { held in
                Outage(of: account, nil, because: held.cause, age: now - held.since, lastTry: now - (window.lastProbe ?? held.since))
            }
        } + windows.heldAlone.filter { lanes.paused[$0.lane] == nil }.map { lane, since, lastTry in
            Outage(of: lane.account, lane, because: .unclear, age: now - since, lastTry: now - lastTry)
        } + waiting(now).filter { outage in !windows.held.contains { $0.account == outage.account } }
    }

    /// - Returns: what began and what ended since the last time.
    mutating func changes(_ outages: [Outage]) -> (began: [Outage], ended: [Place]) {
        let before = reported
        reported = Dictionary(outages.map { ($0.place, $0.cause) }) { first, _ in first }
        if reported != before { lastWritten = nil }
        return (outages.filter { before[$0.place] == nil }, before.keys.filter { reported[$0] == nil })
    }

    /// Whether it ended because nobody wants anything of it.
    func wasForgotten(_ place: Place) -> Bool {
        switch place {
        case .lane(let lane): lanes.forgotten.contains(lane)
        case .account(let account): windows.forgotten.contains(account)
        }
    }

    /// Whether the database does not know it, or not how long it has lasted.
    func isToBeWritten(_ now: Instant) -> Bool {
        lastWritten.map { !reported.isEmpty && now - $0 >= Self.betweenWrites } ?? true
    }

    mutating func written(_ now: Instant) { lastWritten = now }
}

extension Outage {
    var place: OutageWatch.Place { lane.map { .lane($0) } ?? .account(account) }
}
