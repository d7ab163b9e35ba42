import Domain
import FastCGI
import Store

/// Where a page of the archive is, and the number of its first row: the rows before it are not counted again.
struct ArchivePlace: Equatable {
    var position = ArchivePosition.newest
    /// Counted from one; `nil`: nobody knows.
    var row: Int?
    /// As the first page counted; `nil`: it was not counted.
    var total: ArchiveTotal?
    /// `nil`: as they were inserted. Then only the row says where the page is.
    var order: ArchiveOrder?

    init(_ query: Form) {
        order = query["ordine"].flatMap(ArchiveOrder.init)
        if let id: NotificationID = query.id("dopo") { position = .olderThan(id) }
        if let id: NotificationID = query.id("prima") { position = .newerThan(id) }
        row = position == .newest && order == nil ? 1 : Self.number(query, "riga")
        total = Self.number(query, "totale").map { .exactly($0) } ?? Self.number(query, "oltre").map { .moreThan($0) }
    }

    init(_ position: ArchivePosition, row: Int?, total: ArchiveTotal?) { (self.position, self.row, self.total) = (position, row, total) }

    init(in order: ArchiveOrder, row: Int = 1) { (self.order, self.row) = (order, row) }

    private static func number(_ query: Form, _ name: String) -> Int? {
        query[name].flatMap { $0.utf8.count < 10 ? Int($0) : nil }.flatMap { $0 > 0 ? $0 : nil }
    }

    /// The same in an address.
    var fields: [(name: String, value: String)] {
        if let order { return [("ordine", order.rawValue)] + ((row ?? 1) > 1 ? [("riga", String(row!))] : []) }
        let place: [(name: String, value: String)] = switch position {
        case .newest: []
        case .olderThan(let id): [("dopo", id.description)]
        case .newerThan(let id): [("prima", id.description)]
        }
        if place.isEmpty { return [] }
        let count: [(name: String, value: String)] = switch total {
        case .exactly(let count): [("totale", String(count))]
        case .moreThan(let count): [("oltre", String(count))]
        case nil: []
        }
        return place + (row.map { [("riga", String($0))] } ?? []) + count
    }
}
