/// What the sandbox did to its callers since it started.
struct Books {
    private var calls: [Call.Operation: Int] = [:]
    /// By the name of the fault, of all operations together.
    private var faults: [String: Int] = [:]
    /// Refused by the rate limit, which is no fault: App IO does the same.
    private var rateLimited = 0
    /// Faults that could not be written down: the journal does not balance.
    private var unwritten = 0

    mutating func countCall(_ operation: Call.Operation) { calls[operation, default: 0] += 1 }
    mutating func countRateLimited() { rateLimited += 1 }
    mutating func countFault(_ name: String, isWritten: Bool) {
        faults[name, default: 0] += 1
        if !isWritten { unwritten += 1 }
    }

    var json: JSON {
        let counts = Call.Operation.allCases.map { JSON.Member(name: $0.rawValue, value: JSON(calls[$0, default: 0])) }
        let faults = faults.sorted { $0.key < $1.key }.map { JSON.Member(name: $0.key, value: JSON($0.value)) }
        return [
            "calls": .object(counts), "faults": .object(faults), "rate_limited": JSON(rateLimited), "unwritten": JSON(unwritten),
        ]
    }
}
