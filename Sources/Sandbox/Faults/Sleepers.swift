import Synchronization

/// The threads that keep a client waiting, counted: if all slept, nobody could be answered.
final class Sleepers: Sendable {
    private let count = Atomic(0)
    private let maximum: Int
    private let sleep: @Sendable (Int) -> Void

    init(_ configuration: Sandbox.Configuration) {
        maximum = configuration.maximumSleepers
        sleep = configuration.sleep
    }

    /// - Parameter first: done when there is a place to sleep, before the sleep.
    /// - Returns: `false` at once when too many sleep already.
    func sleep(milliseconds: Int, first: () -> Void = {}) -> Bool {
        defer { count.subtract(1, ordering: .relaxed) }
        guard count.add(1, ordering: .relaxed).newValue <= maximum else { return false }
        first()
        sleep(milliseconds)
        return true
    }
}
