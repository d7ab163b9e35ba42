package import Domain
import MariaDB

extension InstallationStore {
    /// What this server's clock says.
    package func databaseTime() throws -> Moment {
        try db.first("SELECT NOW(6)") { $0.next(Moment.self) } ?? .now()
    }

    /// Takes back times that lie further ahead than they can mean, because the clock was ahead when they were written: nothing
    /// binds longer than its own longest meaning. To be called when the clock was set back, and at the start.
    ///
    /// - Parameters:
    ///   - claim: seconds of the lease of a claim, to which other workers may have added a minute; `post` of what is being sent.
    ///   - day: today in Italy.
    /// - Returns: how many rows.
    package func takeBackTimesAhead(claim: Int, post: Int, on day: CalendarDate) throws -> Int {
        let longest = Int(RetryPolicy.longest.components.seconds)
        // Its time had come by that clock only.
        var count = try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane) SET state = \(NotificationState.scheduled), due_at = send_at, owner = NULL
            WHERE state = \(NotificationState.queued) AND due_at > \(SQL.ahead) AND send_at = queued_at AND send_at > \(SQL.ahead)
            """)
        count += try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane)
            SET due_at = NOW(6), queued_at = LEAST(queued_at, NOW(6)), updated_at = LEAST(updated_at, NOW(6))
            WHERE state = \(NotificationState.queued) AND due_at > \(SQL.ahead)
              AND (updated_at > \(SQL.ahead) OR queued_at > \(SQL.ahead)
                OR due_at > NOW(6) + INTERVAL IF(owner IS NULL, \(longest), \(claim + 60)) SECOND)
            """)
        // Its answer is still waited for as long as it may take.
        count += try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane) SET due_at = NOW(6) + INTERVAL \(post) SECOND
            WHERE state = \(NotificationState.sending) AND due_at > NOW(6) + INTERVAL \(post) SECOND
            """)
        count += try db.execute("""
            UPDATE notification FORCE INDEX (notification_lane) SET due_at = NOW(6), accepted_at = LEAST(accepted_at, NOW(6))
            WHERE state = \(NotificationState.accepted) AND due_at > \(SQL.ahead)
              AND (accepted_at > \(SQL.ahead) OR checked_at > \(SQL.ahead) OR due_at > NOW(6) + INTERVAL 25 HOUR)
            """)
        // A question of tomorrow would outlive its 90 seconds, and its answer what may be kept of it.
        count += try db.execute("DELETE FROM ask WHERE created_at > \(SQL.ahead) OR answered_at > \(SQL.ahead)")
        count += try db.execute("UPDATE ask SET due_at = NOW(6) WHERE due_at > NOW(6) + INTERVAL 1 MINUTE")
        count += try db.execute("UPDATE key_candidate SET due_at = NOW(6) WHERE due_at > NOW(6) + INTERVAL \(longest) SECOND")
        count += try db.execute("UPDATE export SET due_at = NOW(6) WHERE due_at > NOW(6) + INTERVAL 1 MINUTE")
        count += try db.execute("UPDATE export SET expires_at = NOW(6) + INTERVAL 1 DAY WHERE expires_at > NOW(6) + INTERVAL 1 DAY")
        // Who was seen tomorrow would stay logged in until the day after.
        count += try db.execute("DELETE FROM session WHERE seen_at > \(SQL.ahead) OR created_at > \(SQL.ahead)")
        count += try db.execute("""
            DELETE FROM login_failure WHERE forgotten_at > NOW(6) + INTERVAL 90 DAY OR failures > 0 AND last_at > \(SQL.ahead)
            """)
        count += try db.execute("UPDATE invitation SET expires_at = NOW(6) + INTERVAL 1 DAY WHERE expires_at > NOW(6) + INTERVAL 1 DAY")
        count += try db.execute("DELETE FROM worker WHERE seen_at > \(SQL.ahead)")
        return try count + takeBackQuotas(on: day)
    }

    /// They stay used as far as they are.
    private func takeBackQuotas(on day: CalendarDate) throws -> Int {
        try db.execute("""
            UPDATE quota_use SET held_by = NULL, held_until = NULL, held_since = NULL, minute = LEAST(minute, \(SQL.thisMinute)),
                   day = LEAST(day, \(day))
            WHERE held_since > \(SQL.ahead) OR minute > \(SQL.ahead) OR day > \(day)
            """)
    }
}

extension SQL {
    /// Later than any clock that is in step says.
    fileprivate static let ahead: SQL = "NOW(6) + INTERVAL 2 SECOND"
}
