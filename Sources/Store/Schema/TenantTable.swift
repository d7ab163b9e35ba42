import Domain
import MariaDB

/// A table that holds rows of tenants: what becomes of them when a tenant moves or goes.
package struct TenantTable: Sendable {
    package let name: String
    /// The column that names the tenant.
    let key: String
    /// Whether its rows move along with the tenant; the others are of the hour, or of this host.
    let moves: Bool
    /// Columns that stay behind.
    let leavesOut: Set<String>
    /// Rows that one transaction removes.
    private let batch: Int

    private init(_ name: String, key: String = "tenant_id", moves: Bool = true, leavesOut: Set<String> = [], batch: Int = 1_000) {
        (self.name, self.key, self.moves, self.leavesOut, self.batch) = (name, key, moves, leavesOut, batch)
    }

    /// The tenant itself, without what is the installation's to say, nor whose account at App IO it shares there.
    package static let tenant = TenantTable(
        "tenant", key: "id",
        leavesOut: ["kind", "state", "state_since", "state_reason", "daily_quota", "minute_quota", "people_quota", "retention_ceiling_days",
                    "account_id", "directory_version"])
    package static let hostNames = TenantTable("hostname")

    /// All others, parents before children.
    static let all: [TenantTable] = [
        TenantTable("tenant_contacts"), TenantTable("tenant_logo", leavesOut: ["bytes"]), TenantTable("daily_count", moves: false),
        TenantTable("quota_use", moves: false), TenantTable("send_pause", moves: false),
        // Nobody enters where it comes before an administrator has given them a new password.
        TenantTable("person", leavesOut: ["password_hash", "totp", "totp_counter"]), TenantTable("recovery_code", moves: false),
        TenantTable("invitation", moves: false), TenantTable("login_failure", moves: false),
        TenantTable("session", moves: false), TenantTable("audit"),
        // By digests that only the webs make that share their secret: it is of use where these come along.
        TenantTable("audit_citizen"), TenantTable("service"), TenantTable("person_service"),
        // Where it comes to, its addresses are tried anew, by the server of there.
        TenantTable("tenant_mail", leavesOut: ["summary_day", "told", "told_on", "access_told"]),
        TenantTable("mail_recipient", leavesOut: ["accepted_at"]),
        TenantTable("mail", moves: false), TenantTable("told_stop", moves: false),
        TenantTable("ring", moves: false),
        // Sealed for this host's worker: what goes along is sealed anew.
        TenantTable("service_key", moves: false), TenantTable("key_candidate", moves: false),
        TenantTable("draft"), TenantTable("message_template"), TenantTable("template_version"), TenantTable("template_field"),
        // Counted where they come to. Notifications that go are the last to say that something is to be counted.
        TenantTable("tally_due", moves: false), TenantTable("daily_tally", moves: false),
        // What they are found by comes with them.
        TenantTable("notification", batch: 200), TenantTable("notification_word", moves: false, batch: 5_000),
        TenantTable("notification_follow_up", moves: false), TenantTable("notification_template", moves: false), TenantTable("attempt"),
        // Who has one in hand is to be said again where they come.
        TenantTable("to_follow", moves: false), TenantTable("contact"),
        TenantTable("ask", moves: false),
        TenantTable("export", moves: false, batch: 10), TenantTable("export_chunk", moves: false, batch: 4),
    ]

    /// Those whose rows a tenant takes along, in the order in which they are written and read.
    package static let moving = [tenant, hostNames] + all.filter(\.moves)

    /// Removes some rows of a tenant, as a part of a transaction.
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
