import MariaDB

/// A table that holds rows of enti.
struct TenantTable: Sendable {
    let name: String
    /// Rows that one transaction removes.
    private let batch: Int

    private init(_ name: String, batch: Int = 1_000) { (self.name, self.batch) = (name, batch) }

    /// All of them, parents before children. The ente itself, its host names and its budget stand outside.
    static let all: [TenantTable] = [
        TenantTable("tenant_contacts"), TenantTable("tenant_logo"), TenantTable("daily_count"), TenantTable("quota_use"),
        TenantTable("person"), TenantTable("recovery_code"), TenantTable("session"), TenantTable("audit"),
        TenantTable("service"), TenantTable("person_service"), TenantTable("service_key"), TenantTable("key_candidate"),
        TenantTable("draft"), TenantTable("message_template"), TenantTable("template_version"), TenantTable("template_field"),
        TenantTable("notification", batch: 200), TenantTable("attempt"), TenantTable("ask"),
        TenantTable("export", batch: 10), TenantTable("export_chunk", batch: 4),
    ]

    /// Removes some rows of an ente, as a part of a transaction.
    ///
    /// - Returns: how many of which table.
    func removeSome(_ store: TenantStore) throws -> [String: Int] {
        let (tenant, db) = (store.tenant, store.db)
        switch name {
        case "notification":
            return try store.remove(notifications: db.rows("SELECT id FROM notification WHERE tenant_id = \(tenant) LIMIT \(batch)") {
                $0.next()
            })
        case "person":
            try db.execute("UPDATE tenant SET paused_by = NULL WHERE id = \(tenant) AND paused_by IS NOT NULL")
            fallthrough
        default:
            return [name: try db.execute("DELETE FROM \(SQL(trusted: name)) WHERE tenant_id = \(tenant) LIMIT \(batch)")]
        }
    }
}
