/// When a tenant's messages may ring citizens' telephones, by clocks in Italy.
package struct SendingHours: Sendable, Equatable {
    /// The hour at which they begin, 0 to 23, and the one at which they end, up to 24.
    package let from: Int
    package let until: Int
    /// Whether also on Sundays and public holidays.
    package let onHolidays: Bool

    /// - Returns: `nil` for hours that there are not, or that end before they begin.
    package init?(from: Int, until: Int, onHolidays: Bool) {
        guard from >= 0, from < until, until <= 24 else { return nil }
        self.from = from
        self.until = until
        self.onHolidays = onHolidays
    }

    /// What a new tenant has; the schema's own.
    package static let usual = SendingHours(from: 8, until: 20, onHolidays: false)!
    /// Any time.
    package static let always = SendingHours(from: 0, until: 24, onHolidays: true)!

    /// The last minute is within.
    package func allows(_ moment: Moment) -> Bool {
        let time = RomeTime(moment), second = time.hour * 3_600 + time.minute * 60 + time.second
        return allows(time.date) && (from * 3_600...until * 3_600).contains(second)
    }

    private func allows(_ day: CalendarDate) -> Bool { onHolidays || !day.isSunday && !day.isPublicHoliday }

    /// When they begin next.
    package func beginning(after moment: Moment) -> Moment {
        var day = CalendarDate.today(at: moment)
        while true {
            if allows(day), let first = beginning(on: day), first > moment { return first }
            day = day.next
        }
    }

    /// The hour may be one that clocks skip on this day.
    private func beginning(on day: CalendarDate) -> Moment? {
        (from..<until).lazy.compactMap { day.momentsInRome(at: ClockTime(hour: $0, minute: 0)!).first }.first
    }

    /// `dalle 8 alle 20, non la domenica e nei giorni festivi`.
    package var words: String {
        let (first, last) = (from == 1 ? "dall’1" : "dalle \(from)", until == 1 ? "all’1" : "alle \(until)")
        return (from == 0 && until == 24 ? "a ogni ora" : "\(first) \(last)")
            + (onHolidays ? ", tutti i giorni" : ", non la domenica e nei giorni festivi")
    }
}
