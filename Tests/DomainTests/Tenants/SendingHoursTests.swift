import Domain
import Testing

struct SendingHoursTests {
    static func moment(_ day: String, _ time: String) throws -> Moment {
        let clock = try #require(ClockTime.parse(time))
        return try #require(CalendarDate.parse(day).momentsInRome(at: clock).first)
    }

    @Test(arguments: [
        ("2026-11-30", "07:59", false), ("2026-11-30", "08:00", true), ("2026-11-30", "20:00", true), ("2026-11-30", "20:01", false),
        ("2026-11-30", "03:00", false), ("2026-11-28", "10:00", true), ("2026-11-29", "10:00", false),  // Saturday, Sunday
        ("2026-12-08", "10:00", false), ("2027-03-29", "10:00", false), ("2027-03-30", "10:00", true),  // Easter Monday, the day after
        ("2027-07-15", "08:00", true), ("2027-07-15", "07:59", false),
    ])
    func `a new tenant's hours are from 8 to 20 in Italy, not on Sundays and holidays`(
        _ day: String, _ time: String, _ isWithin: Bool
    ) throws {
        #expect(try SendingHours.usual.allows(Self.moment(day, time)) == isWithin)
    }

    @Test func `a second after the end is outside, and no second is where there are no limits`() throws {
        let end = try Self.moment("2026-11-30", "20:00")
        #expect(!SendingHours.usual.allows(Moment(seconds: end.seconds + 1)))
        for second in stride(from: end.seconds, to: end.seconds + 8 * 86_400, by: 1_799) {
            #expect(SendingHours.always.allows(Moment(seconds: second)))
        }
    }

    @Test(arguments: [
        ("2026-11-30", "03:00", "2026-11-30", "08:00"), ("2026-11-30", "08:00", "2026-12-01", "08:00"),
        ("2026-11-28", "21:00", "2026-11-30", "08:00"),  // Saturday evening to Monday
        ("2026-12-24", "20:01", "2026-12-28", "08:00"),  // Christmas, Santo Stefano, Sunday
        ("2027-03-27", "22:00", "2027-03-30", "08:00"),  // Easter, with the change of the clock
        ("2026-12-31", "23:59", "2027-01-02", "08:00"),
    ])
    func `outside of them the next beginning is proposed`(_ day: String, _ time: String, _ nextDay: String, _ nextTime: String) throws {
        let next = try SendingHours.usual.beginning(after: Self.moment(day, time))
        #expect(try next == Self.moment(nextDay, nextTime), "\(next.italian)")
        #expect(SendingHours.usual.allows(next))
    }

    @Test func `hours that begin in the hour that clocks skip begin after it`() throws {
        let hours = try #require(SendingHours(from: 2, until: 5, onHolidays: true))
        #expect(try hours.beginning(after: Self.moment("2027-03-27", "12:00")) == Self.moment("2027-03-28", "03:00"))
        #expect(try hours.beginning(after: Self.moment("2026-10-24", "12:00")).seconds == Self.moment("2026-10-25", "01:59").seconds + 60)
    }

    @Test(arguments: [(8, 8), (20, 8), (-1, 5), (8, 25), (24, 24)])
    func `hours that there are not cannot be set`(_ from: Int, _ until: Int) {
        #expect(SendingHours(from: from, until: until, onHolidays: false) == nil)
    }

    @Test func `hours are said in words`() {
        #expect(SendingHours.usual.words == "dalle 8 alle 20, non la domenica e nei giorni festivi")
        #expect(SendingHours.always.words == "a ogni ora, tutti i giorni")
        #expect(SendingHours(from: 0, until: 1, onHolidays: true)?.words == "dalle 0 all’1, tutti i giorni")
    }
}
