import Domain

/// 150 calls in 5 seconds for each account, counted from the first call of a window.
struct RateLimit {
    static let calls = 150
    static let seconds = 5

    enum Verdict: Equatable {
        case admitted(remaining: Int)
        /// Whole seconds until the next window.
        case refused(retryAfter: Int)

        var remaining: Int {
            if case .admitted(let remaining) = self { remaining } else { 0 }
        }
    }

    private var windows: [String: (start: Moment, count: Int)] = [:]

    mutating func admit(_ account: String, at now: Moment) -> Verdict {
        let milliseconds = Self.seconds * 1_000
        var window = windows[account] ?? (now, 0)
        // A clock that was set back starts a new window too.
        if !(0..<milliseconds ~= now.milliseconds(since: window.start)) { window = (now, 0) }
        defer { windows[account] = window }
        guard window.count < Self.calls else {
            return .refused(retryAfter: max(1, (milliseconds - now.milliseconds(since: window.start) + 999) / 1_000))
        }
        window.count += 1
        return .admitted(remaining: Self.calls - window.count)
    }
}
