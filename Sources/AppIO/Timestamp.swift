internal import Domain
internal import Text
@preconcurrency import Glibc

/// App IO's `Timestamp`: UTC, whole seconds, always with `Z` (without it, other clients were
/// read in other time zones). Example: `2026-07-15T21:59:59.000Z`.
func timestamp(_ moment: Moment) -> String {
    var seconds = time_t(moment.seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = [(Int(parts.tm_year) + 1900, 4), (Int(parts.tm_mon) + 1, 2), (Int(parts.tm_mday), 2)]
    let time = [(Int(parts.tm_hour), 2), (Int(parts.tm_min), 2), (Int(parts.tm_sec), 2)]
    return date.map { $0.padded(to: $1) }.joined(separator: "-") + "T" + time.map { $0.padded(to: $1) }.joined(separator: ":") + ".000Z"
}
