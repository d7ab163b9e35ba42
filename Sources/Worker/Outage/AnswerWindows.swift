import Domain
import Store

/// The windows of all accounts, and what is lost of each lane. While App IO does not answer an account, the others of its
/// environment ask before their first POST; any answer to any of them ends that.
struct AnswerWindows {
    private var windows: [Account: AnswerWindow] = [:]
    private var lanes: [Lane: LaneDoubts] = [:]
    /// Where answers get lost, one lane at a time finds out whether they come again: since when one does.
    private var trials: [Account: Instant] = [:]
    private var suspectSince: [Environment: Instant] = [:]
    private var lastWanted: [Account: Instant] = [:]
    /// Where nobody wants anything any more, so that it is not known how App IO is.
    private(set) var forgotten: Set<Account> = []
    private let times: OutageTimes
    private let most: Int

    /// Then the one that found out has not got as far as that.
    private static let longestTrial = Duration.seconds(5)

    init(_ times: OutageTimes, most: Int) { (self.times, self.most) = (times, most) }

    subscript(_ account: Account) -> AnswerWindow { windows[account] ?? AnswerWindow(times, most: most) }

    /// Those that do not get through.
    var held: [(account: Account, window: AnswerWindow)] { windows.filter { $0.value.held != nil }.map { ($0.key, $0.value) } }
    /// Lanes that do not, though their accounts do.
    var heldAlone: [(lane: Lane, since: Instant, lastTry: Instant)] {
        lanes.compactMap { lane, doubts in
            guard let held = doubts.held, self[lane.account].held == nil else { return nil }
            return (lane, held.since, held.lastTry)
        }
    }

    private mutating func change<Result>(_ account: Account, _ body: (inout AnswerWindow) -> Result) -> Result {
        body(&windows[account, default: AnswerWindow(times, most: most)])
    }

    private func isBlocked(_ lane: Lane, by window: AnswerWindow, _ now: Instant) -> Bool {
        let doubts = lanes[lane] ?? LaneDoubts()
        return window.isBlocked(now, isFresh: doubts.isFresh)
            || doubts.isBlocked(now, patience: window.patience, explained: window.explained)
    }

    func isBlocked(_ lane: Lane, _ now: Instant) -> Bool { windows[lane.account].map { isBlocked(lane, by: $0, now) } ?? false }

    /// How many notifications should be made ready of the lane.
    func most(of lane: Lane, _ now: Instant) -> Int {
        guard let window = windows[lane.account] else { return .max }
        if isBlocked(lane, by: window, now) { return 0 }
        if window.isUnclear { return trials[lane.account].map { now - $0 < Self.longestTrial } ?? false ? 0 : 1 }
        return lanes[lane]?.held == nil ? .max : 1
    }

    /// One of the lane is made ready.
    mutating func tries(_ lane: Lane, _ now: Instant) { if windows[lane.account]?.isUnclear ?? false { trials[lane.account] = now } }

    /// There was none.
    mutating func foundNothing(_ lane: Lane) { trials[lane.account] = nil }

    mutating func verdict(of lane: Lane, _ now: Instant, waiting since: Instant? = nil) -> AnswerWindow.Verdict {
        let doubts = lanes[lane] ?? LaneDoubts()
        lastWanted[lane.account] = now
        let isSuspect = suspectSince[lane.account.environment] != nil
        return change(lane.account) { window in
            if isSuspect && window.isIdle && !window.isTroubled { window.askFirst() }
            let verdict = window.verdict(now, waiting: since, isFresh: doubts.isFresh)
            return verdict == .go && doubts.isBlocked(now, patience: window.patience, explained: window.explained) ? .wait : verdict
        }
    }

    /// Whether to ask App IO again if it answers the account.
    mutating func mayAsk(_ account: Account, _ now: Instant) -> Bool { change(account) { $0.isToAsk(now) } }

    mutating func began(_ lane: Lane, _ now: Instant) -> Int {
        let number = change(lane.account) { $0.began(now) }
        lanes[lane, default: LaneDoubts()].began(number, now)
        return number
    }

    mutating func cancelled(_ number: Int, of lane: Lane) {
        lanes[lane]?.cancelled(number)
        change(lane.account) { $0.cancelled(number) }
    }

    mutating func answered(_ number: Int, of lane: Lane, _ now: Instant) {
        (suspectSince[lane.account.environment], trials[lane.account]) = (nil, nil)
        if self[lane.account].isSilent { forgive(lane.account) }
        lanes[lane]?.answered(number)
        change(lane.account) { $0.answered(number, now) }
    }

    mutating func lost(_ number: Int, of lane: Lane, _ now: Instant) {
        trials[lane.account] = nil
        let explained = self[lane.account].explained
        lanes[lane]?.lost(number, now, explained: explained)
        change(lane.account) { $0.lost(number, now) }
    }

    mutating func asked(_ account: Account, _ now: Instant) {
        suspectSince[account.environment] = suspectSince[account.environment] ?? now
        change(account) { $0.asked(now) }
    }

    mutating func probeAnswered(_ account: Account, _ now: Instant) {
        suspectSince[account.environment] = nil
        if self[account].isSilent { forgive(account) }
        change(account) { $0.probeAnswered(now) }
    }

    /// What was lost of its lanes was lost with App IO's silence.
    private mutating func forgive(_ account: Account) { for lane in lanes.keys where lane.account == account { lanes[lane]?.forgive() } }

    mutating func probeUnanswered(_ account: Account, _ now: Instant) { change(account) { $0.probeUnanswered(now) } }

    /// Forgets those from which nobody has wanted anything for long.
    mutating func forget(wanting wanted: Set<Lane>, _ now: Instant) {
        for account in Set(wanted.map(\.account)) { lastWanted[account] = now }
        forgotten = []
        for (account, window) in windows where window.isIdle && now - (lastWanted[account] ?? now) >= times.forgotten {
            lastWanted[account] = nil
            if window.held != nil { forgotten.insert(account) }
            lanes = lanes.filter { $0.key.account != account }
            if window.isTroubled { windows[account]?.forget() } else { windows[account] = nil }
        }
        // Nobody asks any more who could end it.
        if windows.values.allSatisfy({ !$0.isTroubled && $0.isIdle }) { suspectSince = [:] }
    }

    /// Another worker knew of it: of one lane, or of the whole account.
    mutating func adopt(_ cause: PauseCause, of account: Account, _ lane: Lane?, since: Instant, _ now: Instant) {
        lastWanted[account] = now
        if let lane {
            lanes[lane, default: LaneDoubts()].adopt(since: since, now)
            change(account) { $0.askFirst() }
        } else {
            change(account) { $0.adopt(cause, since: since, now) }
        }
    }
}
