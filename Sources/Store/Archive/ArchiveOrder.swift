package import Domain
import MariaDB

/// In what order the archive's list is, if not in that in which notifications were inserted.
///
/// There is no index for it, which every notification would pay for: what a filter finds is read whole and sorted, up to a number.
package enum ArchiveOrder: String, Sendable, CaseIterable {
    /// The next to be due first, then those that are never due.
    case dueDate = "scadenza"
    /// What was moved or decided last first.
    case change = "modifica"

    /// Of more than so many notifications none is sorted.
    package static let most = 200
}

/// A row of a list that is in such an order, with what it is sorted by.
package struct OrderedRow: Sendable {
    package var row: ArchiveRow
    package var dueDate: CalendarDate?
    package var changedAt: Moment

    fileprivate func comes(before other: OrderedRow, in order: ArchiveOrder) -> Bool {
        switch order {
        case .dueDate:
            let (mine, its) = (dueDate ?? .distantFuture, other.dueDate ?? .distantFuture)
            return mine == its ? row.id > other.row.id : mine < its
        case .change: return changedAt == other.changedAt ? row.id > other.row.id : changedAt > other.changedAt
        }
    }
}

extension CalendarDate {
    fileprivate static let distantFuture = CalendarDate(year: 9999, month: 12, day: 31)!
}

extension TenantStore {
    /// All that a filter finds, in an order of its own.
    ///
    /// - Returns: `nil` when that is more than `ArchiveOrder.most`, or more than one statement looks through.
    package func archive(_ filter: ArchiveFilter, in order: ArchiveOrder) throws -> [OrderedRow]? {
        let limit = ArchiveOrder.most + 1
        let found = try walk(
            "\(ArchiveRow.columns), n.due_date, n.updated_at", joining: NotificationRecord.service, filter, at: .newest, limit: limit
        ) { row in OrderedRow(row: ArchiveRow(&row), dueDate: row.next(), changedAt: row.next()) }
        guard found.searchedThrough == nil, found.rows.count < limit else { return nil }
        return found.rows.sorted { $0.comes(before: $1, in: order) }
    }
}
