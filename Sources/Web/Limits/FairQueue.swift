import Domain
import Store
import Synchronization
@preconcurrency import Glibc

/// Who is answered next. Requests that have been read wait here for one of a few slots, and the tenants take turns: a flood
/// delays the requests of its own tenant.
///
/// A tenant never holds the last slots, nor more of the places to wait than it leaves free. One that has used more than a
/// slot's whole time lately, while others are there, has one slot, and a pause before each answer that leaves the machine to
/// them.
final class FairQueue: Sendable {
    /// A tenant; `nil` for all host names that have led to no tenant yet, which share a turn.
    private typealias Requester = TenantID?

    private struct Share {
        var inside = 0
        var waiting: [Waiter] = []
        /// Time used and not yet made good by waiting.
        var used = Duration.zero
        /// The time that its last request used.
        var usedLast = Duration.zero
        var seen: ContinuousClock.Instant
    }

    private struct State {
        var free: [ServingSlot]
        var shares: [Requester: Share] = [:]
        /// Who waits, the next in turn first.
        var order: [Requester] = []
        /// Requests that wait or are being answered.
        var inside = 0
        var names: [String: TenantID] = [:]
    }

    private let state: Mutex<State>
    private let slots: Int
    /// What may be used at once before it counts.
    private let burst: Duration
    /// Requests that wait or are being answered; as many threads read them.
    let places: Int

    /// A tenant counts as present for this long after its last request.
    private static let presence = Duration.seconds(5)
    private static let mostNames = 20_000
    /// A greedy tenant waits this many times what its last request used, at most `longestPause`.
    private static let pauseFactor = 2
    private static let longestPause = Duration.milliseconds(500)

    init(slots: Int, places: Int, burst: Duration = .seconds(2), database: DatabaseOptions) {
        (self.slots, self.places, self.burst) = (slots, places, burst)
        state = Mutex(State(free: (0..<slots).map { _ in ServingSlot(InstallationStore(database)) }))
    }

    /// From now on requests to this host name are the tenant's.
    func learn(_ hostName: String, _ tenant: TenantID) {
        state.withLock { state in
            if state.names.count >= Self.mostNames { state.names = [:] }
            state.names[hostName] = tenant
        }
    }

    /// Answers a request when its turn comes.
    ///
    /// - Parameter body: is told whose the host name is as far as `learn` has heard.
    /// - Returns: `nil` when too many of its tenant wait already.
    func take<T>(_ hostName: String, _ body: (InstallationStore, TenantID?) -> T) -> T? {
        var (entry, requester, pause) = state.withLock { state in
            let requester = state.names[hostName], entry = enter(requester, &state, .now)
            return (entry, requester, self.pause(of: requester, state, .now))
        }
        let slot: ServingSlot
        switch entry {
        case .full: return nil
        case .slot(let free): slot = free
        case .wait(let waiter):
            slot = waiter.wait()
            pause = state.withLock { self.pause(of: requester, $0, .now) }
        }
        if pause > .zero { usleep(UInt32(pause / .microseconds(1))) }
        let began = slot.time
        let answer = body(slot.installation, requester)
        let used = slot.time - began
        let called = state.withLock { leave(slot, requester, used, &$0, .now) }
        // Only now: who is woken asks for the lock.
        for (waiter, slot) in called { waiter.call(to: slot) }
        return answer
    }

    // MARK: - Under the lock

    private enum Entry {
        case full
        case slot(ServingSlot)
        case wait(Waiter)
    }

    private func enter(_ requester: Requester, _ state: inout State, _ now: ContinuousClock.Instant) -> Entry {
        if state.shares[requester] == nil {
            // Who has nothing here any more is forgotten when somebody else comes.
            state.shares = state.shares.filter { isPresent($0.value, now) || debt($0.value, now) > .zero }
        }
        var share = state.shares[requester] ?? Share(seen: now)
        (share.used, share.seen) = (debt(share, now), now)
        guard share.inside + share.waiting.count < places - state.inside else { return .full }
        state.inside += 1
        state.shares[requester] = share
        if share.waiting.isEmpty, mayEnter(requester, state, now), let slot = state.free.popLast() {
            state.shares[requester]!.inside += 1
            return .slot(slot)
        }
        let waiter = Waiter()
        state.shares[requester]!.waiting.append(waiter)
        if share.waiting.isEmpty { state.order.append(requester) }
        return .wait(waiter)
    }

    /// - Returns: whose turn it is, and with what.
    private func leave(
        _ slot: ServingSlot, _ requester: Requester, _ used: Duration, _ state: inout State, _ now: ContinuousClock.Instant
    ) -> [(Waiter, ServingSlot)] {
        state.free.append(slot)
        state.inside -= 1
        var share = state.shares[requester]!
        share.inside -= 1
        (share.used, share.usedLast, share.seen) = (debt(share, now) + used, used, now)
        state.shares[requester] = share
        var called: [(Waiter, ServingSlot)] = []
        while !state.free.isEmpty, let index = state.order.firstIndex(where: { mayEnter($0, state, now) }) {
            let next = state.order.remove(at: index)
            state.shares[next]!.inside += 1
            let waiter = state.shares[next]!.waiting.removeFirst()
            if !state.shares[next]!.waiting.isEmpty { state.order.append(next) }
            called.append((waiter, state.free.removeLast()))
        }
        return called
    }

    private func mayEnter(_ requester: Requester, _ state: State, _ now: ContinuousClock.Instant) -> Bool {
        state.shares[requester]!.inside < (isGreedy(requester, state, now) ? 1 : max(slots - max(slots / 4, 1), 1))
    }

    private func isGreedy(_ requester: Requester, _ state: State, _ now: ContinuousClock.Instant) -> Bool {
        debt(state.shares[requester]!, now) > burst && state.shares.contains { $0.key != requester && isPresent($0.value, now) }
    }

    private func pause(of requester: Requester, _ state: State, _ now: ContinuousClock.Instant) -> Duration {
        isGreedy(requester, state, now) ? min(state.shares[requester]!.usedLast * Self.pauseFactor, Self.longestPause) : .zero
    }

    /// A second makes good a second.
    private func debt(_ share: Share, _ now: ContinuousClock.Instant) -> Duration { max(.zero, share.used - (now - share.seen)) }

    private func isPresent(_ share: Share, _ now: ContinuousClock.Instant) -> Bool {
        share.inside > 0 || !share.waiting.isEmpty || now - share.seen < Self.presence
    }
}

/// A connection to the database. Unchecked: it lies among the free ones or is the one thread's that took it.
private struct ServingSlot: @unchecked Sendable {
    let installation: InstallationStore

    init(_ installation: InstallationStore) { self.installation = installation }

    /// What the thread and the database have used so far. Waiting for the worker is neither.
    var time: Duration {
        var processor = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &processor)
        return installation.timeSpent + .seconds(processor.tv_sec) + .nanoseconds(processor.tv_nsec)
    }
}

/// A thread that waits for its turn. Unchecked: the semaphore puts the one write before the one read.
private final class Waiter: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    /// Set before the semaphore is raised, read after.
    private var slot: ServingSlot?

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func call(to slot: ServingSlot) {
        self.slot = slot
        sem_post(semaphore)
    }

    func wait() -> ServingSlot {
        while sem_wait(semaphore) != 0 {} // a signal, above all the one that ends the server
        return slot!
    }
}
