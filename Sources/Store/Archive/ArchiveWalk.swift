package import Domain
import MariaDB

/// Some rows of a list, in the order in which they are read.
package struct Walked<Row> {
    package var rows: [Row]
    /// Where it ended before it had as many as were asked for, although more may come behind: it does not read for ever.
    package var searchedThrough: NotificationID?
}

/// Which lists are read side by side, within which ids, and what else must hold.
struct ArchivePlan {
    let lists: [ArchiveList]
    let range: ArchiveRange
    /// Lists in which the notification must be too. They are looked into in the order of their ids: that touches few of their pages,
    /// and no row.
    let others: [ArchiveList]
    /// Of the notification `n`.
    let conditions: [SQL]
    /// Where it ends before its time.
    let end: NotificationID?

    /// - Parameter end: of what is read whole, none.
    init(
        _ lists: [ArchiveList], _ range: ArchiveRange, others: [ArchiveList] = [], and conditions: [SQL] = [], end: NotificationID? = nil
    ) {
        var range = range
        if let end { range.stop(at: end) }
        (self.lists, self.range, self.others, self.conditions, self.end) = (lists, range, others, conditions, end)
    }

    /// Whether the page is the first of one list, as they stand there.
    var isSimple: Bool {
        lists.count == 1 && lists[0].isInOrder && lists[0].isOfNotifications && others.isEmpty
            && (conditions.isEmpty || lists[0].isOfRows)
    }

    /// What a count means that ended there; `nil`: nothing, since the plan itself ends before its time.
    func total(_ count: Int, of most: Int) -> ArchiveTotal? { count > most ? .moreThan(most) : end == nil ? .exactly(count) : nil }

    /// Whether it finds just what the lists have, each notification once: then they are counted without looking at any.
    var isSum: Bool {
        others.isEmpty && conditions.isEmpty && !lists.contains(where: \.repeats)
            && (lists.count == 1 || lists.allSatisfy(\.isOfNotifications))
    }

    /// To how many all can be counted within the bound; `nil`: none. What is counted is read twice, and sorted where it is no sum.
    var mostCounted: Int? { isSum ? [1_000, 200, 100].first { 2 * lists.count * ($0 + 1) < 4_100 } : 100 }
}

extension ArchivePlan {
    /// How many the lists have, as a subquery; of each no more are counted than one beyond so many.
    fileprivate func sum(upTo most: Int) -> SQL {
        let counted = lists.map { list in
            "(SELECT 1 FROM \(list.countedEntries(as: "d", range)) WHERE \(list.conditions(on: "d", range)) LIMIT \(most + 1))" as SQL
        }
        return "(SELECT COUNT(*) FROM (\(SQL.joined(counted, separator: " UNION ALL "))) counted)"
    }
}

extension TenantStore {
    /// No statement for a page of a list reads as many entries of indexes, rows looked up for them included: also where an archive
    /// of millions has none of what is sought.
    package static var entriesBound: Int { 5_000 }
    /// Of the list that is read: each entry is looked up in up to so many others, and of those that are left the page reads the row.
    private static func mostOfList(checks: Int, limit: Int) -> Int {
        min(2_000, max((4_000 - 6 * limit) / (2 * max(1, checks)), 4_800 / (2 * checks + 5)))
    }
    /// Of all lists that are looked at.
    private static var mostOfLook: Int { 4_500 }
    /// Whether so much may be read of each of some lists without a look at them before.
    private func isReadWhole(_ lists: [ArchiveList], _ limit: Int) -> Bool { lists.count == 1 || lists.count * limit <= 2_600 }

    /// Reads rows of the archive from a position on: one statement, and one before it where several criteria leave a choice of ways.
    ///
    /// MariaDB is left no choice of its own: of two indexes it may walk one to its end.
    ///
    /// - Parameters:
    ///   - joins: join straight: from the services, which are few, it would read and sort the whole archive of a tenant.
    ///   - condition: of `n`, beside the filter.
    ///   - limit: rows at most. Where there are fewer either it has seen all or it says through where it has searched.
    func walk<Value>(
        _ columns: SQL, joining joins: SQL = "", _ filter: ArchiveFilter, and condition: SQL? = nil, at position: ArchivePosition,
        limit: Int, _ read: (inout Row) throws -> Value
    ) throws -> Walked<Value> {
        guard let plan = try plan(filter, and: condition, at: position, limit: limit) else { return Walked(rows: []) }
        let rows = try db.rows(statement(columns, joining: joins, plan, limit: limit), read)
        return Walked(rows: rows, searchedThrough: rows.count < limit ? plan.end : nil)
    }

