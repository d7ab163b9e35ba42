import Text

/// A day of the Gregorian calendar, between the years 1000 and 9999 (MariaDB's `DATE`), with no time
/// zone of its own: where one matters it is Europe/Rome.
package struct CalendarDate: Hashable, Sendable, Comparable {
    package let year: Int
    package let month: Int
    package let day: Int

    /// - Returns: `nil` when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1000...9999).contains(year), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2027-07-15`, what a date field of a browser sends, or `15/07/2027`, what a person
    /// types (day and month may have one digit).
    package static func parse(_ typed: String) throws(CalendarDateFault) -> CalendarDate {
        let text = typed.trimmed()
        guard !text.isEmpty else { throw .empty }
        let iso = text.split(separator: "-", omittingEmptySubsequences: false)
        let italian = text.split(separator: "/", omittingEmptySubsequences: false)
        let parts = iso.count == 3 ? iso : Array(italian.reversed())
        guard parts.count == 3, parts.allSatisfy({ $0.utf8.areDigits }), (4...6).contains(parts[0].count),
            (1...2).contains(parts[1].count), (1...2).contains(parts[2].count)
        else { throw .malformed }
        // A browser's own field of a day lets in years of six digits, and makes 0024 of 24.
        guard parts[0].count == 4, !parts[0].hasPrefix("0") else { throw .impossibleYear(String(parts[0])) }
        guard let date = CalendarDate(year: Int(parts[0])!, month: Int(parts[1])!, day: Int(parts[2])!) else { throw .impossible }
        return date
    }

    /// `2027-07-15`.
    package var iso: String { "\(year)-\(month.padded(to: 2))-\(day.padded(to: 2))" }

    /// `15/07/2027`.
    package var italian: String {
        String(unsafeUninitializedCapacity: 10) { text in
            text.write(twoDigits: day, at: 0)
            text.write(twoDigits: month, at: 3)
            text.write(twoDigits: year / 100, at: 6)
            text.write(twoDigits: year % 100, at: 8)
            (text[2], text[5]) = (UInt8(ascii: "/"), UInt8(ascii: "/"))
            return 10
        }
    }

    /// The day after; the last day that there can be stands for itself.
    package var next: CalendarDate {
        CalendarDate(year: year, month: month, day: day + 1) ?? CalendarDate(year: year, month: month + 1, day: 1)
            ?? CalendarDate(year: year + 1, month: 1, day: 1) ?? self
    }

    /// The day before; the first day that there can be stands for itself.
    package var previous: CalendarDate {
        if let found = CalendarDate(year: year, month: month, day: day - 1) { return found }
        let (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
        return CalendarDate(year: year, month: month, day: 31) ?? CalendarDate(year: year, month: month, day: 30)
            ?? CalendarDate(year: year, month: month, day: 29) ?? CalendarDate(year: year, month: month, day: 28) ?? self
    }

    package static func < (one: CalendarDate, other: CalendarDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }

    /// - Precondition: `month` is 1 to 12.
    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// Why what was typed is not a date.
package enum CalendarDateFault: Error, Hashable, Sendable {
    case empty, malformed, impossible
    /// Before 1000 or after 9999, as it was typed.
    case impossibleYear(String)
}
