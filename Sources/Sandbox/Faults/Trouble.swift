/// What goes wrong with a service because somebody asked for it on the control page.
struct Trouble: Sendable, Equatable {
    /// Which calls it may strike.
    enum Scope: String, Sendable, CaseIterable {
        case all = "tutte", profile = "profilo", submit = "invio", status = "stato"

        func contains(_ operation: Call.Operation) -> Bool {
            switch self {
            case .all: true
            case .profile: operation == .profile
            case .submit: operation == .submit
            case .status: operation == .status
            }
        }
    }

    var kind = Kind.none
    /// Of the calls, 0 to 100.
    var percent = 100
    /// Added to every call, from so much to so much.
    var latencyMilliseconds = 0...0
    var scope = Scope.all

    var json: JSON {
        [
            "kind": .string(kind.rawValue), "percent": JSON(percent), "latency_ms": JSON(latencyMilliseconds.lowerBound),
            "latency_max_ms": JSON(latencyMilliseconds.upperBound), "operation": .string(scope.rawValue),
        ]
    }

    init() {}

    /// What is missing or wrong has no effect.
    init(_ json: JSON) {
        kind = json["kind"]?.string.flatMap(Kind.init) ?? .none
        percent = min(max(json["percent"]?.integer ?? 100, 0), 100)
        let latency = min(max(json["latency_ms"]?.integer ?? 0, 0), Self.maximumLatency)
        latencyMilliseconds = latency...min(max(json["latency_max_ms"]?.integer ?? latency, latency), Self.maximumLatency)
        scope = json["operation"]?.string.flatMap(Scope.init) ?? .all
    }

    /// A minute: longer is what `hang` is for.
    static let maximumLatency = 60_000

    /// What becomes of one call. The same dice, the same strike.
    func strike(_ operation: Call.Operation, _ dice: SeededDice) -> (kind: Kind, latencyMilliseconds: Int) {
        guard scope.contains(operation) else { return (.none, 0) }
        var dice = dice
        let latency = dice.roll(in: latencyMilliseconds)
        guard dice.roll(below: 100) < percent else { return (.none, latency) }
        guard kind == .mixed else { return (kind, latency) }
        let mixture = Kind.mixture(for: operation)
        return (mixture[dice.roll(below: mixture.count)], latency)
    }
}
