import Domain
import Store

/// Finds out which lanes have something due: at once where somebody rang, every half second everywhere.
struct LaneScheduler {
    private var sends = LaneQueue()
    private var checks = LaneQueue()
    private var rung: Set<TenantID> = []
    private var nextLooks: [ContinuousClock.Instant] = [.now, .now]
    private(set) var wasRung = false

    private static let shortestInterval = Duration.milliseconds(500)
    /// A look must not take more than this part of the time: with hundreds of thousands open it is made more rarely.
    private static let shareOfTime = 20
    /// One that took long because the database stood still says nothing of the next.
    private static let longestInterval = Duration.seconds(5)

    /// - Parameter tenants: whose person waits; `nil` for a ring that does not say.
    mutating func heard(_ tenants: [TenantID?]) {
        rung.formUnion(tenants.compactMap { $0 })
        wasRung = true
    }

    /// - Returns: the lanes of those who rang.
    mutating func look(_ installation: InstallationStore, sendsNothing: Bool) throws -> [Lane] {
        wasRung = false
        var hurried: [Lane] = []
        if !sendsNothing {
            // Taken out first: the loop looks everywhere soon, should the database be away now.
            while let tenant = rung.popFirst() {
                let lanes = try installation.lanes(with: .sends, of: tenant)
                sends.hurry(lanes)
                hurried += lanes
            }
            try look(.sends, 0, installation)
        }
        try look(.checks, 1, installation)
        return hurried
    }

    private mutating func look(_ work: Work, _ index: Int, _ installation: InstallationStore) throws {
        let began = ContinuousClock.now
        guard nextLooks[index] <= began else { return }
        if work == .sends { try installation.queueScheduled() }
        let lanes = try installation.lanes(with: work)
        if work == .sends { sends.add(lanes) } else { checks.add(lanes) }
        nextLooks[index] = .now + Self.interval(afterLookOf: .now - began)
    }

    /// From the end of a look that took so long to the next.
    static func interval(afterLookOf duration: Duration) -> Duration {
        min(max(shortestInterval, duration * shareOfTime), longestInterval)
    }

    /// - Parameters:
    ///   - most: of a lane, besides what the connections allow.
    ///   - chosen: called for each whose turn it is, before the next is looked at.
    mutating func next(
        _ work: Work, _ connections: ConnectionSlots, most: (Lane) -> Int, chosen: (Lane) -> Void
    ) -> [(lane: Lane, most: Int)] {
        work == .sends ? sends.next(connections, most: most, chosen: chosen) : checks.next(connections)
    }

    /// Those that have something to send, as far as anybody looked.
    var lanesToSend: Set<Lane> { sends.known }

    mutating func ended(_ turn: Turn, of work: Work) {
        if work == .sends { sends.ended(turn, of: work) } else { checks.ended(turn, of: work) }
    }

    /// When there is something to take or to look for.
    func nextTurn(_ connections: ConnectionSlots, sendsNothing: Bool, most: (Lane) -> Int) -> ContinuousClock.Instant? {
        let looks = sendsNothing ? nextLooks[1...] : nextLooks[...]
        let turns = [sendsNothing ? nil : sends.nextTurn(connections, most: most), checks.nextTurn(connections)]
        return (looks + turns.compactMap { $0 }).min()
    }
}
