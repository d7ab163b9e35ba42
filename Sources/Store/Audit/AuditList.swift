import Domain
import MariaDB

/// A stretch of the audit by its ids: they are ordered by time, so days are ranges of them.
struct AuditRange {
    /// The least id that belongs to it, and the least beyond it.
    var first: AuditID?
    private var end: AuditID?

    init(_ filter: AuditFilter, olderThan: AuditID?) {
        first = filter.from.map { .first(at: $0.startOfDayInRome) }
        end = filter.through.map { .first(at: $0.next.startOfDayInRome) }
        if let olderThan { end = end.map { min($0, olderThan) } ?? olderThan }
    }

    func conditions(_ id: SQL) -> [SQL] { [first.map { "\(id) >= \($0)" }, end.map { "\(id) < \($0)" }].compactMap(\.self) }
}

/// Lines of the audit that stand together in an index, in their order: a page is among the first of each list that it is made of, so
/// that it costs as much as it shows, however many others there are.
struct AuditList {
    private let table: SQL
    private let index: SQL
    /// What they have in common, of an entry `d`.
    private let condition: SQL

    /// The lists that together are what a filter asks for.
    ///
    /// - Parameters:
    ///   - notifications: of the citizen that it asks for.
    ///   - searches: whether the searches for the citizen belong to it.
    static func all(_ filter: AuditFilter, notifications: [NotificationID], searches: Bool) -> [AuditList] {
        let topics = filter.topics ?? AuditTopic.allCases
        func lists(_ index: SQL, _ column: SQL, _ value: SQL, of topics: [AuditTopic]) -> [AuditList] {
            topics.map { AuditList(table: "audit", index: index, condition: "d.\(column) = \(value) AND d.topic = \($0)") }
        }
        let ofNotifications = topics.filter { $0 == .notifications || $0 == .looks }
        switch filter.matter {
        case .notification(let id): return lists("audit_subject", "subject", "\(id)", of: ofNotifications)
        case .citizen:
            // Whoever searches looks.
            let digests = searches && topics.contains(.looks) ? filter.digests.sorted() : []
            return digests.map { AuditList(table: "audit_citizen", index: "PRIMARY", condition: "d.citizen = \($0)") }
                + notifications.flatMap { lists("audit_subject", "subject", "\($0)", of: ofNotifications) }
        case nil:
            if let person = filter.person { return lists("audit_person", "person_id", "\(person)", of: topics) }
            if filter.topics == nil { return [AuditList(table: "audit", index: "PRIMARY", condition: "TRUE")] }
            return topics.map { AuditList(table: "audit", index: "audit_topic", condition: "d.topic = \($0)") }
        }
    }

    /// Ids of some of its lines, the newest first, as a subquery.
    ///
    /// - Parameters:
    ///   - person: whose they must be besides; that is looked up for each.
    ///   - count: how many are passed over.
    func ids(of tenant: TenantID, _ range: AuditRange, by person: PersonID? = nil, limit: Int, after count: Int = 0) -> SQL {
        var lines: SQL = "\(table) d FORCE INDEX (\(index))"
        if let person {
            lines = """
                \(lines) STRAIGHT_JOIN audit l FORCE INDEX (PRIMARY)
                ON l.tenant_id = d.tenant_id AND l.id = d.id AND l.person_id = \(person)
                """
        }
        let conditions = SQL.joined(["d.tenant_id = \(tenant)", condition] + range.conditions("d.id"), separator: " AND ")
        return "(SELECT d.id FROM \(lines) WHERE \(conditions) ORDER BY d.id DESC LIMIT \(limit) OFFSET \(count))"
    }
}
