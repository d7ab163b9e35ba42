import Synchronization
import Text
@preconcurrency import Glibc

/// A UUID version 7 (RFC 9562 §5.7): ordered by the time it was made, so that rows of one tenant
/// lie in its table in the order in which they came.
package struct Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The 16 bytes, most significant first.
    package let bytes: [UInt8]

    /// - Returns: `nil` unless there are exactly 16 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the 36-character form; hexadecimal digits in either case.
    package init?(_ text: some StringProtocol) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var bytes: [UInt8] = []
        var index = 0
        while index < 36 {
            if [8, 13, 18, 23].contains(index) {
                guard characters[index] == UInt8(ascii: "-") else { return nil }
                index += 1
                continue
            }
            guard let high = characters[index].hexadecimalValue, let low = characters[index + 1].hexadecimalValue else { return nil }
            bytes.append(high << 4 | low)
            index += 2
        }
        self.bytes = bytes
    }

    /// A new one. Those that one process makes ascend strictly, also within a millisecond.
    package static func make() -> Identifier {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // 48 bits of milliseconds and, after the version, 12 bits of their fraction (§6.2 method 3).
        let ticks = UInt64(now.tv_sec) * 4_096_000 + UInt64(now.tv_nsec) * 4_096 / 1_000_000
        let tick = lastTick.withLock { last in
            last = max(last + 1, ticks)
            return last
        }
        let milliseconds = tick >> 12
        for position in 0..<6 { bytes[position] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * UInt64(position))) }
        bytes[6] = 0x70 | UInt8(truncatingIfNeeded: (tick >> 8) & 0x0f)
        bytes[7] = UInt8(truncatingIfNeeded: tick)
        bytes[8] = 0x80 | bytes[8] & 0x3f
        return Identifier(bytes: bytes)!
    }

    /// A new one whose last eight bytes are another's: whoever knows that one sees to whom this belongs.
    package static func make(like other: Identifier) -> Identifier {
        Identifier(bytes: Array(make().bytes[..<8] + other.bytes[8...]))!
    }

    private static let lastTick = Mutex<UInt64>(0)

    package var description: String {
        var text = ""
        for (position, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(position) { text += "-" }
            text.unicodeScalars.append(Unicode.Scalar((byte >> 4).hexadecimalDigit))
            text.unicodeScalars.append(Unicode.Scalar((byte & 15).hexadecimalDigit))
        }
        return text
    }

    package static func < (one: Identifier, other: Identifier) -> Bool {
        one.bytes.lexicographicallyPrecedes(other.bytes)
    }
}

extension Identifier {
    /// When it was made, to the millisecond.
    package var madeAt: Moment {
        Moment(microseconds: bytes[..<6].reduce(Int64(0)) { $0 << 8 | Int64($1) } * 1_000)
    }

    /// The least of those made at a moment: bounds a range of them by time.
    package static func first(at moment: Moment) -> Identifier {
        let milliseconds = moment.microseconds / 1_000
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * Int64($0))) }
        return Identifier(bytes: time + [0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0])!
    }
}
