package import Domain
import MariaDB

extension SQL {
    /// Of a notification `n`: nobody works on it, nobody has to decide about it, and nobody has touched it for so many days.
    fileprivate static func isForgotten(after days: Int) -> SQL {
        "n.due_at IS NULL AND n.state <> \(NotificationState.uncertain) AND n.updated_at < NOW(6) - INTERVAL \(days) DAY"
    }
}

extension NotificationID {
    /// The least of those made so many days ago.
    fileprivate static func first(daysAgo days: Int) -> NotificationID {
        .first(at: Moment(microseconds: max(0, Moment.now().microseconds - Int64(days) * 86_400_000_000)))
    }
}

extension TenantStore {
    package func retention() throws -> RetentionRule {
        try db.first("SELECT retention_days, retention_ceiling_days FROM tenant WHERE id = \(tenant)") { row in
            RetentionRule(own: row.next(), ceiling: row.next())
        } ?? RetentionRule()
    }

    /// Changes how long it keeps what nobody works on any more.
    ///
    /// - Parameter days: within `RetentionRule.range`; `nil`: as long as the installation lets it.
    package func setRetention(_ days: Int?, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE tenant SET retention_days = \(days) WHERE id = \(tenant)")
            try audit(.settingsChanged, by: person, detail: .retention(days))
        }
    }

    /// Looks at a few notifications that are older than so many days, the oldest first.
    ///
    /// - Parameter last: where the look before ended.
    /// - Returns: those that need not be kept, and where to go on; `nil`: there is no more.
    private func look(beyond days: Int, after last: NotificationID?, limit: Int) throws -> (ids: [NotificationID], last: NotificationID?) {
        let from: SQL = last.map { "AND n.id > \($0)" } ?? ""
        let rows = try db.rows("""
            SELECT n.id, \(SQL.isForgotten(after: days)) FROM notification n
            WHERE n.tenant_id = \(tenant) \(from) AND n.id < \(NotificationID.first(daysAgo: days)) ORDER BY n.id LIMIT \(limit)
            """) { (id: $0.next(NotificationID.self), isForgotten: $0.next(Bool.self)) }
        return (rows.filter(\.isForgotten).map(\.id), rows.count == limit ? rows.last?.id : nil)
    }

    /// How many notifications would go.
    ///
    /// - Parameter rows: how many it looks at; `nil`: at all.
    /// - Returns: the count, and whether it has looked at all.
    package func countForgotten(after days: Int, within rows: Int? = nil) throws -> (count: Int, isWhole: Bool) {
        var (count, seen, last) = (0, 0, NotificationID?.none)
        repeat {
            let found = try look(beyond: days, after: last, limit: 500)
            count += found.ids.count
            seen += 500
            last = found.last
        } while last != nil && seen < rows ?? .max
        return (count, last == nil)
    }

    /// Removes, of a few notifications that are older than so many days, those that need not be kept, with all that was
    /// noted about them.
    ///
    /// - Parameter last: where the call before ended.
    /// - Returns: how many it removed, and where to go on; `nil`: there is no more.
    package func forget(after days: Int, from last: NotificationID?, limit: Int) throws -> (removed: Int, last: NotificationID?) {
        let found = try look(beyond: days, after: last, limit: limit)
        guard !found.ids.isEmpty else { return (0, found.last) }
        let removed = try db.transaction {
            // Somebody may have sent one again since.
            let ids = try db.rows("""
                SELECT n.id FROM notification n WHERE n.tenant_id = \(tenant) AND n.id IN (\(list: found.ids))
                  AND \(SQL.isForgotten(after: days)) FOR UPDATE
                """) { $0.next(NotificationID.self) }
            return try remove(notifications: ids)["notification"] ?? 0
        }
        return (removed, found.last)
    }

    /// Removes lines of the audit that are older than so many days, the oldest first.
    ///
    /// - Returns: how many.
    package func forgetAudit(after days: Int, limit: Int) throws -> Int {
        precondition(days >= RetentionRule.leastOfAudit)
        return try db.execute("""
            DELETE FROM audit WHERE tenant_id = \(tenant) AND id < \(NotificationID.first(daysAgo: days))
              AND at < NOW(6) - INTERVAL \(days) DAY ORDER BY id LIMIT \(limit)
            """)
    }

    /// Removes notifications and all rows that are about them, as a part of a transaction.
    ///
    /// - Parameter ids: some hundreds at most.
    /// - Returns: how many rows of which table.
    func remove(notifications ids: [NotificationID]) throws -> [String: Int] {
        guard !ids.isEmpty else { return [:] }
        let asks = try db.execute("DELETE FROM ask WHERE tenant_id = \(tenant) AND notification_id IN (\(list: ids))")
        let contacts = try db.execute("DELETE FROM contact WHERE tenant_id = \(tenant) AND notification_id IN (\(list: ids))")
        let attempts = try db.execute("DELETE FROM attempt WHERE tenant_id = \(tenant) AND notification_id IN (\(list: ids))")
        // Those that are kept no longer say which one they were sent for.
        try db.execute("""
            UPDATE notification_follow_up f JOIN notification n ON n.tenant_id = f.tenant_id AND n.id = f.id
            SET n.resend_of = NULL, n.corrects = NULL WHERE f.tenant_id = \(tenant) AND f.former_id IN (\(list: ids))
            """)
        let notifications = try db.execute("DELETE FROM notification WHERE tenant_id = \(tenant) AND id IN (\(list: ids))")
        try forgetLast(of: ids)
        return ["ask": asks, "attempt": attempts, "contact": contacts, "notification": notifications]
    }

    /// What a person removes did not come out of a backup. Only their rows are locked: departures wait for them.
    private func forgetLast(of ids: [NotificationID]) throws {
        let places = try db.rows("""
            SELECT place FROM last_sent WHERE notification_tenant = \(tenant) AND notification_id IN (\(list: ids))
            """) { $0.next(MarkID.self) }
        guard !places.isEmpty else { return }
        try db.execute("""
            UPDATE last_sent SET notification_tenant = NULL, notification_id = NULL, attempt = NULL WHERE place IN (\(list: places))
            """)
    }
}

extension InstallationStore {
    /// The tenants that keep nothing for ever, with their rules.
    package func retentionRules() throws -> [(tenant: TenantID, rule: RetentionRule)] {
        try db.rows("""
            SELECT id, retention_days, retention_ceiling_days FROM tenant
            WHERE kind = \(Tenant.Kind.publicBody) AND (retention_days IS NOT NULL OR retention_ceiling_days IS NOT NULL)
            """) { ($0.next(), RetentionRule(own: $0.next(), ceiling: $0.next())) }
    }
}
