import Domain
import Synchronization

/// Lets so many through at once, fewer of one ente, and turns the others away: nobody waits, since who waits holds a thread.
final class Turnstile: Sendable {
    private let atOnce: Int
    private let ofOne: Int
    private let inside = Mutex<[Identifier: Int]>([:])

    init(atOnce: Int, ofOne: Int) { (self.atOnce, self.ofOne) = (atOnce, ofOne) }

    /// - Returns: `nil` when nobody was let in.
    func pass<T>(of tenant: Identifier, _ body: () throws -> T) rethrows -> T? {
        let enters = inside.withLock { inside in
            guard inside.values.reduce(0, +) < atOnce, inside[tenant, default: 0] < ofOne else { return false }
            inside[tenant, default: 0] += 1
            return true
        }
        guard enters else { return nil }
        defer { inside.withLock { $0[tenant] = $0[tenant] == 1 ? nil : $0[tenant]! - 1 } }
        return try body()
    }
}
