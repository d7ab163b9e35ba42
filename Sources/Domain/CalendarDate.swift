package struct CalendarDate: Hashable, Sendable, Comparable {
    package var year: Int
    package var month: Int
    package var day: Int
    package static func < (one: CalendarDate, other: CalendarDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}
