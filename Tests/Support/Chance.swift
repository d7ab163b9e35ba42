/// Random numbers that can be had again: a failing test prints the seed, and `Chance(seed:)` repeats it.
/// SplitMix64 (Steele, Lea, Flood 2014).
package struct Chance: RandomNumberGenerator, CustomStringConvertible {
    package let seed: UInt64
    private var state: UInt64

    package init(seed: UInt64 = .random(in: .min ... .max)) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func character(of text: String) -> Character { text.randomElement(using: &self)! }

    /// Anything a browser may send: digits, letters, marks, line ends, control and invisible characters.
    package mutating func text(upTo length: Int) -> String {
        let characters = Array("0123456789,.-/ €ABCLMNZazèß\u{0}\t\r\n\u{A0}\u{200B}\u{301}👍🏽٣").map(String.init)
        return (0..<Int.random(in: 0...length, using: &self)).map { _ in characters.randomElement(using: &self)! }.joined()
    }

    package var description: String { "seed \(seed)" }
}
