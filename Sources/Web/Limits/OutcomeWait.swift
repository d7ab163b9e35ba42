import Domain
import Doorbell
import FastCGI
import Text
@preconcurrency import Glibc

/// Waiting for what the worker was just rung for, so that most pages show the outcome at once.
///
/// Whoever waits holds a slot: never more than half of them, and one tenant never the last. Who finds no place does not
/// wait, and the page asks again by its script, or by a link on it.
final class OutcomeWait: Sendable {
    private let places: ConcurrencyLimit
    private let longest: Duration

    init(atOnce: Int, longest: Duration) {
        self.longest = longest
        places = ConcurrencyLimit(atOnce: atOnce, ofOne: max(atOnce - 1, 1))
    }

    func wait(for tenant: TenantID, until done: () throws -> Bool) rethrows {
        _ = try places.pass(of: tenant) {
            let start = ContinuousClock.now
            // Most outcomes come within some milliseconds: look often at first, then less.
            var pause: UInt32 = 3_000
            while try !done(), ContinuousClock.now - start < longest {
                usleep(pause)
                pause = min(pause + pause / 4, 40_000)
            }
        }
    }
}

extension Site {
    /// Tells the worker that there is something to do. Call it after the commit.
    ///
    /// - Parameter request: nginx's id of it, which the worker's log names too.
    func ring(for tenant: TenantID, _ request: Request) {
        Doorbell.ring(doorbell, for: tenant.bytes + ([UInt8](hexadecimal: request.id) ?? []).prefix(Self.longestID))
    }

    private static let longestID = 16
}
