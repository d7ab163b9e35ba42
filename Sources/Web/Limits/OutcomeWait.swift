import Domain
import Doorbell
import FastCGI
import Store
import Text

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

    /// - Parameter call: rings, and does not wait.
    func wait(for tenant: TenantID, calling call: () -> Caller, until done: () throws -> Bool) rethrows {
        let hasWaited: Void? = try places.pass(of: tenant) {
            let start = ContinuousClock.now
            let caller = call()
            // A worker of this host says when to look. One of another does not: look often at first, then less.
            var pause = 20
            repeat {
                caller.wait(upTo: pause)
                pause = min(pause + pause / 2, 40)
            } while try !done() && ContinuousClock.now - start < longest
        }
        if hasWaited == nil { _ = call() }
    }
}

extension Exchange {
    /// Tells the worker that there is something to do. Call it after the commit.
    ///
    /// - Parameter tenant: another than that of the page.
    func ring(for tenant: TenantID? = nil) {
        let tenant = tenant ?? self.tenant.id
        if !Doorbell.ring(site.doorbell, for: ring(tenant)) { leaveRing(for: tenant) }
    }

    /// Rings, and then waits up to a second until what the worker was rung for has come.
    func ring(andWaitUntil done: () throws -> Bool) rethrows {
        try site.outcomeWait.wait(for: tenant.id, calling: {
            let caller = Caller(ringing: site.doorbell, for: ring(tenant.id))
            if !caller.isHeard { leaveRing(for: tenant.id) }
            return caller
        }, until: done)
    }

    /// Whether or not it can be written, workers look by themselves every half second.
    private func leaveRing(for tenant: TenantID) { try? installation.leaveRing(for: tenant) }

    /// With nginx's id of the request, which the worker's log names too.
    private func ring(_ tenant: TenantID) -> [UInt8] {
        tenant.bytes + ([UInt8](hexadecimal: request.id) ?? []).prefix(Self.longestID)
    }

    private static let longestID = 16
}
