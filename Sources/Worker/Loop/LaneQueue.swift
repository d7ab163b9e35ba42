import Domain
import Store

/// Whose turn it is: the lanes that have something due, each in its place in a round, so that nobody waits for all that
/// another has queued.
struct LaneQueue {
    private struct Waiting {
        var lane: Lane
        var notBefore: ContinuousClock.Instant
    }

    private var waiting: [Waiting] = []
    private(set) var known: Set<Lane> = []
    /// Somebody rang for these: they do not wait for their account to rest.
    private var urgent: Set<Lane> = []

    /// Lanes in one claim, and notifications that one of them takes in it.
    private static let lanesAtOnce = 16
    private static let mostOfLane = 8
    /// After these the bucket is nearly full again, and a claim is worth its commit.
    private static let rest = Duration.microseconds((CallBudget.burst - CallBudget.keptForPeople) * CallBudget.microsecondsPerCall)
    private static let shortRest = Duration.microseconds(CallBudget.callsPerSend * CallBudget.microsecondsPerCall)

    /// Adds the lanes that were found to have something due.
    mutating func add(_ lanes: [Lane]) {
        for lane in lanes where known.insert(lane).inserted { waiting.append(Waiting(lane: lane, notBefore: .now)) }
    }

    /// Puts the lanes of a tenant whose person waits before all others.
    mutating func hurry(_ lanes: [Lane]) {
        waiting.removeAll { lanes.contains($0.lane) }
        waiting.insert(contentsOf: lanes.map { Waiting(lane: $0, notBefore: .now) }, at: 0)
        known.formUnion(lanes)
        urgent.formUnion(lanes)
    }

    /// Takes out the lanes whose turn it is, with how much each may take.
    mutating func next(
        _ connections: ConnectionSlots, most: (Lane) -> Int = { _ in .max }, chosen note: (Lane) -> Void = { _ in }
    ) -> [(lane: Lane, most: Int)] {
        let now = ContinuousClock.now
        var chosen: [(lane: Lane, most: Int)] = []
        var given: [Account: Int] = [:]
        var total = 0
        waiting.removeAll { entry in
            guard chosen.count < Self.lanesAtOnce, entry.notBefore <= now else { return false }
            let account = entry.lane.account
            let room = min(connections.room(for: account) - given[account, default: 0], connections.free - total, Self.mostOfLane)
            guard room > 0, case let room = min(room, most(entry.lane)), room > 0 else { return false }
            note(entry.lane)
            chosen.append((entry.lane, room))
            given[account, default: 0] += room
            total += room
            return true
        }
        known.subtract(chosen.map(\.lane))
        return chosen
    }

    /// What a lane's turn came to: one that has more gets another, when its account has calls again.
    mutating func ended(_ turn: Turn, of work: Work) {
        let wasUrgent = urgent.remove(turn.lane) != nil
        guard turn.hasMore, known.insert(turn.lane).inserted else { return }
        let isUrgent = wasUrgent && turn.claims.isEmpty
        if isUrgent { urgent.insert(turn.lane) }
        let isSpent = turn.callsLeft < work.calls + CallBudget.keptForPeople
        let rest: Duration = isUrgent ? Self.shortRest : isSpent ? Self.rest : .zero
        waiting.append(Waiting(lane: turn.lane, notBefore: .now + rest))
    }

    /// When the next lane's turn comes, `nil` when none waits.
    func nextTurn(_ connections: ConnectionSlots, most: (Lane) -> Int = { _ in .max }) -> ContinuousClock.Instant? {
        waiting.filter { connections.room(for: $0.lane.account) > 0 && most($0.lane) > 0 }.map(\.notBefore).min()
    }
}
