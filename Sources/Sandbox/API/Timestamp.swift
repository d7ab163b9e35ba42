import Text
@preconcurrency import Glibc
import Domain

/// App IO's `Timestamp`: what it accepts, and JavaScript's `toISOString`, which it answers.
enum Timestamp {
    /// Reads `YYYY-MM-DDTHH:MM:SS`, an optional fraction, then `Z`, an offset `±HH:MM` or nothing, which is UTC.
    static func parse(_ text: String) -> Moment? {
        var rest = text.utf8[...]
        func number(_ digits: Int, in range: ClosedRange<Int>) -> Int? {
            guard rest.prefix(digits).count == digits, rest.prefix(digits).allSatisfy({ (0x30...0x39).contains($0) }),
                  let value = Int(String(decoding: rest.prefix(digits), as: UTF8.self)), range ~= value else { return nil }
            rest = rest.dropFirst(digits)
            return value
        }
        func skip(_ character: Character) -> Bool {
            guard rest.first == character.asciiValue else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4, in: 0...9999), skip("-"), let month = number(2, in: 1...12), skip("-"),
              let day = number(2, in: 1...31), skip("T"), let hour = number(2, in: 0...23), skip(":"),
              let minute = number(2, in: 0...59), skip(":"), let second = number(2, in: 0...59) else { return nil }
        var milliseconds = 0
        if skip(".") {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            milliseconds = Int((String(decoding: digits, as: UTF8.self) + "00").prefix(3)) ?? 0
        }
        var offset = 0
        if !skip("Z"), !rest.isEmpty {
            let sign = skip("-") ? -1 : skip("+") ? 1 : 0
            guard sign != 0, let hours = number(2, in: 0...23), skip(":"), let minutes = number(2, in: 0...59) else { return nil }
            offset = sign * (hours * 60 + minutes) * 60
        }
        guard rest.isEmpty else { return nil }
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday) = (Int32(year) - 1900, Int32(month) - 1, Int32(day))
        (time.tm_hour, time.tm_min, time.tm_sec) = (Int32(hour), Int32(minute), Int32(second))
        let seconds = timegm(&time)
        // timegm makes 2 March of 30 February; JavaScript refuses it.
        guard time.tm_mday == day else { return nil }
        return Moment(microseconds: Int64(seconds - offset) * 1_000_000 + Int64(milliseconds) * 1_000)
    }

    /// `2026-07-15T21:59:59.000Z`
    static func text(_ moment: Moment) -> String {
        var seconds = time_t(moment.seconds)
        var time = tm()
        gmtime_r(&seconds, &time)
        let milliseconds = (moment.microseconds - moment.seconds * 1_000_000) / 1_000
        let day = "\((time.tm_year + 1900).padded(to: 4))-\((time.tm_mon + 1).padded(to: 2))-\(time.tm_mday.padded(to: 2))"
        let hour = "\(time.tm_hour.padded(to: 2)):\(time.tm_min.padded(to: 2)):\(time.tm_sec.padded(to: 2))"
        return "\(day)T\(hour).\(milliseconds.padded(to: 3))Z"
    }
}

extension Moment {
    func adding(milliseconds: Int) -> Moment { Moment(microseconds: microseconds + Int64(milliseconds) * 1_000) }

    /// From an earlier moment to this one, rounded down.
    func milliseconds(since earlier: Moment) -> Int { Int((microseconds - earlier.microseconds) / 1_000) }
}
