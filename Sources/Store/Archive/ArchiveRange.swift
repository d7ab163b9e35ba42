import Domain
import MariaDB

/// A stretch of the archive by its ids, and from which end it is read.
struct ArchiveRange {
    /// The least id that belongs to it, and the least beyond it.
    private(set) var first: NotificationID?
    private(set) var end: NotificationID?
    let isNewestFirst: Bool

    /// The days of a filter, from a position on.
    init(_ filter: ArchiveFilter, at position: ArchivePosition) {
        // Ids are ordered by time, so days are ranges of them.
        first = filter.from.map { .first(at: $0.startOfDayInRome) }
        end = filter.through.map { .first(at: $0.next.startOfDayInRome) }
        switch position {
        case .newest: isNewestFirst = true
        case .olderThan(let id):
            isNewestFirst = true
            end = end.map { min($0, id) } ?? id
        case .newerThan(let id):
            isNewestFirst = false
            first = first.map { max($0, id.next) } ?? id.next
        }
    }

    /// Ends it with an id, which still belongs to it.
    mutating func stop(at id: NotificationID) {
        if isNewestFirst { first = id } else { end = id.next }
    }

    /// Whether it has no ends.
    var isWhole: Bool { first == nil && end == nil }

    /// Of several ids the one that is reached first.
    func nearest(_ ids: some Collection<NotificationID>) -> NotificationID? { isNewestFirst ? ids.max() : ids.min() }

    /// Whether an id is reached later than another.
    func isFurther(_ one: NotificationID, than other: NotificationID) -> Bool { isNewestFirst ? one < other : one > other }

    func conditions(_ id: SQL) -> [SQL] {
        [first.map { "\(id) >= \($0)" }, end.map { "\(id) < \($0)" }].compactMap { $0 }
    }

    var order: SQL { isNewestFirst ? "DESC" : "ASC" }
}
