import Domain
import Store

/// The windows of all accounts. While App IO does not answer one of them, the others of its environment ask before their
/// first POST; any answer to any of them ends that.
struct AnswerWindows {
    private var windows: [Account: AnswerWindow] = [:]
    private var suspectSince: [Environment: Instant] = [:]
    private var lastWanted: [Account: Instant] = [:]
    private let times: OutageTimes
    private let most: Int

    init(_ times: OutageTimes, most: Int) { (self.times, self.most) = (times, most) }

    subscript(_ account: Account) -> AnswerWindow { windows[account] ?? AnswerWindow(times, most: most) }

    /// Those that do not get through.
    var held: [(account: Account, window: AnswerWindow)] { windows.filter { $0.value.held != nil }.map { ($0.key, $0.value) } }
    var troubled: [Account] { windows.filter(\.value.isTroubled).map(\.key) }

    private mutating func change<Result>(_ account: Account, _ body: (inout AnswerWindow) -> Result) -> Result {
        body(&windows[account, default: AnswerWindow(times, most: most)])
    }

    func isBlocked(_ account: Account, _ now: Instant) -> Bool { windows[account]?.isBlocked(now) ?? false }

    mutating func verdict(of account: Account, _ now: Instant, waiting since: Instant? = nil) -> AnswerWindow.Verdict {
        lastWanted[account] = now
        let isSuspect = suspectSince[account.environment] != nil
        return change(account) { window in
            if isSuspect && window.isIdle && !window.isTroubled { window.askFirst() }
            return window.verdict(now, waiting: since)
        }
    }

    mutating func began(_ account: Account, _ now: Instant) -> Int { change(account) { $0.began(now) } }

    mutating func cancelled(_ number: Int, of account: Account) { change(account) { $0.cancelled(number) } }

    mutating func answered(_ number: Int, of account: Account, _ now: Instant) {
        suspectSince[account.environment] = nil
        change(account) { $0.answered(number, now) }
    }

    mutating func lost(_ number: Int, of account: Account, _ now: Instant) { change(account) { $0.lost(number, now) } }

    mutating func asked(_ account: Account, _ now: Instant) {
        suspectSince[account.environment] = suspectSince[account.environment] ?? now
        change(account) { $0.asked(now) }
    }

    mutating func probeAnswered(_ account: Account, _ now: Instant) {
        suspectSince[account.environment] = nil
        change(account) { $0.probeAnswered(now) }
    }

    mutating func probeUnanswered(_ account: Account, _ now: Instant) { change(account) { $0.probeUnanswered(now) } }

    /// Forgets those from which nobody has wanted anything for long.
    mutating func forget(wanting accounts: Set<Account>, _ now: Instant) {
        for account in accounts { lastWanted[account] = now }
        for (account, window) in windows where window.isIdle && now - (lastWanted[account] ?? now) >= times.forgotten {
            lastWanted[account] = nil
            if window.isTroubled { windows[account]?.forget() } else { windows[account] = nil }
        }
        // Nobody asks any more who could end it.
        if windows.values.allSatisfy({ !$0.isTroubled && $0.isIdle }) { suspectSince = [:] }
    }
}
