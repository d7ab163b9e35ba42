import Text

/// What a clock shows, hours and minutes.
package struct ClockTime: Hashable, Sendable, Comparable {
    package let hour: Int
    package let minute: Int

    /// - Returns: `nil` when no clock shows that.
    package init?(hour: Int, minute: Int) {
        guard (0...23).contains(hour), (0...59).contains(minute) else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// Reads `08:00`, what a browser sends (some with `:00` of seconds), or what a person types: `8`, `8:00`, `8.30`.
    ///
    /// - Returns: `nil` for what is no time of day.
    package static func parse(_ typed: String) -> ClockTime? {
        let parts = typed.trimmed().split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        guard (1...3).contains(parts.count), parts.allSatisfy({ $0.utf8.areDigits }), parts[0].count <= 2,
            parts.dropFirst().allSatisfy({ $0.count == 2 }), parts.count < 3 || parts[2] == "00" else { return nil }
        return ClockTime(hour: Int(parts[0])!, minute: parts.count > 1 ? Int(parts[1])! : 0)
    }

    /// `08:00`, for a browser's field and for people.
    package var text: String { "\(hour.padded(to: 2)):\(minute.padded(to: 2))" }

    package static func < (one: ClockTime, other: ClockTime) -> Bool { (one.hour, one.minute) < (other.hour, other.minute) }
}

extension CalendarDate {
    /// The moments at which clocks in Italy show this: none in the hour that they skip in March, two in the hour that comes
    /// twice in October, otherwise one. In their order; of the first and the last year there is, none.
    package func momentsInRome(at time: ClockTime) -> [Moment] {
        guard (1_001...9_998).contains(year) else { return [] }
        let asUTC = Int64(daysSince1970) * 86_400 + Int64(time.hour * 3_600 + time.minute * 60)
        // Two hours ahead of UTC in summer, one in winter.
        return [7_200, 3_600].map { Moment(seconds: asUTC - $0) }.filter { moment in
            let shown = RomeTime(moment)
            return shown.date == self && shown.hour == time.hour && shown.minute == time.minute
        }
    }
}

extension RomeTime {
    /// Without the seconds.
    package var clockTime: ClockTime { ClockTime(hour: hour, minute: minute)! }

    /// `lunedì 30/11/2026 alle 08:00`, after "il" or alone.
    package var italianWithWeekday: String { "\(date.italianWeekday) \(date.italian) alle \(clockTime.text)" }
}
