/// When the status of an accepted message is asked for again, while App IO still says ACCEPTED.
package enum ScheduleOfChecks {
    /// How old the acceptance is at each check: 2 s, 5 s, 15 s, 30 s, 1 m, 2 m, 5 m, 15 m, 1 h, 6 h,
    /// 24 h, then each day to the seventh.
    private static let ages: [Duration] =
        [2, 5, 15, 30, 60, 120, 300, 900, 3_600, 21_600].map { .seconds($0) } + (1...7).map { .seconds($0 * 86_400) }

    /// How long to wait after the `count`-th check for the next one; `count` is 0 right after the 201.
    /// - Returns: `nil` after the last: the state then is undetermined.
    package static func delay(afterCheck count: Int) -> Duration? {
        precondition(count >= 0, "a number of checks is not negative")
        guard count < ages.count else { return nil }
        return count == 0 ? ages[0] : ages[count] - ages[count - 1]
    }
}
