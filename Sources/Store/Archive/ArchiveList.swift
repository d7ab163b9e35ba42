import Domain
import MariaDB

/// Entries of an index that belong together.
struct ArchiveList {
    private let table: SQL
    private let index: SQL
    private let tenant: TenantID
    /// What they have in common, of a column; empty: all are meant.
    private let column: SQL
    private let value: SQL
    /// The column with the id of the notification.
    private let id: SQL
    /// Whether its entries are in the order of the ids.
    let isInOrder: Bool
    /// Whether a notification may have several entries.
    let repeats: Bool
    /// Whether they are of the notifications' own table, and even its rows.
    let isOfNotifications: Bool
    let isOfRows: Bool

    private init(
        _ table: SQL, _ index: SQL, of tenant: TenantID, _ column: SQL = "", _ value: SQL = "", id: SQL = "id", isInOrder: Bool = true,
        repeats: Bool = false
    ) {
        (self.table, self.index, self.tenant, self.column, self.value, self.id) = (table, index, tenant, column, value, id)
        (self.isInOrder, self.repeats, isOfNotifications) = (isInOrder, repeats, table.text == "notification")
        isOfRows = isOfNotifications && index.text == "PRIMARY"
    }

    static func all(of tenant: TenantID) -> ArchiveList { ArchiveList("notification", "PRIMARY", of: tenant) }

    static func index(_ name: SQL, of tenant: TenantID, _ column: SQL, _ value: SQL) -> ArchiveList {
        ArchiveList("notification", name, of: tenant, column, "= \(value)")
    }

    static func template(_ template: TemplateID, of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification_template", "PRIMARY", of: tenant, "template_id", "= \(template)")
    }

    /// What was made because of another notification.
    static func followUps(of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification_follow_up", "notification_follow_up_id", of: tenant)
    }

    /// Because of what another notification was made.
    static func followed(of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification_follow_up", "PRIMARY", of: tenant, id: "former_id", repeats: true)
    }

    static func toFollow(of tenant: TenantID) -> ArchiveList { ArchiveList("to_follow", "PRIMARY", of: tenant) }

    static func toFollow(of tenant: TenantID, by person: PersonID) -> ArchiveList {
        ArchiveList("to_follow", "to_follow_person", of: tenant, "person_id", "= \(person)")
    }

    static func codes(beginning: String, of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification", "notification_fiscal_code", of: tenant, "fiscal_code", "LIKE \(beginning.asLiteralPattern + "%")",
                    isInOrder: false)
    }

    static func word(_ word: SQL, of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification_word", "PRIMARY", of: tenant, "word", "= \(word)")
    }

    static func words(beginning: String, of tenant: TenantID) -> ArchiveList {
        ArchiveList("notification_word", "PRIMARY", of: tenant, "word", "LIKE \(beginning + "%")", isInOrder: false, repeats: true)
    }

    /// For a FROM.
    func entries(as name: SQL) -> SQL { "\(table) \(name) FORCE INDEX (\(index))" }

    /// The same to be counted: of all of a tenant, in its smallest index.
    func countedEntries(as name: SQL, _ range: ArchiveRange) -> SQL {
        isOfRows && column.text.isEmpty && range.isWhole ? "\(table) \(name) FORCE INDEX (notification_state)" : entries(as: name)
    }

    /// The id of the notification that an entry is of.
    func id(on name: SQL) -> SQL { "\(name).\(id)" }

    /// For a WHERE or an ON.
    func condition(on name: SQL) -> SQL {
        let condition: SQL = "\(name).tenant_id = \(tenant)"
        return column.text.isEmpty ? condition : "\(condition) AND \(name).\(column) \(value)"
    }

    /// Those within a range.
    func conditions(on name: SQL, _ range: ArchiveRange) -> SQL {
        SQL.joined([condition(on: name)] + range.conditions(id(on: name)), separator: " AND ")
    }

    /// The id of the last of so many entries, as a subquery; NULL when there are fewer.
    func last(of count: Int, _ range: ArchiveRange) -> SQL {
        """
        (SELECT d.\(id) FROM \(entries(as: "d")) WHERE \(conditions(on: "d", range))
         ORDER BY d.\(id) \(range.order) LIMIT 1 OFFSET \(max(count, 1) - 1))
        """
    }

    /// Whether it has so many entries, as a subquery; NULL when there are fewer.
    func has(_ count: Int) -> SQL {
        "(SELECT TRUE FROM \(entries(as: "d")) WHERE \(condition(on: "d")) LIMIT 1 OFFSET \(max(count, 1) - 1))"
    }
}
