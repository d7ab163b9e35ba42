import Domain
import Testing

struct HolidayTests {
    @Test func `Easter Monday is a holiday, in its own month of every year`() throws {
        // Easter as the Church's tables have it, and the first and the last day on which it can be.
        for (year, month, day) in [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25), (2285, 3, 22)] {
            let easter = try #require(CalendarDate(year: year, month: month, day: day))
            #expect(easter.isSunday && easter.next.isPublicHoliday && !easter.next.next.isPublicHoliday, "\(year)")
        }
    }

    @Test func `a year has its twelve holidays and no other, San Francesco from 2026 on`() throws {
        func holidays(_ year: Int) -> [String] {
            (1...12).flatMap { month in
                let days = (1...31).compactMap { CalendarDate(year: year, month: month, day: $0) }
                return days.filter(\.isPublicHoliday).map { String($0.iso.dropFirst(5)) }
            }
        }
        let (spring, autumn) = (["04-25", "05-01", "06-02", "08-15"], ["11-01", "12-08", "12-25", "12-26"])
        #expect(holidays(2025) == ["01-01", "01-06", "04-21"] + spring + autumn)
        #expect(holidays(2026) == ["01-01", "01-06", "04-06"] + spring + ["10-04"] + autumn)
    }

    @Test(arguments: [("2026-11-29", "domenica"), ("2026-11-30", "lunedì"), ("2028-02-29", "martedì"), ("1969-12-31", "mercoledì"),
                      ("1970-01-01", "giovedì"), ("2100-01-01", "venerdì"), ("2000-01-01", "sabato")])
    func `a day has its name`(_ day: String, _ name: String) throws {
        let date = try CalendarDate.parse(day)
        #expect(date.italianWeekday == name && date.isSunday == (name == "domenica"))
    }
}
