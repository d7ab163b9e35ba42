/// What goes wrong with a service because somebody asked for it on the control page.
struct Trouble: Sendable, Equatable {
    enum Kind: String, Sendable, CaseIterable {
        case none
        /// 429 on every call.
        case storm
        /// 500 as problem+json: before the queue, nothing is created.
        case storage
        /// The gateway's HTML, nothing is created.
        case badGateway = "502", unavailable = "503", gatewayTimeout = "504"
        /// 403 without a body.
        case emptyForbidden = "403"
        /// The body of a good answer ends in its middle.
        case truncated
        /// GET of a message answers a status that no specification has.
        case unknownStatus = "unknown_status"
        /// The connection ends after the message was created.
        case cut
    }

    var kind = Kind.none
    /// Of the calls, 0 to 100.
    var percent = 100
    /// Added to every call.
    var latencyMilliseconds = 0

    var json: JSON {
        ["kind": .string(kind.rawValue), "percent": JSON(percent), "latency_ms": JSON(latencyMilliseconds)]
    }

    init() {}

    /// What is missing or wrong has no effect.
    init(_ json: JSON) {
        kind = json["kind"]?.string.flatMap(Kind.init) ?? .none
        percent = min(max(json["percent"]?.integer ?? 100, 0), 100)
        latencyMilliseconds = min(max(json["latency_ms"]?.integer ?? 0, 0), Self.maximumLatency)
    }

    /// A minute: longer is what persona 9 is for.
    static let maximumLatency = 60_000

    /// The same answer for the same seed, service and number of call.
    func strikes(seed: UInt64, service: String, call: UInt64) -> Bool {
        guard kind != .none else { return false }
        var dice = SeededDice(seed: seed, service, call)
        return dice.roll(below: 100) < percent
    }
}

/// Random numbers that come again with the same seed (splitmix64, Steele et al. 2014).
struct SeededDice {
    private var state: UInt64

    init(seed: UInt64, _ name: String, _ number: UInt64) {
        // FNV-1a: Swift's own hash changes with every process.
        state = name.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 } &+ number
    }

    mutating func roll(below bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
