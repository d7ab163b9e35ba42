/// Decides what of events that come again and again is said: the first few at once, the rest as a number once a minute.
struct RepeatedEvents<Event: Hashable> {
    private struct Repeated {
        var said = 0
        var unsaid = 0
        var since: ContinuousClock.Instant
        var last: ContinuousClock.Instant?
    }

    private var events: [Event: Repeated] = [:]

    static var interval: Duration { .seconds(60) }

    /// - Returns: whether this one is to be said now.
    mutating func note(_ event: Event, upTo most: Int = 1, now: ContinuousClock.Instant = .now) -> Bool {
        var repeated = events[event] ?? Repeated(since: now)
        defer { events[event] = repeated }
        guard repeated.said < most else {
            repeated.unsaid += 1
            repeated.last = now
            return false
        }
        repeated.said += 1
        return true
    }

    /// Takes out what has come unsaid, of each event whose minute is over. Who has not come in its minute is forgotten: the next
    /// one is said at once.
    ///
    /// - Returns: each with how often it came, and how long ago the last was.
    mutating func takeDue(
        now: ContinuousClock.Instant = .now, all: Bool = false
    ) -> [(event: Event, count: Int, sinceLast: Duration)] {
        var due: [(event: Event, count: Int, sinceLast: Duration)] = []
        for (event, repeated) in events where all || now - repeated.since >= Self.interval {
            if repeated.unsaid > 0 { due.append((event, repeated.unsaid, now - (repeated.last ?? now))) }
            events[event] = repeated.unsaid > 0 ? Repeated(said: .max, since: now) : nil
        }
        return due
    }
}
