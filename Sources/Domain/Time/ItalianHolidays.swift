extension CalendarDate {
    /// Days since 1970-01-01.
    var daysSince1970: Int {
        // Years that begin in March, so that the day which comes every four years is the last one.
        let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        let inYear = (153 * month + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + inYear - 719_468
    }

    /// 0 for Sunday to 6 for Saturday.
    private var weekday: Int { ((daysSince1970 + 4) % 7 + 7) % 7 }

    package var isSunday: Bool { weekday == 0 }

    /// `lunedì`.
    package var italianWeekday: String { ["domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"][weekday] }

    /// Whether all of Italy is on holiday (law 260 of 1949 as it is now), Sundays aside. The day of a comune's patron saint is
    /// its own.
    package var isPublicHoliday: Bool {
        switch (month, day) {
        case (1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26): true
        // San Francesco: law 151 of 2025.
        case (10, 4): year >= 2026
        default: daysSince1970 == Self.easter(of: year).daysSince1970 + 1
        }
    }

    /// Easter Sunday, by the Gregorian computus.
    static func easter(of year: Int) -> CalendarDate {
        let (century, golden) = (year / 100, year % 19)
        let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
        let sunday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - moon - year % 100 % 4) % 7
        let sum = moon + sunday - 7 * ((golden + 11 * moon + 22 * sunday) / 451) + 114
        return CalendarDate(year: year, month: sum / 31, day: sum % 31 + 1)!
    }
}
