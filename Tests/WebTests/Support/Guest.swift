import Domain
import Synchronization
@testable import Web
@preconcurrency import Glibc

/// A request in a thread of its own, which stays in its slot until it is told to go.
final class Guest: Sendable {
    enum State { case outside, inSlot, turnedAway, gone }

    private let state = Mutex(State.outside)
    private let leaves = Mutex(false)

    /// - Parameter work: done in the slot, first of all.
    convenience init(_ host: String, at queue: FairQueue, work: @escaping @Sendable () -> Void = {}) {
        self.init(work: work) { stay in queue.take(host) { _, _ in stay() } }
    }

    /// The slot is a place within the limit.
    convenience init(_ tenant: TenantID, at limit: ConcurrencyLimit, waiting: Duration) {
        self.init { stay in limit.pass(of: tenant, waiting: waiting, stay) }
    }

    private init(work: @escaping @Sendable () -> Void = {}, enter: @escaping @Sendable (() -> Void) -> Void?) {
        run { [self] in
            let answered: Void? = enter {
                work()
                state.withLock { $0 = .inSlot }
                while !leaves.withLock({ $0 }) { usleep(500) }
            }
            state.withLock { $0 = answered == nil ? .turnedAway : .gone }
        }
    }

    /// Whether it comes to that within so many milliseconds.
    func comes(to wanted: State, within limit: Int = 10_000) -> Bool {
        for _ in 0..<limit {
            if state.withLock({ $0 }) == wanted { return true }
            usleep(1_000)
        }
        return false
    }

    var isAtDesk: Bool { state.withLock { $0 } == .inSlot }

    /// Whether it is not let in although there was time for it.
    var isKeptWaiting: Bool {
        usleep(100_000)
        return state.withLock { $0 } == .outside
    }

    /// - Returns: whether it was at a slot.
    @discardableResult
    func leave() -> Bool {
        guard comes(to: .inSlot) else { return false }
        leaves.withLock { $0 = true }
        return comes(to: .gone)
    }
}

private func run(_ body: @escaping @Sendable () -> Void) {
    final class Body { let run: @Sendable () -> Void; init(_ run: @escaping @Sendable () -> Void) { self.run = run } }
    var thread = pthread_t()
    let failed = pthread_create(&thread, nil, { raw in
        Unmanaged<Body>.fromOpaque(raw!).takeRetainedValue().run()
        return nil
    }, Unmanaged.passRetained(Body(body)).toOpaque())
    precondition(failed == 0)
    pthread_detach(thread)
}