    /// - Parameter most: to how many all are counted, in one more column; `nil`: not at all.
    func statement(_ columns: SQL, joining joins: SQL = "", _ plan: ArchivePlan, limit: Int, counting most: Int? = nil) -> SQL {
        let (order, range) = (plan.range.order, plan.range)
        let columns = most.map { "\(columns), \(plan.isSum ? plan.sum(upTo: $0) : "page.total")" as SQL } ?? columns
        if plan.isSimple, most == nil || plan.isSum, let list = plan.lists.first {
            let conditions = SQL.joined([list.conditions(on: "n", range)] + plan.conditions, separator: " AND ")
            return """
                SELECT \(columns) FROM \(list.entries(as: "n")) \(joins) WHERE \(conditions) ORDER BY n.id \(order) LIMIT \(limit)
                """
        }
        let found = plan.isSum ? limit : max(limit, most.map { $0 + 1 } ?? 0)
        // The page is among the first of each list. A notification can be in several.
        let parts: [SQL] = plan.lists.map { list in
            let name: SQL = list.isOfRows ? "n" : "d"
            var tables = [list.entries(as: name)]
            for (number, other) in plan.others.enumerated() {
                let check: SQL = "c\(SQL(trusted: String(number)))"
                let isSame: SQL = "\(other.id(on: check)) = \(list.id(on: name))"
                tables.append("\(other.entries(as: check)) ON \(other.condition(on: check)) AND \(isSame)")
            }
            if !list.isOfRows, !plan.conditions.isEmpty {
                tables.append("notification n FORCE INDEX (PRIMARY) ON n.tenant_id = \(tenant) AND n.id = \(list.id(on: name))")
            }
            let conditions = SQL.joined([list.conditions(on: name, range)] + plan.conditions, separator: " AND ")
            return """
                (SELECT \(list.repeats ? "DISTINCT" as SQL : "") \(list.id(on: name)) AS id
                 FROM \(SQL.joined(tables, separator: " STRAIGHT_JOIN ")) WHERE \(conditions)
                 ORDER BY \(list.id(on: name)) \(order) LIMIT \(found))
                """
        }
        var ids: SQL = parts.count == 1 ? parts[0]
            : "(SELECT id FROM (\(SQL.joined(parts, separator: " UNION "))) found ORDER BY id \(order) LIMIT \(found))"
        if most != nil, !plan.isSum {
            ids = "(SELECT id, COUNT(*) OVER () AS total FROM \(ids) counted ORDER BY id \(order) LIMIT \(limit))"
        }
        return """
            SELECT \(columns) FROM \(ids) page
            STRAIGHT_JOIN notification n FORCE INDEX (PRIMARY) ON n.tenant_id = \(tenant) AND n.id = page.id
            \(joins) ORDER BY page.id \(order)
            """
    }

    /// - Returns: `nil` when it is known that there is nothing.
    func plan(_ filter: ArchiveFilter, and condition: SQL? = nil, at position: ArchivePosition, limit: Int) throws -> ArchivePlan? {
        let range = ArchiveRange(filter, at: position)
        guard var criteria = criteria(filter) else { return nil }
        if let condition { criteria.append(ArchiveCriterion(condition: condition)) }
        if criteria.isEmpty { return ArchivePlan([.all(of: tenant)], range) }
        if filter.id != nil || criteria.count == 1 {
            let others = criteria.dropFirst().map(\.condition)
            if case .lists(let lists) = criteria[0].way, isReadWhole(lists, limit), !criteria[0].isWider {
                return ArchivePlan(lists, range, and: others)
            }
        }
        return try plan(criteria, range, limit: limit)
    }

    /// Of several ways the one that gets furthest with a bounded number of entries, to its end if one can.
    private func plan(_ criteria: [ArchiveCriterion], _ range: ArchiveRange, limit: Int) throws -> ArchivePlan? {
        var ways: [(number: Int?, way: ArchiveWay)] = criteria.enumerated().compactMap { number, criterion in
            if case .lists(let lists) = criterion.way, lists.count > ArchiveWay.mostLists { return nil }
            return criterion.way.map { (number, $0) }
        }
        if !ways.contains(where: \.way.isSure) { ways.append((nil, .lists([.all(of: tenant)]))) }
        let share = min(Self.mostOfList(checks: criteria.map(\.cost).reduce(-1, +), limit: limit), Self.mostOfLook / ways.count)
        var glimpses: [Int: [ArchiveGlimpse]] = [:]
        _ = try db.rows(ArchiveWay.look(ways.map(\.way), share, range, of: tenant)) { row in
            let way = row.next(Int.self)
            glimpses[way, default: []].append(ArchiveGlimpse(word: row.next(), boundary: row.next(), isLong: row.next()))
        }
        var best: (number: Int?, lists: [ArchiveList], end: NotificationID?)?, others: [Int: ArchiveList] = [:]
        for (place, (number, way)) in ways.enumerated() {
            guard let route = way.route(glimpses[place] ?? [], range, of: tenant) else { continue }
            if route.lists.isEmpty { return nil }
            if route.lists.count == 1, route.lists[0].isInOrder, let number, !criteria[number].isWider { others[number] = route.lists[0] }
            let isBetter = switch (route.end, best) {
            case (_, nil): true
            case (let end?, let best?): best.end.map { range.isFurther(end, than: $0) } ?? false
            case (nil, let best?): best.end != nil
            }
            if isBetter { best = (number, route.lists, route.end) }
        }
        guard let best else { preconditionFailure("one way is sure") }
        let rest = criteria.indices.filter { $0 != best.number }
        let conditions = criteria.indices.filter { others[$0] == nil && ($0 != best.number || criteria[$0].isWider) }
        // What nothing is left out of needs no end.
        let isAll = rest.isEmpty && conditions.isEmpty && isReadWhole(best.lists, limit)
        return ArchivePlan(
            best.lists, range, others: rest.compactMap { others[$0] }, and: conditions.map { criteria[$0].condition },
            end: isAll ? nil : best.end)
    }
}
