package import Domain
import MariaDB

/// How many notifications that were inserted on a day stand in a state.
package struct DailyTally: Sendable, Equatable {
    /// Of one service, or of one person.
    package enum Subject: Sendable, Hashable {
        case service(ServiceID)
        case person(PersonID)
    }

    /// In Italy.
    package var day: CalendarDate
    /// `nil`: all of a tenant, or of the installation.
    package var subject: Subject?
    package var state: NotificationState
    package var count: Int
    /// Of those that arrived, all together: from the POST until App IO was heard to have delivered it.
    package var seconds: Int
}

enum TallyKind: String, CaseIterable, StoredEnum { case service, person, tenant }

extension TenantStore {
    /// As the worker has counted them, a moment ago: each notification once by its service and once by its person.
    package func tallies(since day: CalendarDate) throws -> [DailyTally] {
        try db.rows("""
            SELECT day, kind, subject, state, count, seconds FROM daily_tally
            WHERE tenant_id = \(tenant) AND day >= \(day)
              AND (kind = \(TallyKind.person) OR kind = \(TallyKind.service) AND \(allows("subject")))
            """) { row in
            let day = row.next(CalendarDate.self), kind = row.next(TallyKind.self), id = row.next(ServiceID.self)
            return DailyTally(
                day: day, subject: kind == .service ? .service(id) : .person(PersonID(id.value)), state: row.next(), count: row.next(),
                seconds: row.next())
        }
    }

    /// Counts a day from the notifications that it has. Which hours of it were to be counted is said no more.
    fileprivate func recount(_ day: CalendarDate, _ hours: [Int]) throws {
        try db.transaction {
            for hour in hours {
                try db.execute("INSERT IGNORE INTO tally_due (tenant_id, hour, in_hand) VALUES (\(tenant), \(hour), TRUE)")
                try db.execute("DELETE FROM tally_due WHERE tenant_id = \(tenant) AND hour = \(hour) AND NOT in_hand")
            }
        }
        let first = NotificationID.first(at: day.startOfDayInRome), end = NotificationID.first(at: day.next.startOfDayInRome)
        func count(_ kind: TallyKind, _ column: SQL) -> SQL {
            """
            SELECT n.tenant_id, \(day), \(kind), n.\(column), n.state, COUNT(*), COALESCE(SUM(
                IF(n.state = \(NotificationState.processed), GREATEST(0, TIMESTAMPDIFF(SECOND, n.sent_at, n.checked_at)), 0)), 0)
            FROM notification n FORCE INDEX (PRIMARY)
            WHERE n.tenant_id = \(tenant) AND n.id >= \(first) AND n.id < \(end) GROUP BY n.\(column), n.state
            """
        }
        try db.transaction {
            // Of two workers that count the same day the second counts what the first has not seen.
            _ = try db.rows("""
                SELECT hour FROM tally_due WHERE tenant_id = \(tenant) AND hour IN (\(list: hours)) AND in_hand FOR UPDATE
                """) { $0.next(Int.self) }
            try db.execute("DELETE FROM daily_tally WHERE tenant_id = \(tenant) AND day = \(day)")
            try db.execute("""
                INSERT INTO daily_tally (tenant_id, day, kind, subject, state, count, seconds)
                \(count(.service, "service_id")) UNION ALL \(count(.person, "created_by"))
                """)
            try db.execute("""
                INSERT INTO daily_tally (tenant_id, day, kind, subject, state, count, seconds)
                SELECT tenant_id, day, \(TallyKind.tenant), X'00000000000000000000000000000000', state, SUM(count), SUM(seconds)
                FROM daily_tally WHERE tenant_id = \(tenant) AND day = \(day) AND kind = \(TallyKind.service) GROUP BY state
                """)
            try db.execute("DELETE FROM tally_due WHERE tenant_id = \(tenant) AND hour IN (\(list: hours)) AND in_hand")
        }
    }
}

extension InstallationStore {
    /// Days that pages may ask for, and some more.
    private static let daysKept = 92

    /// Counts days in which something has moved since they were counted.
    ///
    /// - Parameter limit: hours of notifications that it looks for.
    /// - Returns: how many days of tenants it counted.
    package func recountTallies(limit: Int) throws -> Int {
        let due = try db.rows("SELECT DISTINCT tenant_id, hour FROM tally_due ORDER BY tenant_id, hour LIMIT \(limit)") {
            (tenant: $0.next(TenantID.self), hour: $0.next(Int.self))
        }
        var days: [TenantID: [CalendarDate: [Int]]] = [:]
        for (tenant, hour) in due {
            days[tenant, default: [:]][RomeTime(Moment(seconds: Int64(hour) * 3_600)).date, default: []].append(hour)
        }
        for (tenant, hours) in days { for (day, hours) in hours { try store(of: tenant).recount(day, hours) } }
        for day in Set(days.values.flatMap(\.keys)) { try addUpTallies(of: day) }
        return days.values.map(\.count).reduce(0, +)
    }

    /// Adds a day of all tenants up. Of two workers that do it at once the one may write what the other has added up later: then the
    /// day is right when it is added up again.
    package func addUpTallies(of day: CalendarDate) throws {
        try db.transaction {
            try db.execute("UPDATE all_tenants_tally SET count = 0, seconds = 0 WHERE day = \(day)")
            try db.execute("""
                INSERT INTO all_tenants_tally (day, state, count, seconds)
                SELECT day, state, SUM(count), SUM(seconds) FROM daily_tally FORCE INDEX (daily_tally_day)
                WHERE day = \(day) AND kind = \(TallyKind.tenant) GROUP BY day, state
                ON DUPLICATE KEY UPDATE count = VALUES(count), seconds = VALUES(seconds)
                """)
        }
    }

    /// Of all tenants together.
    package func tallies(since day: CalendarDate) throws -> [DailyTally] {
        try db.rows("SELECT day, state, count, seconds FROM all_tenants_tally WHERE day >= \(day) AND count > 0") { row in
            DailyTally(day: row.next(), state: row.next(), count: row.next(), seconds: row.next())
        }
    }

    /// Removes what no page asks for any more.
    package func removeOldTallies() throws {
        try db.execute("DELETE FROM daily_tally WHERE day < CURDATE() - INTERVAL \(Self.daysKept) DAY LIMIT 10000")
        try db.execute("DELETE FROM all_tenants_tally WHERE day < CURDATE() - INTERVAL \(Self.daysKept) DAY")
    }

    /// Adds up a day of the last month, any: so what a restore, the end of a tenant or another worker has left otherwise is put right
    /// within hours.
    package func addUpSomeTallies() throws {
        let ago = Int64.random(in: 0..<31) * 86_400_000_000
        try addUpTallies(of: .today(at: Moment(microseconds: Moment.now().microseconds - ago)))
    }
}
