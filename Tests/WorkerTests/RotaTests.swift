import Domain
@testable import Store
import Testing
@testable import Worker

/// Whose turn it is.
struct RotaTests {
    private let places = Places()

    @Test func `every lane gets its turn before any gets a second`() {
        var rota = Rota()
        let lanes = (0..<40).map { _ in Self.lane() }
        rota.add(lanes)
        var turns: [Lane] = []
        for _ in 0..<6 {
            for (lane, _) in rota.next(places) {
                turns.append(lane)
                rota.ended(Turn(lane: lane, claims: [], hasMore: true, callsLeft: 10), of: .sends)
            }
        }
        #expect(Set(turns.prefix(40)) == Set(lanes) && turns.count > 80)
    }

    @Test func `who rang goes before all others, and a lane without more goes out`() {
        var rota = Rota()
        rota.add((0..<40).map { _ in Self.lane() })
        let rung = Self.lane()
        rota.hurry([rung])
        let first = rota.next(places)
        #expect(first.first?.lane == rung)
        for (lane, _) in first { rota.ended(Turn(lane: lane, claims: [], hasMore: false, callsLeft: 10), of: .sends) }
        #expect(!rota.next(places).contains { $0.lane == rung })
    }

    @Test func `a lane whose account has no calls left rests, and one that somebody waits for rests less`() {
        var rota = Rota()
        let (spent, urgent) = (Self.lane(), Self.lane())
        rota.add([spent])
        rota.hurry([urgent])
        #expect(rota.next(places).count == 2)
        let before = ContinuousClock.now
        for lane in [spent, urgent] { rota.ended(Turn(lane: lane, claims: [], hasMore: true, callsLeft: 0), of: .sends) }
        #expect(rota.next(places).isEmpty)
        let next = rota.nextTurn(places)! - before
        #expect(next > .milliseconds(50) && next < .milliseconds(200), "two calls take 72 ms to flow in: \(next)")
    }

    @Test func `one claim shares out no more places than are free`() {
        var rota = Rota()
        let held = (0..<Places.most - 10).map { _ in places.take(for: Self.lane().account) }
        rota.add((0..<40).map { _ in Self.lane() })
        #expect(rota.next(places).reduce(0) { $0 + $1.most } <= 10)
        withExtendedLifetime(held) {}
    }

    @Test func `an account that hangs holds no more than it leaves free, and what is let go is free again`() {
        var hanging: [Account: [Place]] = [:]
        for _ in 0..<8 {
            let account = Self.lane().account
            while places.room(for: account) > 0 { hanging[account, default: []].append(places.take(for: account)) }
            #expect(hanging[account]!.count <= Places.mostOfOne)
            #expect(places.free > 0 && places.room(for: Self.lane().account) > 0, "the next gets one")
        }
        hanging = [:]
        #expect(places.free == Places.most)
    }

    private static func lane() -> Lane {
        let tenant = Identifier.make()
        return Lane(tenant: tenant, service: .make(), account: Account(owner: tenant, environment: .trial))
    }
}
