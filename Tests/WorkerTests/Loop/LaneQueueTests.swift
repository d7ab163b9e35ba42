import Domain
@testable import Store
import Testing
@testable import Worker

/// Whose turn it is.
struct LaneQueueTests {
    private let connections = ConnectionSlots()

    @Test func `every lane gets its turn before any gets a second`() {
        var queue = LaneQueue()
        let lanes = (0..<40).map { _ in Self.lane() }
        queue.add(lanes)
        var turns: [Lane] = []
        for _ in 0..<6 {
            for (lane, _) in queue.next(connections) {
                turns.append(lane)
                queue.ended(Turn(lane: lane, claims: [], hasMore: true, callsLeft: 10), of: .sends)
            }
        }
        #expect(Set(turns.prefix(40)) == Set(lanes) && turns.count > 80)
    }

    @Test func `who rang goes before all others, and a lane without more goes out`() {
        var queue = LaneQueue()
        queue.add((0..<40).map { _ in Self.lane() })
        let rung = Self.lane()
        queue.hurry([rung])
        let first = queue.next(connections)
        #expect(first.first?.lane == rung)
        for (lane, _) in first { queue.ended(Turn(lane: lane, claims: [], hasMore: false, callsLeft: 10), of: .sends) }
        #expect(!queue.next(connections).contains { $0.lane == rung })
    }

    @Test func `a lane whose account has no calls left rests, and one that somebody waits for rests less`() {
        var queue = LaneQueue()
        let (spent, urgent) = (Self.lane(), Self.lane())
        queue.add([spent])
        queue.hurry([urgent])
        #expect(queue.next(connections).count == 2)
        let before = ContinuousClock.now
        for lane in [spent, urgent] { queue.ended(Turn(lane: lane, claims: [], hasMore: true, callsLeft: 0), of: .sends) }
        #expect(queue.next(connections).isEmpty)
        let next = queue.nextTurn(connections)! - before
        #expect(next > .milliseconds(50) && next < .milliseconds(200), "two calls take 72 ms to flow in: \(next)")
    }

    @Test func `one claim shares out no more connections than are free`() {
        var queue = LaneQueue()
        let held = (0..<ConnectionSlots.most - 10).map { _ in connections.take(for: Self.lane().account) }
        queue.add((0..<40).map { _ in Self.lane() })
        #expect(queue.next(connections).reduce(0) { $0 + $1.most } <= 10)
        withExtendedLifetime(held) {}
    }

    @Test func `an account that hangs holds no more than it leaves free, and what is let go is free again`() {
        var hanging: [Account: [ConnectionSlot]] = [:]
        for _ in 0..<8 {
            let account = Self.lane().account
            while connections.room(for: account) > 0 { hanging[account, default: []].append(connections.take(for: account)) }
            #expect(hanging[account]!.count <= ConnectionSlots.mostOfOne)
            #expect(connections.free > 0 && connections.room(for: Self.lane().account) > 0, "the next gets one")
        }
        hanging = [:]
        #expect(connections.free == ConnectionSlots.most)
    }

    private static func lane() -> Lane {
        let tenant = TenantID.make()
        return Lane(tenant: tenant, service: .make(), account: Account(owner: tenant, environment: .trial))
    }
}
