/// How long the worker bears with an App IO that does not answer, and how often it tries whether it does by now.
package struct OutageTimes: Sendable {
    /// Without an answer to what is on its way, before App IO is asked whether it is there.
    package var patience = Duration.seconds(2)
    /// What the answer to that question may take.
    package var probe = Duration.seconds(5)
    /// One after the other is soon enough while nobody waits longer than this for the one before.
    package var moment = Duration.milliseconds(50)
    /// What may leave waits so long at the gate; then its notification is given back.
    package var atGate = Duration.seconds(3)
    /// From one try to the next while something is paused.
    package var tries = TrySchedule(first: .seconds(1), usual: .seconds(5), longest: .seconds(30))
    /// The same of a service that waits for App IO to take its keys again.
    package var keyTests = TrySchedule(first: .seconds(5), usual: .seconds(5), longest: .seconds(600))
    /// The same of a refused key for which nothing waits.
    package var spareKeyTests = TrySchedule(first: .seconds(10), usual: .seconds(120), longest: .seconds(600))
    /// After so long without anything on its way an account's trust is to be earned again.
    package var memory = Duration.seconds(10)
    /// A pause from which nobody wants anything for so long is forgotten.
    package var forgotten = Duration.seconds(60)

    package init() {}
}

/// When something that failed is tried again: soon at first, then as rarely as befits how long it has lasted.
package struct TrySchedule: Sendable {
    package var first: Duration
    /// In the first quarter of an hour or so.
    package var usual: Duration
    package var longest: Duration

    package init(first: Duration, usual: Duration, longest: Duration) {
        (self.first, self.usual, self.longest) = (first, usual, longest)
    }

    /// From one try to the next, of what has lasted so long.
    func interval(after age: Duration) -> Duration { min(longest, max(first, min(age / 4, usual), age / 180)) }
}
