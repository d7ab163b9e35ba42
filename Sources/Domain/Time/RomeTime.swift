import Text
@preconcurrency import Glibc

/// What clocks in Italy show at a moment.
package struct RomeTime: Hashable, Sendable {
    package let date: CalendarDate
    package let hour: Int
    package let minute: Int
    package let second: Int

    /// - Precondition: the moment falls in the years 1000 to 9999.
    package init(_ moment: Moment) {
        _ = Self.zone
        var time = time_t(moment.seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        let date = CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
        precondition(date != nil, "a moment outside of the years 1000 to 9999")
        self.date = date!
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        second = Int(parts.tm_sec)
    }

    /// Settles the time zone. A program calls it before it starts threads, since `setenv` and a
    /// `getenv` of another thread do not get along; who forgets gets it at the first use.
    package static func prepare() { _ = zone }

    /// `28/02/2025`.
    package var italianDate: String { date.italian }

    /// `17:45:17`.
    package var italianTime: String {
        String(unsafeUninitializedCapacity: 8) { text in
            text.write(twoDigits: hour, at: 0)
            text.write(twoDigits: minute, at: 3)
            text.write(twoDigits: second, at: 6)
            (text[2], text[5]) = (UInt8(ascii: ":"), UInt8(ascii: ":"))
            return 8
        }
    }

    /// `28/02/2025 17:45:17`.
    package var italian: String { "\(italianDate) \(italianTime)" }
    /// `28/02/2025 alle 17:45:17`, after "il" or "dal".
    package var italianInSentence: String { "\(italianDate) alle \(italianTime)" }

    /// The moment when clocks in Italy show this. What no clock showed (a skipped hour) is moved on.
    fileprivate static func moment(_ date: CalendarDate, hour: Int, minute: Int, second: Int) -> Moment {
        _ = zone
        var parts = tm()
        parts.tm_year = Int32(date.year - 1900)
        parts.tm_mon = Int32(date.month - 1)
        parts.tm_mday = Int32(date.day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)
        parts.tm_isdst = -1
        return Moment(seconds: Int64(mktime(&parts)))
    }

    /// Makes Europe/Rome the time zone of this process, once, whatever `TZ` it was started with: glibc
    /// converts between UTC and one zone only, that of the process. Nothing here wants another one.
    ///
    /// glibc takes a zone that it does not find for UTC without a word; then the rule that holds since
    /// 1996 is given in full, so that a host without tzdata does not shift due dates.
    private static let zone: Void = {
        setenv("TZ", "Europe/Rome", 1)
        tzset()
        var noonInJuly = time_t(1_815_559_200)
        var parts = tm()
        localtime_r(&noonInJuly, &parts)
        guard parts.tm_gmtoff != 7_200 else { return }
        setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1)
        tzset()
    }()
}

extension Moment {
    /// What clocks in Italy show: `28/02/2025 17:45:17`.
    package var italian: String { RomeTime(self).italian }
    /// The same in a sentence, after "il" or "dal": `28/02/2025 alle 17:45:17`.
    package var italianInSentence: String { RomeTime(self).italianInSentence }
    /// `dalle 10:42`, with the day where it is not today: `dal 28/02/2025 alle 10:42:11`.
    package var italianSince: String {
        let time = RomeTime(self)
        guard time.date == RomeTime(.now()).date else { return "dal \(italianInSentence)" }
        return "\(time.hour == 1 ? "dall’" : "dalle ")\(time.hour == 1 ? "1" : time.hour.padded(to: 2)):\(time.minute.padded(to: 2))"
    }
}

extension CalendarDate {
    /// The day in Italy at a moment.
    package static func today(at moment: Moment) -> CalendarDate { RomeTime(moment).date }

    /// 00:00:00 of this day in Italy.
    package var startOfDayInRome: Moment { RomeTime.moment(self, hour: 0, minute: 0, second: 0) }

    /// 23:59:59 of this day in Italy: what App IO gets as `due_date`.
    package var endOfDayInRome: Moment { RomeTime.moment(self, hour: 23, minute: 59, second: 59) }
}
