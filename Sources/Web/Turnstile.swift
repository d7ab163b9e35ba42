import Synchronization

/// Lets so many through at once and turns the others away: nobody waits, since who waits holds a thread.
final class Turnstile: Sendable {
    private let atOnce: Int
    private let inside = Mutex(0)

    init(atOnce: Int) { self.atOnce = atOnce }

    /// - Returns: `nil` when nobody was let in.
    func pass<T>(_ body: () throws -> T) rethrows -> T? {
        let enters = inside.withLock { inside in
            guard inside < atOnce else { return false }
            inside += 1
            return true
        }
        guard enters else { return nil }
        defer { inside.withLock { $0 -= 1 } }
        return try body()
    }
}
