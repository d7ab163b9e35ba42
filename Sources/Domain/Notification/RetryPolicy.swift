/// When a try that certainly delivered nothing is made again. Each wait doubles up to a longest one,
/// and a random half of it is left out so that many rows do not come back at the same instant.
package struct RetryPolicy: Sendable, Equatable {
    /// Tries in all, the first included; at least 1.
    package var tries: Int
    /// However many they were, the last is not sooner than this after the first.
    package var atLeast: Duration
    /// How long after the first try the last may be.
    package var time: Duration
    package var firstDelay: Duration
    package var longestDelay: Duration

    package init(
        tries: Int, atLeast: Duration = .zero, time: Duration, firstDelay: Duration = .seconds(5), longestDelay: Duration = Self.longest
    ) {
        precondition(tries >= 1 && firstDelay > .zero && longestDelay >= firstDelay, "a retry policy that makes sense")
        self.tries = tries
        self.atLeast = atLeast
        self.time = time
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// The longest wait between two tries.
    package static let longest = Duration.seconds(600)

    /// App IO could not be reached: a whole day, so that an outage of a night loses nothing.
    package static let notReached = RetryPolicy(tries: 400, time: .seconds(86_400))

    /// App IO answered 500 with problem+json, before its queue, to this message while it takes others: for two hours at
    /// least, so that a bad hour of App IO's is not held against it.
    package static let brokenBeforeQueue = RetryPolicy(tries: 20, atLeast: .seconds(7_200), time: .seconds(86_400))

    /// How long to wait after the `count`-th try (from 1), the first having been `elapsed` ago.
    /// - Returns: between half of the wait and the whole of it; `nil` when tries or time are used up: failed.
    package func delay(afterTry count: Int, elapsed: Duration, using random: inout some RandomNumberGenerator) -> Duration? {
        precondition(count >= 1, "tries are counted from 1")
        guard count < tries || elapsed < atLeast else { return nil }
        var delay = firstDelay
        for _ in 1..<count where delay < longestDelay { delay *= 2 }
        delay = min(delay, longestDelay)
        let jittered = delay / 2 + delay / 2 * Double.random(in: 0...1, using: &random)
        return elapsed + jittered <= time ? jittered : nil
    }

    /// The same with the system's random numbers.
    package func delay(afterTry count: Int, elapsed: Duration) -> Duration? {
        var random = SystemRandomNumberGenerator()
        return delay(afterTry: count, elapsed: elapsed, using: &random)
    }
}
