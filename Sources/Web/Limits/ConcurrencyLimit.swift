import Domain
import Synchronization
@preconcurrency import Glibc

/// Lets a number of callers through at once; others may wait in line. One tenant has only a few inside or waiting: a waiting
/// caller holds a thread, and nobody should stand behind a whole flood.
final class ConcurrencyLimit: Sendable {
    private struct State {
        var inside = 0
        /// Inside or waiting.
        var present: [TenantID: Int] = [:]
        /// The tickets of those who wait, in the order in which they came.
        var line: [Int] = []
        var lastTicket = 0
    }

    private let atOnce: Int
    private let ofOne: Int
    private let state = Mutex(State())

    init(atOnce: Int, ofOne: Int) { (self.atOnce, self.ofOne) = (atOnce, ofOne) }

    /// How many wait.
    var waiting: Int { state.withLock { $0.line.count } }

    /// - Returns: `nil` when nobody was let in.
    func pass<T>(of tenant: TenantID, waiting longest: Duration = .zero, _ body: () throws -> T) rethrows -> T? {
        guard let ticket = state.withLock({ line(up: tenant, &$0) }) else { return nil }
        defer { state.withLock { $0.present[tenant] = $0.present[tenant] == 1 ? nil : $0.present[tenant]! - 1 } }
        let end = ContinuousClock.now + longest
        while !state.withLock({ enter(ticket, &$0) }) {
            guard ContinuousClock.now < end else {
                state.withLock { $0.line.removeAll { $0 == ticket } }
                return nil
            }
            usleep(2_000)
        }
        defer { state.withLock { $0.inside -= 1 } }
        return try body()
    }

    private func line(up tenant: TenantID, _ state: inout State) -> Int? {
        guard state.present[tenant, default: 0] < ofOne else { return nil }
        state.present[tenant, default: 0] += 1
        state.lastTicket += 1
        state.line.append(state.lastTicket)
        return state.lastTicket
    }

    private func enter(_ ticket: Int, _ state: inout State) -> Bool {
        guard state.inside < atOnce, let place = state.line.prefix(atOnce - state.inside).firstIndex(of: ticket) else { return false }
        state.line.remove(at: place)
        state.inside += 1
        return true
    }
}
