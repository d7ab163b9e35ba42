@preconcurrency import Glibc

/// An instant, in microseconds since 1970-01-01T00:00:00Z: as precise as MariaDB's `DATETIME(6)`.
package struct Moment: Hashable, Sendable, Comparable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    /// The clock of this host. What decides when a row is due is the database's clock, never this.
    package static func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000 }

    package static func < (one: Moment, other: Moment) -> Bool { one.microseconds < other.microseconds }
}
