import Domain
import Testing

struct ClockTimeTests {
    @Test(arguments: [("08:00", "08:00"), ("8", "08:00"), (" 8:05 ", "08:05"), ("8.30", "08:30"), ("23:59", "23:59"), ("00:00", "00:00"),
                      ("07:15:00", "07:15")])
    func `times are read from browsers and from people`(_ typed: String, _ text: String) {
        #expect(ClockTime.parse(typed)?.text == text)
    }

    @Test(arguments: ["", "24:00", "8:60", "8:5", "08:00:30", "800", ":30", "8:", "8:00:", "-1:00", "٨:٠٠", "otto", "8h", "8:00\u{B}x",
                      "8:00 pm", "999999999999999999999", "8:00:00:00"])
    func `what is no time of day is none`(_ typed: String) {
        #expect(ClockTime.parse(typed) == nil)
    }

    @Test(arguments: [
        ("2026-11-30", "08:00", ["2026-11-30T07:00Z"]), ("2027-07-15", "08:00", ["2027-07-15T06:00Z"]),
        // Clocks go from 2 to 3, and from 3 back to 2.
        ("2027-03-28", "01:59", ["2027-03-28T00:59Z"]), ("2027-03-28", "02:00", []), ("2027-03-28", "02:59", []),
        ("2027-03-28", "03:00", ["2027-03-28T01:00Z"]),
        ("2026-10-25", "01:59", ["2026-10-24T23:59Z"]), ("2026-10-25", "02:30", ["2026-10-25T00:30Z", "2026-10-25T01:30Z"]),
        ("2026-10-25", "03:00", ["2026-10-25T02:00Z"]),
    ])
    func `clocks in Italy show a time once, twice in an hour of October and never in one of March`(
        _ day: String, _ time: String, _ moments: [String]
    ) throws {
        let clock = try #require(ClockTime.parse(time)), found = try CalendarDate.parse(day).momentsInRome(at: clock)
        #expect(found.map(Self.utc) == moments)
    }

    @Test(arguments: ["1000-01-01", "9999-12-31"])
    func `the first and the last year have none`(_ day: String) throws {
        let midnight = try #require(ClockTime(hour: 0, minute: 0))
        #expect(try CalendarDate.parse(day).momentsInRome(at: midnight) == [])
    }

    private static func utc(_ moment: Moment) -> String {
        let day = CalendarDate.today(at: Moment(seconds: moment.seconds / 86_400 * 86_400 + 43_200))
        let minute = moment.seconds % 86_400 / 60
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.iso)T\(two(minute / 60)):\(two(minute % 60))Z"
    }
}
