package import Domain
import MariaDB

/// What App IO answered to one call, for the attempts log.
package struct LoggedCall: Sendable {
    package enum Step: String, Sendable { case profile, submit, status }

    package var step: Step
    package var slot: KeySlot
    package var milliseconds: Int
    package var httpStatus: Int?
    package var title: String?
    package var detail: String?
    /// One word, such as `accepted`.
    package var outcome: String
    /// Its own, so that a settlement that is made again logs it once.
    let id = Identifier.make()

    package init(step: Step, slot: KeySlot, milliseconds: Int, httpStatus: Int?, title: String?, detail: String?, outcome: String) {
        self.step = step
        self.slot = slot
        self.milliseconds = milliseconds
        self.httpStatus = httpStatus
        self.title = title
        self.detail = detail
        self.outcome = outcome
    }
}

/// What a send came to.
package enum Settlement: Sendable {
    /// To be looked at again after so many seconds; `counted` when it used up a try.
    case again(after: Double, counted: Bool)
    /// 201. `firstCheck`: seconds until the first status check; App IO's id may be missing.
    case accepted(ioID: String?, firstCheck: Double)
    case ended(NotificationState, Reason)
}

extension TenantStore {
    /// Commits that the POST of this notification begins now: from here on a missing answer is a doubt.
    ///
    /// - Parameters:
    ///   - attempt: the number that this POST gets, one more than the claim's.
    ///   - lease: seconds after which a missing answer becomes a doubt.
    /// - Returns: false when the claim is lost: withdrawn, claimed by another, or its service or ente stopped.
    package func beginSending(_ id: Identifier, attempt: Int, owner: Identifier, lease: Int) throws -> Bool {
        do {
            return try db.execute("""
                UPDATE notification n
                JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id JOIN tenant t ON t.id = n.tenant_id
                SET n.state = 'sending', n.attempt = \(attempt), n.sent_at = NOW(6), n.due_at = NOW(6) + INTERVAL \(lease) SECOND,
                    n.updated_at = NOW(6), n.updated_by = NULL
                WHERE n.tenant_id = \(tenant) AND n.id = \(id) AND n.state = 'queued' AND n.owner = \(owner)
                  AND n.attempt = \(attempt - 1) AND NOT s.disabled AND s.stopped_at IS NULL AND t.state = 'active'
                """) == 1
        } catch let error as DatabaseError where error.isConnectionLost {
            // The answer of the commit was lost, and the server may still be at it. Giving up the claim ends the
            // question: either it was first and the row says so, or it finds its claim gone.
            try db.execute("""
                UPDATE notification SET owner = NULL, due_at = NOW(6)
                WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'queued' AND owner = \(owner)
                """)
            return try db.first("""
                SELECT 1 FROM notification WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'sending'
                  AND owner = \(owner) AND attempt = \(attempt)
                """) { $0.next(Int.self) } != nil
        }
    }

    /// Settles what the POST numbered `attempt` came to. A late answer turns the doubt of the same
    /// attempt into what is known; it never overrides a person's decision or a newer attempt.
    ///
    /// - Parameter owner: of the claim under which the POST was committed: another worker may have begun an
    ///   attempt of the same number when this one's commit did not count.
    package func settleSubmit(_ id: Identifier, attempt: Int, owner: Identifier, _ settlement: Settlement, call: LoggedCall) throws {
        try db.transaction {
            try log(call, of: id, number: attempt)
            try db.execute("""
                UPDATE notification SET \(assignments(settlement, call)), updated_at = NOW(6), updated_by = NULL
                WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND owner = \(owner)
                  AND state IN ('sending', 'uncertain')
                """)
        }
    }

    /// Settles what the profile said while the notification was claimed, before any POST.
    package func settleProfile(_ id: Identifier, owner: Identifier, _ settlement: Settlement, call: LoggedCall) throws {
        try db.transaction {
            try log(call, of: id, number: 0)
            try db.execute("""
                UPDATE notification SET \(assignments(settlement, call)), updated_at = NOW(6), updated_by = NULL
                WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'queued' AND owner = \(owner)
                """)
        }
    }

    /// Gives a claim back unused, due again after so many seconds.
    package func release(_ id: Identifier, owner: Identifier, after seconds: Double) throws {
        try db.execute("""
            UPDATE notification SET due_at = NOW(6) + INTERVAL \(microseconds(seconds)) MICROSECOND
            WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('queued', 'accepted') AND owner = \(owner)
            """)
    }

