import Domain
@preconcurrency import Glibc
import Testing

struct TimeTests {
    @Test(arguments: [
        ("2027-07-15", "2027-07-15"), ("15/07/2027", "2027-07-15"), (" 5/7/2027 ", "2027-07-05"), ("2028-02-29", "2028-02-29"),
        ("2000-02-29", "2000-02-29"),
        ("31/12/9999", "9999-12-31"),
    ])
    func `dates are read from browsers and from people`(_ typed: String, _ iso: String) throws {
        let date = try CalendarDate.parse(typed)
        #expect(date.iso == iso)
        #expect(try CalendarDate.parse(date.italian) == date)
    }

    @Test(arguments: [
        ("", CalendarDateFault.empty), ("2027-02-29", .impossible), ("1900-02-29", .impossible), ("31/04/2027", .impossible),
        ("2027-13-01", .impossible),
        ("00/01/2027", .impossible), ("15-07-2027", .malformed), ("15/07/27", .malformed),
        ("domani", .malformed),
        ("0999-01-01", .impossibleYear("0999")), ("0024-07-15", .impossibleYear("0024")), ("15/07/0207", .impossibleYear("0207")),
        ("202707-07-15", .impossibleYear("202707")),
        ("2027-07", .malformed), ("2027-07-15T10:00", .malformed), ("-1-1-1", .malformed), ("2027/07/15", .malformed),
        ("٢٠٢٧-07-15", .malformed),
        ("20270715", .malformed), ("--", .malformed), ("//", .malformed), ("99999999999999999999-1-1", .malformed),
    ])
    func `what is not a date is told apart`(_ typed: String, _ fault: CalendarDateFault) {
        #expect(throws: fault) { try CalendarDate.parse(typed) }
    }

    @Test(arguments: [
        ("2027-07-15", "2027-07-14T22:00:00Z", "2027-07-15T21:59:59Z"),  // summer
        ("2026-01-12", "2026-01-11T23:00:00Z", "2026-01-12T22:59:59Z"),  // winter
        ("2027-03-28", "2027-03-27T23:00:00Z", "2027-03-28T21:59:59Z"),  // 23 hours
        ("2027-10-31", "2027-10-30T22:00:00Z", "2027-10-31T22:59:59Z"),  // 25 hours
        ("2027-03-27", "2027-03-26T23:00:00Z", "2027-03-27T22:59:59Z"),
        ("2027-10-30", "2027-10-29T22:00:00Z", "2027-10-30T21:59:59Z"),
        ("2045-07-01", "2045-06-30T22:00:00Z", "2045-07-01T21:59:59Z"),  // beyond the table of changes
    ])
    func `a day in Italy begins and ends in its own time, summer and winter`(_ day: String, _ start: String, _ end: String) throws {
        let date = try CalendarDate.parse(day)
        #expect(utc(date.startOfDayInRome) == start)
        #expect(utc(date.endOfDayInRome) == end)
    }

    @Test func `the guide's own moment is shown as the guide shows it`() {
        let sent = RomeTime(Moment(seconds: 1_740_761_117))
        #expect(sent.italianDate == "28/02/2025")
        #expect(sent.italianTime == "17:45:17")
        #expect(sent.italian == "28/02/2025 17:45:17" && sent.italianInSentence == "28/02/2025 alle 17:45:17")
    }

    @Test func `the hour that comes twice is shown twice`() {
        #expect(RomeTime(Moment(seconds: 1_824_942_600)).italianTime == "02:30:00")
        #expect(RomeTime(Moment(seconds: 1_824_946_200)).italianTime == "02:30:00")
        #expect(RomeTime(Moment(seconds: 1_824_949_800)).italianTime == "03:30:00")
    }

    @Test func `midnight belongs to the day that begins`() throws {
        let date = try CalendarDate.parse("2027-07-15")
        #expect(CalendarDate.today(at: date.startOfDayInRome) == date)
        #expect(CalendarDate.today(at: date.endOfDayInRome) == date)
        #expect(CalendarDate.today(at: Moment(seconds: date.endOfDayInRome.seconds + 1)).iso == "2027-07-16")
        #expect(CalendarDate.today(at: Moment(microseconds: date.startOfDayInRome.microseconds - 1)).iso == "2027-07-14")
    }

    @Test func `every day ends where the next begins, and lasts 23, 24 or 25 hours`() throws {
        var day = try CalendarDate.parse("2024-01-01")
        for _ in 0..<4_000 {
            let next = CalendarDate.today(at: Moment(seconds: day.endOfDayInRome.seconds + 1))
            #expect(next > day && next.startOfDayInRome.seconds == day.endOfDayInRome.seconds + 1)
            #expect([82_800, 86_400, 90_000].contains(next.startOfDayInRome.seconds - day.startOfDayInRome.seconds))
            day = next
        }
    }

    @Test func `many threads ask at once and agree`() async throws {
        let expected = try CalendarDate.parse("2027-07-15").endOfDayInRome
        let answers = await withTaskGroup(of: Moment?.self) { group in
            for _ in 0..<200 { group.addTask { try? CalendarDate.parse("2027-07-15").endOfDayInRome } }
            return await group.reduce(into: Set<Moment?>()) { $0.insert($1) }
        }
        #expect(answers == [expected])
    }

    private func utc(_ moment: Moment) -> String {
        var time = time_t(moment.seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }
}
