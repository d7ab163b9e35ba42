import Store

typealias Instant = ContinuousClock.Instant

/// How many POSTs of one account may be on their way: trust is earned by answers, as in TCP's congestion window. A hang makes
/// doubts of what was on its way when it began and of nothing that would have begun after.
///
/// When what is on its way stays unanswered, a question that cannot do harm goes ahead: `verdict` says `ask`.
struct AnswerWindow {
    enum Verdict: Equatable {
        case go
        /// App IO is to be asked first whether it answers.
        case ask
        case wait
    }

    /// What may be on its way at once.
    private(set) var size = 1
    /// Since when App IO answers nothing at all of this account, not even the question.
    private var silentSince: Instant?
    private(set) var lastProbe: Instant?
    private var onWay: [Int: Instant] = [:]
    private var number = 0
    private var lastAnswer: Instant?
    /// When the newest of those that were answered had begun: older ones are late for a reason of their own.
    private var newestAnswered: Instant?
    /// Those that began before belong to an outage that is over.
    private var explained: Instant?
    /// What an answer takes lately.
    private var latency = Duration.zero
    /// When somebody last waited because there was no more room.
    private var lastFull: Instant?
    /// The most on its way at once, since `epoch`.
    private var peak = 0
    private var epoch: Instant?
    /// Answers lost since the last good one.
    private var lostInARow = 0
    private var notBefore: Instant?
    private var mustAsk = false
    /// Since the last question only that was answered: what is on its way may be stuck, and it vouches for one at a time.
    private var isOnlyAsked = false
    private var mayAddOne = false
    private var probing: Instant?
    private var troubleSince: Instant?

    let times: OutageTimes
    let most: Int

    /// Unanswered at once while App IO answers its questions; lost in a row before each further one is put off.
    static let mostStuck = 3
    /// From a lost answer to the next message that finds out; the longest while the trouble is young.
    private static let (firstPause, youngPause, longestPause) = (Duration.seconds(10), Duration.seconds(60), Duration.seconds(300))
    private static let longestPatience = Duration.seconds(20)

    init(_ times: OutageTimes, most: Int) { (self.times, self.most) = (times, most) }

    var isIdle: Bool { onWay.isEmpty && probing == nil }
    /// Whether something is wrong, as far as anybody knows.
    var isTroubled: Bool { silentSince != nil || mustAsk }
    /// Since when it is known not to get through, and how.
    var held: (since: Instant, cause: PauseCause)? {
        if let silentSince { return (silentSince, .silent) }
        return lostInARow >= Self.mostStuck ? troubleSince.map { ($0, .unclear) } : nil
    }

    /// How many may be stuck: after as many lost answers a single one finds out.
    private var stuck: Int { lostInARow >= Self.mostStuck ? 1 : Self.mostStuck }

    private func patience(of usual: Duration) -> Duration { max(usual, min(latency * 2, Self.longestPatience)) }

    /// What the size counts.
    private func current(_ now: Instant) -> [Instant] {
        let patience = patience(of: times.patience)
        return onWay.values.filter { began in
            if let explained, began < explained { return false }
            if let newestAnswered, began < newestAnswered, now - began >= patience { return false }
            return true
        }
    }

    private func isUnanswered(_ current: [Instant], _ now: Instant) -> Bool {
        guard let oldest = current.min() else { return false }
        return now - max(oldest, lastAnswer ?? oldest) >= patience(of: times.patience)
    }

    /// Whether nothing should even be made ready for it.
    func isBlocked(_ now: Instant) -> Bool {
        if silentSince != nil { return true }
        if let notBefore, now < notBefore { return true }
        let current = current(now)
        return isUnanswered(current, now) && current.count >= stuck
    }