    /// Records what a status check brought.
    ///
    /// - Parameters:
    ///   - state: where the notification stands now; the same when App IO still works on it.
    ///   - next: seconds until the next check, `nil` when there is none.
    package func settleStatus(_ id: Identifier, state: NotificationState, reason: Reason?, words: IOWords, next: Double?) throws {
        try db.execute("""
            UPDATE notification SET io_status = \(words.status), io_email = COALESCE(\(words.email), io_email),
                   io_push = COALESCE(\(words.push), io_push), checked_at = NOW(6), checks = checks + 1,
                   due_at = \(next.map(microseconds).map { "NOW(6) + INTERVAL \($0) MICROSECOND" } ?? "NULL" as SQL),
                   updated_at = IF(state = \(state), updated_at, NOW(6)), updated_by = IF(state = \(state), updated_by, NULL),
                   reason = \(reason), state = \(state)
            WHERE tenant_id = \(tenant) AND id = \(id) AND state IN ('accepted', 'undetermined')
            """)
    }

    /// Records App IO's words about a notification whose state and schedule they do not change, unless it has
    /// moved on meanwhile.
    package func recordWords(_ id: Identifier, _ words: IOWords, whileIn state: NotificationState) throws {
        try db.execute("""
            UPDATE notification SET io_status = \(words.status), io_email = COALESCE(\(words.email), io_email),
                   io_push = COALESCE(\(words.push), io_push), checked_at = NOW(6)
            WHERE tenant_id = \(tenant) AND id = \(id) AND state = \(state)
            """)
    }

    /// A status check that brought nothing: the state stays, the next check is as scheduled.
    package func missStatus(_ id: Identifier, next: Double?, call: LoggedCall) throws {
        try db.transaction {
            try log(call, of: id, number: 0)
            try db.execute("""
                UPDATE notification SET checks = checks + 1, checked_at = NOW(6),
                       state = IF(\(next == nil), 'undetermined', state),
                       due_at = \(next.map(microseconds).map { "NOW(6) + INTERVAL \($0) MICROSECOND" } ?? "NULL" as SQL)
                WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'accepted'
                """)
        }
    }

    /// Logs a status check that a person asked for and that brought nothing.
    package func logStatus(_ call: LoggedCall, of id: Identifier) throws {
        try log(call, of: id, number: 0)
    }

    private func log(_ call: LoggedCall, of id: Identifier, number: Int) throws {
        let title = call.title.map { clipped($0, to: 500) }, detail = call.detail.map { clipped($0, to: 2000) }
        try db.execute("""
            INSERT IGNORE INTO attempt (tenant_id, notification_id, id, step, number, slot, duration_ms, http_status, title, detail,
                                        outcome)
            VALUES (\(tenant), \(id), \(call.id), \(call.step.rawValue), \(number), \(call.slot), \(call.milliseconds),
                    \(call.httpStatus), \(title), \(detail), \(call.outcome))
            """)
    }

    private func assignments(_ settlement: Settlement, _ call: LoggedCall) -> SQL {
        let problem: SQL = """
            problem_status = \(call.httpStatus), problem_title = \(call.title.map { clipped($0, to: 500) }),
            problem_detail = \(call.detail.map { clipped($0, to: 2000) })
            """
        switch settlement {
        case .again(let seconds, let counted):
            return """
                state = 'queued', due_at = NOW(6) + INTERVAL \(microseconds(seconds)) MICROSECOND, tries = tries + \(counted),
                reason = NULL, \(problem)
                """
        case .accepted(let ioID, let firstCheck):
            return """
                state = 'accepted', io_id = \(ioID), accepted_at = NOW(6), checks = 0, reason = NULL,
                problem_status = NULL, problem_title = NULL, problem_detail = NULL,
                due_at = \(ioID == nil ? "NULL" as SQL : "NOW(6) + INTERVAL \(microseconds(firstCheck)) MICROSECOND")
                """
        case .ended(let state, let reason):
            return "state = \(state), due_at = NULL, reason = \(reason), \(problem)"
        }
    }

    private func microseconds(_ seconds: Double) -> Int { Int(seconds * 1_000_000) }

}

/// What others wrote, as far as its column holds it (a VARCHAR counts code points). A longer one would be refused, and
/// with it all that is to be written.
func clipped(_ text: String, to length: Int) -> String {
    text.unicodeScalars.count <= length ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
}

/// App IO's own words about a message, kept as they came, up to 40 characters.
package struct IOWords: Sendable {
    package var status: String
    package var email: String?
    package var push: String?

    package init(status: String, email: String?, push: String?) {
        self.status = clipped(status, to: 40)
        self.email = email.map { clipped($0, to: 40) }
        self.push = push.map { clipped($0, to: 40) }
    }
}
