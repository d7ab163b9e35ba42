package import Domain
import MariaDB

/// What the host allows a tenant; `nil`: any number.
package struct Quotas: Sendable, Equatable {
    package var messagesADay: Int?
    package var messagesAMinute: Int?
    package var people: Int?
    /// Days that notifications may be kept at most.
    package var retention: Int?

    package init(messagesADay: Int? = nil, messagesAMinute: Int? = nil, people: Int? = nil, retention: Int? = nil) {
        (self.messagesADay, self.messagesAMinute, self.people, self.retention) = (messagesADay, messagesAMinute, people, retention)
    }

    static let columns: SQL = "t.daily_quota, t.minute_quota, t.people_quota, t.retention_ceiling_days"

    static func read(_ row: inout Row) -> Quotas {
        Quotas(messagesADay: row.next(), messagesAMinute: row.next(), people: row.next(), retention: row.next())
    }
}

/// The host allows the tenant no more people who may enter.
package struct NoRoomForPerson: Error {}

/// What a quota of messages is counted in.
package enum QuotaSpan: String, Sendable, CaseIterable { case day, minute }

extension TenantStore {
    /// Messages that the tenant has begun to send today.
    ///
    /// - Parameter day: today in Italy.
    package func begunToday(_ day: CalendarDate) throws -> Int {
        try db.first("SELECT of_day FROM quota_use WHERE tenant_id = \(tenant) AND day = \(day)") { $0.next() } ?? 0
    }

    /// Whether the host allows the tenant one more who may enter, or this person besides the others.
    package func mayAddPerson(_ person: PersonID? = nil) throws -> Bool {
        try db.first("""
            SELECT COALESCE(t.people_quota > (
                SELECT COUNT(*) FROM person p WHERE p.tenant_id = t.id AND NOT p.disabled AND NOT p.id <=> \(person)), TRUE)
            FROM tenant t WHERE t.id = \(tenant)
            """) { $0.next() } ?? true
    }

    /// Of two who come at once only one gets the last place.
    func requirePlace(for person: PersonID) throws {
        try lock()
        guard try mayAddPerson(person) else { throw NoRoomForPerson() }
    }

    /// Counts a message that is about to leave, unless that is more than a quota allows. Workers wait for each other here, so
    /// that it holds for all of them. Clocks may differ, and who waited knows an older time: neither goes back.
    func countForQuotas(on day: CalendarDate) throws -> Bool {
        let count: SQL = """
            UPDATE quota_use q SET
              of_day = IF(day < \(day), 1, of_day + 1), day = GREATEST(day, \(day)),
              of_minute = IF(minute < \(SQL.thisMinute), 1, of_minute + 1), minute = GREATEST(minute, \(SQL.thisMinute))
            WHERE tenant_id = \(tenant)
              AND (day < \(day) OR of_day < COALESCE((SELECT daily_quota FROM tenant WHERE id = \(tenant)), of_day + 1))
              AND (minute < \(SQL.thisMinute)
                OR of_minute < COALESCE((SELECT minute_quota FROM tenant WHERE id = \(tenant)), of_minute + 1))
            """
        if try db.execute(count) == 1 { return true }
        try db.execute("""
            INSERT IGNORE INTO quota_use (tenant_id, day, of_day, minute, of_minute) VALUES (\(tenant), \(day), 0, \(SQL.thisMinute), 0)
            """)
        return try db.execute(count) == 1
    }

    /// One that did not leave after all, or certainly did not arrive.
    func uncountForQuotas(on day: CalendarDate) throws {
        try db.execute("""
            UPDATE quota_use SET of_day = GREATEST(of_day - 1, 0), held_until = IF(held_by = \(QuotaSpan.day), NULL, held_until),
                   held_since = IF(held_by = \(QuotaSpan.day), NULL, held_since), held_by = IF(held_by = \(QuotaSpan.day), NULL, held_by)
            WHERE tenant_id = \(tenant) AND day = \(day)
            """)
    }

    /// A quota is used up: its messages wait until that begins anew.
    func holdForQuota(on day: CalendarDate) throws {
        let rest = max(day.next.startOfDayInRome.microseconds - Moment.now().microseconds, 1_000_000)
        let isOfDay: SQL = "q.day >= \(day) AND q.of_day >= t.daily_quota"
        try db.execute("""
            UPDATE quota_use q JOIN tenant t ON t.id = q.tenant_id
            SET q.held_by = IF(\(isOfDay), \(QuotaSpan.day), \(QuotaSpan.minute)), q.held_since = NOW(6),
                q.held_until = IF(\(isOfDay), NOW(6) + INTERVAL \(Int(rest)) MICROSECOND, q.minute + INTERVAL 1 MINUTE)
            WHERE q.tenant_id = \(tenant) AND (q.held_until IS NULL OR q.held_until <= NOW(6))
              AND (\(isOfDay) OR q.minute >= \(SQL.thisMinute) AND q.of_minute >= t.minute_quota)
            """)
    }
}

extension SQL {
    /// How many more of the tenant `t` may leave now as far as its quotas go, of which `q` are used; NULL: any number.
    ///
    /// - Parameter day: today in Italy.
    static func leftOfQuotas(on day: CalendarDate) -> SQL {
        """
        LEAST(COALESCE(t.daily_quota - IF(q.day >= \(day), q.of_day, 0), t.minute_quota),
              COALESCE(t.minute_quota - IF(q.minute >= \(thisMinute), q.of_minute, 0), t.daily_quota))
        """
    }

    static let thisMinute: SQL = "(NOW() - INTERVAL SECOND(NOW()) SECOND)"

    /// Whether no quota of the tenant `t` is used up.
    static let isWithinQuotas: SQL = """
        NOT EXISTS (SELECT 1 FROM quota_use q WHERE q.tenant_id = t.id AND q.held_until > NOW(6))
        """
}
