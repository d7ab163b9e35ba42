import Synchronization
import Text
@preconcurrency import Glibc

/// The id of one kind of row: a UUID version 7 (RFC 9562 §5.7), but for that of a tenant. It is ordered by the time it was made, so
/// that rows of one tenant lie in its table in the order in which they came. The id of one kind does not compile in the place of
/// another's.
package struct ID<Kind: Identified>: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Its bytes as one number, the first the most significant.
    package let value: UInt128

    package init(_ value: UInt128) { self.value = value }

    /// Reads the 36 characters of a UUID, or as many digits as a short id has; hexadecimal digits in either case.
    package init?(_ text: some StringProtocol) {
        guard let value = Kind.isUUID ? UInt128(uuid: text) : UInt128(hexadecimal: text, bytes: Kind.width) else { return nil }
        self.value = value
    }

    /// - Returns: `nil` unless there are exactly as many bytes as it has.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Kind.width else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// Its bytes, most significant first.
    package var bytes: [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0.suffix(Kind.width)) } }

    package var description: String { String(unsafeUninitializedCapacity: Self.characters, initializingUTF8With: write) }

    /// Lends its text: a page has one in many places.
    package func withText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.characters) {
            body(UnsafeBufferPointer(rebasing: $0[..<write(to: $0)]))
        }
    }

    private static var characters: Int { Kind.isUUID ? 36 : 2 * Kind.width }

    /// - Returns: how many bytes it wrote.
    private func write(to text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        if Kind.isUUID { value.writeUUID(to: text) } else { value.writeHexadecimal(Kind.width, to: text) }
        return Self.characters
    }

    package static func < (one: ID, other: ID) -> Bool { one.value < other.value }
}

// What an id names.

package typealias TenantID = ID<IDKind.Tenant>
package typealias ServiceID = ID<IDKind.Service>
package typealias PersonID = ID<IDKind.Person>
package typealias TemplateID = ID<IDKind.Template>
package typealias NotificationID = ID<IDKind.Notification>
/// A form of *Nuova notifica* from its first page on: the key under which it is sent once, and under which its draft is kept.
package typealias FormID = ID<IDKind.Form>
package typealias ExportID = ID<IDKind.Export>
/// A question to App IO that a page waits for.
package typealias AskID = ID<IDKind.Ask>
package typealias AttemptID = ID<IDKind.Attempt>
package typealias AuditID = ID<IDKind.AuditLine>
/// A process that works: who holds what it claimed.
package typealias WorkerID = ID<IDKind.Worker>
/// The place that a worker sends from: its mark file, and the row that knows how far it has come.
package typealias MarkID = ID<IDKind.Mark>
package typealias CertificateID = ID<IDKind.Certificate>
package typealias MailID = ID<IDKind.Mail>
/// A citizen in the audit: a digest that says nothing of the codice fiscale that it was made of.
package typealias CitizenDigest = ID<IDKind.Citizen>

/// What an id names: says how long the id is and how it is made.
package protocol Identified: SendableMetatype {
    /// Bytes of it.
    static var width: Int { get }
    static func makeID() -> UInt128
}

/// What is named by a UUID.
package protocol IdentifiedByTime: Identified {}

/// One for each type of id.
package enum IDKind {
    package enum Tenant: Identified {}
    package enum Service: IdentifiedByTime {}
    package enum Person: IdentifiedByTime {}
    package enum Template: IdentifiedByTime {}
    package enum Notification: IdentifiedByTime {}
    package enum Form: IdentifiedByTime {}
    package enum Export: IdentifiedByTime {}
    package enum Ask: IdentifiedByTime {}
    package enum Attempt: IdentifiedByTime {}
    package enum AuditLine: IdentifiedByTime {}
    package enum Worker: IdentifiedByTime {}
    package enum Mark: IdentifiedByTime {}
    package enum Certificate: IdentifiedByTime {}
    package enum Mail: IdentifiedByTime {}
    package enum Citizen: Identified {}
}

extension ID {
    /// A new one.
    package static func make() -> ID { ID(Kind.makeID()) }
}

extension Identified {
    fileprivate static var isUUID: Bool { width == 16 }
}

extension IDKind.Tenant {
    /// Of chance: two of 8,000 enti have the same in one of nine million installations. It begins every key of every table.
    package static var width: Int { 6 }
    package static func makeID() -> UInt128 { .random(in: 0..<1 << 48) }
}

extension IDKind.Citizen {
    package static var width: Int { 16 }
    package static func makeID() -> UInt128 { .random(in: .min ... .max) }
}

// MARK: - By time

extension IdentifiedByTime {
    package static var width: Int { 16 }
    /// Those that one process makes ascend strictly, also within a millisecond.
    package static func makeID() -> UInt128 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // 48 bits of milliseconds and, after the version, 12 bits of their fraction (§6.2 method 3).
        let ticks = UInt64(now.tv_sec) * 4_096_000 + UInt64(now.tv_nsec) * 4_096 / 1_000_000
        let tick = lastTick.withLock { last in
            last = max(last + 1, ticks)
            return last
        }
        return UInt128(ticks: tick, random: .random(in: .min ... .max))
    }
}

