import Domain

/// 26 characters of Crockford's base 32, upper case: 48 bits of milliseconds, then 80 random bits.
enum ULID {
    static func make(at moment: Moment) -> String {
        let milliseconds = UInt64(moment.microseconds / 1_000)
        let time = (0..<10).map { alphabet[Int(milliseconds >> (45 - 5 * UInt64($0))) & 31] }
        let random = (0..<16).map { _ in alphabet.randomElement()! }
        return String(time + random)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
}
