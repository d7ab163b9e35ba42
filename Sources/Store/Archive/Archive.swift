package import Domain
import MariaDB

/// A row of the archive.
package struct ArchiveRow: Sendable {
    package var id: NotificationID
    package var serviceName: String
    package var environment: Environment
    package var state: NotificationState
    package var fiscalCode: FiscalCode
    package var subject: String
    package var amount: Amount?
    /// Who has added it.
    package var person: PersonID
    /// When a person wanted it to leave; `nil`: at once.
    package var sendAt: Moment?
}

extension ArchiveRow {
    /// Of a notification `n`.
    static let columns: SQL =
        "n.id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.amount_cents, n.created_by, n.send_at"

    init(_ row: inout Row) {
        self.init(id: row.next(), serviceName: row.next(), environment: row.next(), state: row.next(), fiscalCode: row.next(),
                  subject: row.next(), amount: row.next(), person: row.next(), sendAt: row.next())
    }
}

/// A page of the archive, newest first.
package struct ArchiveSlice: Sendable {
    package var rows: [ArchiveRow]
    package var hasNewer: Bool
    package var hasOlder: Bool
    /// Where the search ended for now: beyond it nobody has looked.
    package var searchedThrough: NotificationID?
    /// How many there are, on the first page; where it ended for now, until there.
    package var total: ArchiveTotal?
}

/// How many notifications a filter finds, counted only so far.
package enum ArchiveTotal: Sendable, Equatable {
    case exactly(Int)
    case moreThan(Int)
}

/// Where a page of the archive begins: keyset paging, since an OFFSET reads all that it skips.
package enum ArchivePosition: Sendable, Equatable {
    case newest
    /// The rows right after (older than) this one.
    case olderThan(NotificationID)
    /// The rows right before (newer than) this one.
    case newerThan(NotificationID)
}

extension TenantStore {
    package static var archivePageSize: Int { 25 }

    /// - Parameters:
    ///   - counts: whether to count what the filter finds, on the first page: that costs as much as the page.
    ///   - size: rows of a page; 200 at most, which are not counted at the same time.
    package func archive(
        _ filter: ArchiveFilter, at position: ArchivePosition, counts: Bool = true, size: Int = archivePageSize
    ) throws -> ArchiveSlice {
        // One more than shown tells whether there is a further page.
        let limit = size + 1
        guard let plan = try plan(filter, at: position, limit: limit) else {
            return ArchiveSlice(rows: [], hasNewer: position != .newest, hasOlder: false, total: .exactly(0))
        }
        let most = counts && position == .newest ? plan.mostCounted : nil
        var count = 0
        let statement = statement(ArchiveRow.columns, joining: NotificationRecord.service, plan, limit: limit, counting: most)
        let found = try db.rows(statement) { row in
            let shown = ArchiveRow(&row)
            if most != nil { count = row.next() }
            return shown
        }
        let hasMore = found.count == limit, rows = Array(found.prefix(size))
        var slice = ArchiveSlice(rows: rows, hasNewer: false, hasOlder: hasMore, searchedThrough: hasMore ? nil : plan.end)
        switch position {
        case .newest: slice.total = hasMore ? most.flatMap { plan.total(count, of: $0) } : .exactly(rows.count)
        case .olderThan: slice.hasNewer = true
        case .newerThan: (slice.rows, slice.hasNewer, slice.hasOlder) = (rows.reversed(), hasMore, true)
        }
        return slice
    }
}