extension ID where Kind: IdentifiedByTime {
    /// The least that is greater, and the greatest that is less.
    package var next: ID { ID(value == .max ? .max : value + 1) }
    package var previous: ID { ID(value == .min ? .min : value - 1) }

    /// A new one whose last eight bytes are another's: whoever knows that one sees to whom this belongs.
    package static func make(like other: ID) -> ID {
        ID(make().value & ~UInt128(UInt64.max) | other.value & UInt128(UInt64.max))
    }

    /// The least of those made at a moment: bounds a range of them by time.
    package static func first(at moment: Moment) -> ID {
        ID(UInt128(ticks: UInt64(max(moment.microseconds / 1_000, 0)) << 12, random: 0))
    }

    /// When it was made, in 4096ths of a millisecond since 1970: 60 bits, which nearly always tell it from all others.
    package var tick: UInt64 { UInt64(truncatingIfNeeded: value >> 80) << 12 | UInt64(truncatingIfNeeded: value >> 64) & 0xfff }

    /// All that were made, or could have been, at a tick.
    package static func all(at tick: UInt64) -> ClosedRange<ID> {
        ID(UInt128(ticks: tick, random: .min))...ID(UInt128(ticks: tick, random: .max))
    }

    /// When it was made, to the millisecond.
    package var madeAt: Moment { Moment(microseconds: Int64(value >> 80) * 1_000) }
}

extension UInt128 {
    /// A UUID version 7.
    ///
    /// - Parameters:
    ///   - ticks: since 1970, 4096 to the millisecond.
    ///   - random: of which 62 bits stay.
    fileprivate init(ticks: UInt64, random: UInt64) {
        let version: UInt64 = 0x7000, variant: UInt64 = 0b10 << 62
        let high = (ticks & ~0xfff) << 4 | version | ticks & 0xfff, low = variant | random >> 2
        self = UInt128(high) << 64 | UInt128(low)
    }
}

private let lastTick = Mutex<UInt64>(0)

// MARK: - As text

extension UInt128 {
    /// Reads the 36-character form of a UUID; hexadecimal digits in either case.
    package init?(uuid text: some StringProtocol) {
        var (value, position) = (UInt128(0), 0)
        for character in text.utf8 {
            switch position {
            case 8, 13, 18, 23:
                guard character == UInt8(ascii: "-") else { return nil }
            case 0..<36:
                guard let digit = character.hexadecimalValue else { return nil }
                value = value << 4 | UInt128(digit)
            default:
                return nil
            }
            position += 1
        }
        guard position == 36 else { return nil }
        self = value
    }

    /// Reads two hexadecimal digits for each byte, in either case.
    fileprivate init?(hexadecimal text: some StringProtocol, bytes: Int) {
        var (value, count) = (UInt128(0), 0)
        for character in text.utf8 {
            guard count < 2 * bytes, let digit = character.hexadecimalValue else { return nil }
            value = value << 4 | UInt128(digit)
            count += 1
        }
        guard count == 2 * bytes else { return nil }
        self = value
    }

    fileprivate func writeHexadecimal(_ bytes: Int, to text: UnsafeMutableBufferPointer<UInt8>) {
        for digit in 0..<2 * bytes {
            text[2 * bytes - 1 - digit] = UInt8(truncatingIfNeeded: self >> (4 * digit) & 15).hexadecimalDigit
        }
    }

    fileprivate func writeUUID(to text: UnsafeMutableBufferPointer<UInt8>) {
        func word(_ shift: Int) -> UInt64 { UInt32(truncatingIfNeeded: self >> shift).hexadecimalDigits }
        let text = UnsafeMutableRawBufferPointer(text), (second, third) = (word(64), word(32))
        text.storeBytes(of: word(96).bigEndian, as: UInt64.self)
        text.storeBytes(of: UInt32(truncatingIfNeeded: second >> 32).bigEndian, toByteOffset: 9, as: UInt32.self)
        text.storeBytes(of: UInt32(truncatingIfNeeded: second).bigEndian, toByteOffset: 14, as: UInt32.self)
        text.storeBytes(of: UInt32(truncatingIfNeeded: third >> 32).bigEndian, toByteOffset: 19, as: UInt32.self)
        text.storeBytes(of: UInt32(truncatingIfNeeded: third).bigEndian, toByteOffset: 24, as: UInt32.self)
        text.storeBytes(of: word(0).bigEndian, toByteOffset: 28, as: UInt64.self)
        for place in [8, 13, 18, 23] { text[place] = UInt8(ascii: "-") }
    }
}

extension UInt32 {
    /// All eight digits at once, the first the most significant byte: a page has hundreds of ids.
    fileprivate var hexadecimalDigits: UInt64 {
        var digits = UInt64(self)
        digits = (digits << 16 | digits) & 0x0000_ffff_0000_ffff
        digits = (digits << 8 | digits) & 0x00ff_00ff_00ff_00ff
        digits = (digits << 4 | digits) & 0x0f0f_0f0f_0f0f_0f0f
        let isLetter = (digits + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits + 0x3030_3030_3030_3030 + isLetter * UInt64(UInt8(ascii: "a") - UInt8(ascii: "9") - 1)
    }
}
