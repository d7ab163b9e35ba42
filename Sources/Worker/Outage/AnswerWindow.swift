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
    private(set) var explained: Instant?
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
    /// The same for a lane of which nothing is lost or unanswered: it may be another's trouble.
    private var notBeforeFresh: Instant?
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
    /// So many more when they are of lanes of which none is.
    private static let mostFresh = 2
    private static let longestPatience = Duration.seconds(20)

    init(_ times: OutageTimes, most: Int) { (self.times, self.most) = (times, most) }

    var isIdle: Bool { onWay.isEmpty && probing == nil }
    /// Whether something is wrong, as far as anybody knows.
    var isTroubled: Bool { isSilent || mustAsk }
    var isSilent: Bool { silentSince != nil }
    /// Since when it is known not to get through, and how.
    var held: (since: Instant, cause: PauseCause)? {
        if let silentSince { return (silentSince, .silent) }
        return isUnclear ? troubleSince.map { ($0, .unclear) } : nil
    }
    /// Whether one after the other finds out if answers come again, by turns.
    var isUnclear: Bool { lostInARow >= Self.mostStuck }

    /// How many may be stuck: after as many lost answers a single one finds out.
    private func stuck(_ isFresh: Bool) -> Int { (isUnclear ? 1 : Self.mostStuck) + (isFresh ? Self.mostFresh : 0) }

    /// How long an answer may take before it is missed.
    var patience: Duration { patience(of: times.patience) }

    private func patience(of usual: Duration) -> Duration { max(usual, min(latency * 2, Self.longestPatience)) }

    /// What the size counts.
    private func current(_ now: Instant) -> [Instant] {
        let patience = patience
        return onWay.values.filter { began in
            if let explained, began < explained { return false }
            if let newestAnswered, began < newestAnswered, now - began >= patience { return false }
            return true
        }
    }

    private func isUnanswered(_ current: [Instant], _ now: Instant) -> Bool {
        guard let oldest = current.min() else { return false }
        return now - max(oldest, lastAnswer ?? oldest) >= patience
    }

    /// Whether nothing should even be made ready for it.
    ///
    /// - Parameter isFresh: whether it is of a lane of which nothing is lost or unanswered.
    func isBlocked(_ now: Instant, isFresh: Bool = false) -> Bool {
        // After a worker that knew of the silence nobody knows yet as whom to ask.
        if silentSince != nil { return lastProbe != nil }
        if let end = isFresh ? notBeforeFresh : notBefore, now < end { return true }
        let current = current(now)
        return isUnanswered(current, now) && current.count >= stuck(isFresh)
    }

    /// - Parameter since: when who asks came to the gate; `nil`: long ago. Who has waited for others, and not for a moment, shows that
    ///   there should be more room.
    mutating func verdict(_ now: Instant, waiting since: Instant? = nil, isFresh: Bool = false) -> Verdict {
        rest(now)
        endPause(now)
        if isFresh, let end = notBeforeFresh, now >= end { (notBeforeFresh, mustAsk) = (nil, true) }
        guard probing == nil else { return .wait }
        let current = current(now)
        if isTroubled || isUnanswered(current, now) { return mayAsk(now) ? .ask : .wait }
        guard (isFresh ? notBeforeFresh : notBefore) == nil else { return .wait }
        if current.isEmpty || mayAddOne && current.count < stuck(isFresh) || !isOnlyAsked && current.count < size { return .go }
        if since.map({ now - $0 >= times.moment }) ?? true { lastFull = now }
        return .wait
    }

    private mutating func endPause(_ now: Instant) {
        if let end = notBefore, now >= end { (notBefore, notBeforeFresh, mustAsk) = (nil, nil, true) }
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
        (lastAnswer, lostInARow, notBefore, notBeforeFresh, troubleSince) = (now, 0, nil, nil, nil)
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
        guard let pause = LaneDoubts.pause(afterLost: lostInARow, age: now - (troubleSince ?? now)) else { return }
        (notBefore, notBeforeFresh) = (now + pause, now + pause / 5)
    }

    // MARK: - The question

    private func mayAsk(_ now: Instant) -> Bool {
        guard let lastProbe else { return true }
        return now - lastProbe >= times.tries.interval(after: lastProbe - (troubleSince ?? lastProbe))
    }

    /// Whether a question should go ahead, whoever waits.
    mutating func isToAsk(_ now: Instant) -> Bool {
        endPause(now)
        return probing == nil && (isTroubled || isUnanswered(current(now), now)) && mayAsk(now)
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
        if silentSince != nil { (explained, size, lostInARow, notBefore, notBeforeFresh) = (now, 1, 0, nil, nil) }
        (probing, silentSince, mustAsk, isOnlyAsked) = (nil, nil, false, true)
        lastAnswer = now
        mayAddOne = true
    }

    mutating func probeUnanswered(_ now: Instant) {
        let began = probing
        probing = nil
        if let began, let lastAnswer, lastAnswer >= began { return }
        (mustAsk, silentSince) = (true, silentSince ?? troubleSince ?? now)
    }

    /// Nobody has wanted anything for long: it is not known whether App IO is still silent.
    mutating func forget() { (silentSince, mustAsk, troubleSince, lostInARow) = (nil, true, nil, 0) }

    /// Another worker knew of it.
    mutating func adopt(_ cause: PauseCause, since: Instant, _ now: Instant) {
        (mustAsk, troubleSince) = (true, since)
        switch cause {
        case .silent: silentSince = since
        case .unclear: (lostInARow, notBefore, notBeforeFresh) = (Self.mostStuck, now + LaneDoubts.firstPause, now + LaneDoubts.firstPause)
        case .unreachable, .failing, .throttled: break
        }
    }
}
