import Domain
import Store
import Synchronization
@preconcurrency import Glibc

/// Who is answered next. Requests that have been read wait here for one of a few desks, and the enti take turns: a flood
/// delays the requests of its own ente.
///
/// An ente never holds the last desks, nor more of the places to wait than it leaves free. One that has used more than a
/// desk's whole time lately, while others are there, has one desk, and a pause before each answer that leaves the machine to
/// them.
final class Turns: Sendable {
    /// Host names that have led to no ente yet share a turn.
    private typealias Party = Identifier?

    private struct Share {
        var inside = 0
        var waiting: [Waiter] = []
        /// Time that was used and has not been made good by waiting.
        var used = Duration.zero
        /// By its last request.
        var usedLast = Duration.zero
        var seen: ContinuousClock.Instant
    }

    private struct State {
        var free: [Desk]
        var shares: [Party: Share] = [:]
        /// Who waits, the next in turn first.
        var order: [Party] = []
        /// Requests that wait or are being answered.
        var inside = 0
        var names: [String: Identifier] = [:]
    }

    private let state: Mutex<State>
    private let desks: Int
    /// What may be used at once before it counts.
    private let burst: Duration
    /// Requests that wait or are being answered; as many threads read them.
    let places: Int

    /// So long after its last request an ente is still there.
    private static let presence = Duration.seconds(5)
    private static let mostNames = 20_000
    /// Of what its last request used, so many times before the next of a greedy ente, but not longer than that.
    private static let pauses = 2
    private static let longestPause = Duration.milliseconds(500)

    init(desks: Int, places: Int, burst: Duration = .seconds(2), database: DatabaseOptions) {
        (self.desks, self.places, self.burst) = (desks, places, burst)
        state = Mutex(State(free: (0..<desks).map { _ in Desk(HostStore(database)) }))
    }

    /// From now on requests to this host name are the ente's.
    func learn(_ hostName: String, _ tenant: Identifier) {
        state.withLock { state in
            if state.names.count >= Self.mostNames { state.names = [:] }
            state.names[hostName] = tenant
        }
    }

    /// Answers a request when its turn comes.
    ///
    /// - Returns: `nil` when too many of its ente wait already.
    func take<T>(_ hostName: String, _ body: (HostStore) -> T) -> T? {
        let (entry, party) = state.withLock { state in
            let party = state.names[hostName]
            return (enter(party, &state, .now), party)
        }
        let desk: Desk
        switch entry {
        case .full: return nil
        case .desk(let free): desk = free
        case .wait(let waiter): desk = waiter.wait()
        }
        let pause = state.withLock { self.pause(of: party, $0, .now) }
        if pause > .zero { usleep(UInt32(pause / .microseconds(1))) }
        let began = desk.time
        let answer = body(desk.host)
        let used = desk.time - began
        state.withLock { leave(desk, party, used, &$0, .now) }
        return answer
    }

    // MARK: - Under the lock

    private enum Entry {
        case full
        case desk(Desk)
        case wait(Waiter)
    }

    private func enter(_ party: Party, _ state: inout State, _ now: ContinuousClock.Instant) -> Entry {
        if state.shares[party] == nil {
            // Who has nothing here any more is forgotten when somebody else comes.
            state.shares = state.shares.filter { isPresent($0.value, now) || debt($0.value, now) > .zero }
        }
        var share = state.shares[party] ?? Share(seen: now)
        (share.used, share.seen) = (debt(share, now), now)
        guard share.inside + share.waiting.count < places - state.inside else { return .full }
        state.inside += 1
        state.shares[party] = share
        if share.waiting.isEmpty, mayEnter(party, state, now), let desk = state.free.popLast() {
            state.shares[party]!.inside += 1
            return .desk(desk)
        }
        let waiter = Waiter()
        state.shares[party]!.waiting.append(waiter)
        if share.waiting.isEmpty { state.order.append(party) }
        return .wait(waiter)
    }

    private func leave(_ desk: Desk, _ party: Party, _ used: Duration, _ state: inout State, _ now: ContinuousClock.Instant) {
        state.free.append(desk)
        state.inside -= 1
        var share = state.shares[party]!
        share.inside -= 1
        (share.used, share.usedLast, share.seen) = (debt(share, now) + used, used, now)
        state.shares[party] = share
        while !state.free.isEmpty, let index = state.order.firstIndex(where: { mayEnter($0, state, now) }) {
            let next = state.order.remove(at: index)
            state.shares[next]!.inside += 1
            let waiter = state.shares[next]!.waiting.removeFirst()
            if !state.shares[next]!.waiting.isEmpty { state.order.append(next) }
            waiter.call(to: state.free.removeLast())
        }
    }

    private func mayEnter(_ party: Party, _ state: State, _ now: ContinuousClock.Instant) -> Bool {
        state.shares[party]!.inside < (isGreedy(party, state, now) ? 1 : max(desks - max(desks / 4, 1), 1))
    }

    private func isGreedy(_ party: Party, _ state: State, _ now: ContinuousClock.Instant) -> Bool {
        debt(state.shares[party]!, now) > burst && state.shares.contains { $0.key != party && isPresent($0.value, now) }
    }

    private func pause(of party: Party, _ state: State, _ now: ContinuousClock.Instant) -> Duration {
        isGreedy(party, state, now) ? min(state.shares[party]!.usedLast * Self.pauses, Self.longestPause) : .zero
    }

    /// A second makes good a second.
    private func debt(_ share: Share, _ now: ContinuousClock.Instant) -> Duration { max(.zero, share.used - (now - share.seen)) }

    private func isPresent(_ share: Share, _ now: ContinuousClock.Instant) -> Bool {
        share.inside > 0 || !share.waiting.isEmpty || now - share.seen < Self.presence
    }
}

/// A connection to the database. Unchecked: it lies among the free ones or is the one thread's that took it.
private struct Desk: @unchecked Sendable {
    let host: HostStore

    init(_ host: HostStore) { self.host = host }

    /// What the thread and the database have used so far. Waiting for the worker is neither.
    var time: Duration {
        var processor = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &processor)
        return host.timeSpent + .seconds(processor.tv_sec) + .nanoseconds(processor.tv_nsec)
    }
}

/// A thread that waits for its turn. Unchecked: the semaphore puts the one write before the one read.
private final class Waiter: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    /// Set before the semaphore is raised, read after.
    private var desk: Desk?

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func call(to desk: Desk) {
        self.desk = desk
        sem_post(semaphore)
    }

    func wait() -> Desk {
        while sem_wait(semaphore) != 0 {} // a signal, above all the one that ends the server
        return desk!
    }
}
