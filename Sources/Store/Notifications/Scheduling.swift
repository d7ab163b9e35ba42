package import Domain
import MariaDB

// A notification that is to leave at a time of its own is in a state of its own until then. What claims, retries, resumes and
// takes back due times looks at those in the queue only, and so cannot send it early.

extension TenantStore {
    /// Lets a notification that has not left leave at another time. Guarded as `cancel`: a worker that has it in hand finds so
    /// before the POST.
    ///
    /// - Parameters:
    ///   - moment: a whole second.
    ///   - seen: its last change when it was decided on.
    /// - Returns: false when it has moved on meanwhile, or was never scheduled.
    package func move(_ id: NotificationID, to moment: Moment, attempt: Int, seen: Moment?, by person: PersonID) throws -> Bool {
        let time = Self.time(moment)
        return try decide(.notificationMoved, id, by: person, detail: .sendTime(moment)) {
            """
            UPDATE notification SET state = \(NotificationState.scheduled), due_at = \(time), queued_at = \(time), send_at = \(time),
                   owner = NULL, tries = 0, problem_status = NULL, problem_title = NULL, problem_detail = NULL, \(decided(by: person))
            WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND state IN (\(list: NotificationState.waiting))
              AND send_at IS NOT NULL AND \(isAsSeen(seen)) AND \(allows("service_id"))
            """
        }
    }

    /// Lets a scheduled notification leave at once: it waits in the queue like any other from now on. Guarded as `move`.
    ///
    /// - Returns: false when it has left, or was moved or withdrawn meanwhile.
    package func sendNow(_ id: NotificationID, attempt: Int, seen: Moment, by person: PersonID) throws -> Bool {
        try decide(.notificationMoved, id, by: person, detail: .sendTime(.now())) {
            """
            UPDATE notification SET state = \(NotificationState.queued), due_at = NOW(6), queued_at = NOW(6), send_at = NOW(6),
                   owner = NULL, \(decided(by: person))
            WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND state = \(NotificationState.scheduled)
              AND \(isAsSeen(seen)) AND \(allows("service_id"))
            """
        }
    }

    /// A moment as a statement says it.
    static func time(_ moment: Moment) -> SQL { "FROM_UNIXTIME(\(Int(moment.seconds)))" }
}

extension NotificationState {
    /// Where a notification begins.
    init(leavingAt time: Moment?) { self = time == nil ? .queued : .scheduled }
}

extension InstallationStore {
    /// Puts into the queue what was scheduled and whose time has come. It has waited since then, and nobody has changed it.
    ///
    /// - Parameter most: of one lane: others wait for a row until this ends.
    /// - Returns: how many.
    @discardableResult
    package func queueScheduled(most: Int = 1000) throws -> Int {
        let lanes = try db.rows("""
            SELECT tenant_id, service_id FROM notification FORCE INDEX (notification_lane) WHERE state = \(NotificationState.scheduled)
            GROUP BY tenant_id, service_id HAVING MIN(due_at) <= NOW(6)
            """) { (tenant: $0.next(TenantID.self), service: $0.next(ServiceID.self)) }
        return try lanes.reduce(0) { count, lane in
            try count + db.execute("""
                UPDATE notification FORCE INDEX (notification_lane) SET state = \(NotificationState.queued)
                WHERE state = \(NotificationState.scheduled) AND tenant_id = \(lane.tenant) AND service_id = \(lane.service)
                  AND due_at <= NOW(6) ORDER BY due_at LIMIT \(most)
                """)
        }
    }
}
