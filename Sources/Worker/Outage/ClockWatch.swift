import Domain

/// Notices that the database's clock was set back: then what was written before it was may lie ahead for longer than it means.
struct ClockWatch {
    private var last: (database: Moment, here: Instant)?

    private static let tolerance = Duration.seconds(1)

    /// - Returns: true at the first look too, since nobody looked before.
    mutating func wentBack(database: Moment, _ now: Instant) -> Bool {
        defer { last = (database, now) }
        guard let last else { return true }
        let passed = Duration.microseconds(database.microseconds - last.database.microseconds)
        return passed < now - last.here - Self.tolerance
    }
}
