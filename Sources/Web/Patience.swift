import Doorbell
import Synchronization
@preconcurrency import Glibc

/// Waiting for what the worker was just rung for, so that most pages show the outcome at once.
///
/// Whoever waits holds a thread: never more than half of them. Who finds no place does not wait, and
/// the page refreshes itself.
final class Patience: Sendable {
    private let atOnce: Int
    private let waiting = Mutex(0)
    private static let longest = Duration.seconds(1)

    init(atOnce: Int) { self.atOnce = atOnce }

    func wait(until done: () throws -> Bool) rethrows {
        guard enter() else { return }
        defer { waiting.withLock { $0 -= 1 } }
        let start = ContinuousClock.now
        // Most outcomes come within some milliseconds: look often at first, then less.
        var pause: UInt32 = 3_000
        while try !done(), ContinuousClock.now - start < Self.longest {
            usleep(pause)
            pause = min(pause + pause / 4, 40_000)
        }
    }

    private func enter() -> Bool {
        waiting.withLock { waiting in
            guard waiting < atOnce else { return false }
            waiting += 1
            return true
        }
    }
}

extension Site {
    /// Tells the worker that there is something to do. Call it after the commit.
    func ring() { Doorbell.ring(doorbell) }
}