    /// - Parameter since: when who asks came to the gate; `nil`: long ago. Who has waited for others, and not for a moment, shows that
    ///   there should be more room.
    mutating func verdict(_ now: Instant, waiting since: Instant? = nil) -> Verdict {
        rest(now)
        if let end = notBefore, now >= end { (notBefore, mustAsk) = (nil, true) }
        guard probing == nil else { return .wait }
        let current = current(now)
        if isTroubled || isUnanswered(current, now) { return mayAsk(now) ? .ask : .wait }
        guard notBefore == nil else { return .wait }
        if current.isEmpty || mayAddOne || !isOnlyAsked && current.count < size { return .go }
        if since.map({ now - $0 >= times.moment }) ?? true { lastFull = now }
        return .wait
    }

    /// The size that was needed lately is what it may be.
    private mutating func rest(_ now: Instant) {
        guard let began = epoch else { epoch = now; return }
        guard now - began >= times.memory else { return }
        size = onWay.isEmpty && now - (lastAnswer ?? began) >= times.memory ? 1 : max(1, min(size, peak))
        (peak, epoch) = (current(now).count, now)
    }

    // MARK: - What is on its way

    /// - Returns: what it is known by.
    mutating func began(_ now: Instant) -> Int {
        let count = current(now).count + 1
        mayAddOne = false
        peak = max(peak, count)
        number += 1
        onWay[number] = now
        return number
    }

    /// It did not leave after all.
    mutating func cancelled(_ number: Int) { onWay[number] = nil }

    mutating func answered(_ number: Int, _ now: Instant) {
        guard let began = onWay.removeValue(forKey: number) else { return }
        let wasFull = lastFull.map { $0 >= began } ?? false
        latency = latency == .zero ? now - began : (latency * 3 + (now - began)) / 4
        if wasFull { size = min(size + 1, most) }
        // What it has just earned it may show that it needs.
        peak = max(peak, wasFull ? size : 0)
        newestAnswered = max(began, newestAnswered ?? began)
        (lastAnswer, lostInARow, notBefore, troubleSince) = (now, 0, nil, nil)
        (silentSince, mustAsk, isOnlyAsked) = (nil, false, false)
    }

    /// Its answer is lost, or does not say anything.
    mutating func lost(_ number: Int, _ now: Instant) {
        let isOld = onWay[number].map { !current(now).contains($0) } ?? true
        onWay[number] = nil
        // Others that began later were answered.
        if isOld { return }
        (size, mustAsk, mayAddOne) = (1, true, false)
        lostInARow += 1
        if lostInARow >= Self.mostStuck {
            let age = now - (troubleSince ?? now), longest = min(Self.longestPause, max(Self.youngPause, age / 5))
            notBefore = now + min(Self.firstPause * (1 << min(lostInARow - Self.mostStuck, 8)), longest)
        }
    }

    // MARK: - The question

    private func mayAsk(_ now: Instant) -> Bool {
        guard let lastProbe else { return true }
        return now - lastProbe >= times.tries.interval(after: lastProbe - (troubleSince ?? lastProbe))
    }

    /// Somebody else of App IO's users there is not answered.
    mutating func askFirst() { mustAsk = true }

    mutating func asked(_ now: Instant) {
        (probing, lastProbe, mayAddOne) = (now, now, false)
        troubleSince = troubleSince ?? current(now).min() ?? now
    }

    /// How long the answer to a question may take.
    var probeTime: Duration { patience(of: times.probe) }

    mutating func probeAnswered(_ now: Instant) {
        // What was on its way meanwhile is lost with the silence, and says nothing of now.
        if silentSince != nil { (explained, size, lostInARow, notBefore) = (now, 1, 0, nil) }
        (probing, silentSince, mustAsk, isOnlyAsked) = (nil, nil, false, true)
        lastAnswer = now
        mayAddOne = current(now).count < stuck
    }

    mutating func probeUnanswered(_ now: Instant) {
        let began = probing
        probing = nil
        if let began, let lastAnswer, lastAnswer >= began { return }
        (mustAsk, silentSince) = (true, silentSince ?? troubleSince ?? now)
    }

    /// Nobody has wanted anything for long: it is not known whether App IO is still silent.
    mutating func forget() { (silentSince, mustAsk, troubleSince, lostInARow) = (nil, true, nil, 0) }
}
