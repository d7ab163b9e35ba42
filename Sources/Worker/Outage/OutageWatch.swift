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
        if windows.isBlocked(lane.account, now) { return 0 }
        guard lanes.paused[lane] != nil else { return .max }
        return lanes.mayTry(lane, now) ? 1 : 0
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
        } + waiting(now).filter { outage in !windows.held.contains { $0.account == outage.account } }
    }

    /// - Returns: what began and what ended since the last time.
    mutating func changes(_ outages: [Outage]) -> (began: [Outage], ended: [Place]) {
        let before = reported
        reported = Dictionary(outages.map { ($0.place, $0.cause) }) { first, _ in first }
        if reported != before { lastWritten = nil }
        return (outages.filter { before[$0.place] == nil }, before.keys.filter { reported[$0] == nil })
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
