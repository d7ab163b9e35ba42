import Store

/// One lane's lost answers. Where other lanes of its account are answered, it stands still alone.
struct LaneDoubts {
    private var onWay: [Int: Instant] = [:]
    private var newestAnswered: Instant?
    private var lastTry: Instant?
    /// Since its last answer.
    private var lost = 0
    private var since: Instant?
    private var notBefore: Instant?

    /// From a lost answer to the next message that finds out; the longest while the trouble is young.
    static let firstPause = Duration.seconds(10)
    private static let (youngPause, longestPause) = (Duration.seconds(60), Duration.seconds(300))

    /// - Returns: `nil` while so few do not say anything.
    static func pause(afterLost count: Int, age: Duration) -> Duration? {
        guard count >= AnswerWindow.mostStuck else { return nil }
        return min(firstPause * (1 << min(count - AnswerWindow.mostStuck, 8)), longestPause, max(youngPause, age / 5))
    }

    /// Whether nothing of it is lost or on its way.
    var isFresh: Bool { lost == 0 && onWay.isEmpty }
    /// Since when it is known that its answers get lost, and when it was tried.
    var held: (since: Instant, lastTry: Instant)? {
        guard lost >= AnswerWindow.mostStuck, let since else { return nil }
        return (since, lastTry ?? since)
    }
    var isIdle: Bool { onWay.isEmpty }

    /// - Parameters:
    ///   - patience: how long an answer may take.
    ///   - explained: what began before was lost with a silence of App IO's.
    func isBlocked(_ now: Instant, patience: Duration, explained: Instant?) -> Bool {
        if let notBefore, now < notBefore { return true }
        let current = onWay.values.filter { !isOld($0, explained) }
        // One after the other, until one is answered.
        return lost > 0 ? !current.isEmpty : current.count { now - $0 >= patience } >= AnswerWindow.mostStuck
    }

    private func isOld(_ began: Instant, _ explained: Instant?) -> Bool {
        explained.map { began < $0 } ?? false || newestAnswered.map { began < $0 } ?? false
    }

    mutating func began(_ number: Int, _ now: Instant) { (onWay[number], lastTry) = (now, now) }

    mutating func cancelled(_ number: Int) { onWay[number] = nil }

    mutating func answered(_ number: Int) {
        guard let began = onWay.removeValue(forKey: number) else { return }
        newestAnswered = max(began, newestAnswered ?? began)
        forgive()
    }

    mutating func forgive() { (lost, since, notBefore) = (0, nil, nil) }

    mutating func lost(_ number: Int, _ now: Instant, explained: Instant?) {
        guard let began = onWay.removeValue(forKey: number), !isOld(began, explained) else { return }
        (lost, since) = (lost + 1, since ?? began)
        notBefore = Self.pause(afterLost: lost, age: now - (since ?? now)).map { now + $0 }
    }

    /// Another worker knew of it.
    mutating func adopt(since began: Instant, _ now: Instant) {
        (lost, since, notBefore) = (AnswerWindow.mostStuck, began, now + Self.firstPause)
    }
}
