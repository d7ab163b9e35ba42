/// Random numbers that come again with the same seed (splitmix64, Steele et al. 2014).
struct SeededDice {
    private var state: UInt64

    /// - Parameters:
    ///   - names: what is diced for, and about whom.
    ///   - number: how many times before.
    init(seed: UInt64, _ names: [String], _ number: Int) {
        // FNV-1a: Swift's own hash changes with every process.
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for name in names {
            for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* Self.prime }
            // No UTF-8 has this byte: "ab", "c" is not "a", "bc".
            hash = (hash ^ 0xff) &* Self.prime
        }
        state = hash &+ UInt64(number)
    }

    mutating func roll(below bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func roll(in range: ClosedRange<Int>) -> Int { range.lowerBound + roll(below: range.count) }

    private static let prime: UInt64 = 0x100_0000_01b3
}
