package import Domain
import MariaDB

/// What a send came to.
package enum Settlement: Sendable {
    /// To be looked at again after so many seconds; `counted` when it used up a try.
    case again(after: Double, counted: Bool)
    /// 201. `firstCheck`: seconds until the first status check; App IO's id may be missing.
    case accepted(ioID: String?, firstCheck: Double)
    case ended(NotificationState, Reason)

    /// Whether the citizen has got the message, or may have.
    package var mayHaveArrived: Bool {
        switch self {
        case .accepted, .ended(.uncertain, _): true
        case .again, .ended: false
        }
    }
}

extension TenantStore {
    /// Settles what the POST numbered `attempt` came to. A late answer turns the doubt of the same
    /// attempt into what is known; it never overrides a person's decision or a newer attempt.
    ///
    /// - Parameter owner: of the claim under which the POST was committed: another worker may have begun an
    ///   attempt of the same number when this one's commit did not count.
    /// - Returns: whether it moved the notification: false when this very answer has been settled before, or when it comes
    ///   too late.
    @discardableResult
    package func settleSubmit(
        _ id: NotificationID, attempt: Int, owner: WorkerID, _ settlement: Settlement, call: LoggedCall
    ) throws -> Bool {
        try db.transaction {
            guard try log(call, of: id, number: attempt) else { return false }
            return try db.execute("""
                UPDATE notification SET \(assignments(settlement, call)), updated_at = NOW(6)
                WHERE tenant_id = \(tenant) AND id = \(id) AND attempt = \(attempt) AND owner = \(owner)
                  AND state IN (\(list: NotificationState.unanswered))
                """) == 1
        }
    }

    /// Settles what the profile said while the notification was claimed, before any POST.
    ///
    /// - Returns: as `settleSubmit`.
    @discardableResult
    package func settleProfile(_ id: NotificationID, owner: WorkerID, _ settlement: Settlement, call: LoggedCall) throws -> Bool {
        try db.transaction {
            guard try log(call, of: id, number: 0) else { return false }
            return try db.execute("""
                UPDATE notification SET \(assignments(settlement, call)), updated_at = NOW(6)
                WHERE tenant_id = \(tenant) AND id = \(id) AND state = \(NotificationState.queued) AND owner = \(owner)
                """) == 1
        }
    }

    /// Settles a status check.
    ///
    /// - Parameters:
    ///   - owner: of the claim; `nil` when a person asked, which moves no schedule.
    ///   - ioID: of the message that was asked about: it may have failed and been sent anew since.
    ///   - state: where the notification stands now; the same when App IO still works on it.
    ///   - next: seconds until the next check, `nil` when there is none.
    ///   - call: logged, unless it changed nothing.
    package func settleStatus(
        _ id: NotificationID, owner: WorkerID?, about ioID: String?, state: NotificationState, reason: Reason?, words: IOWords,
        next: Double?, call: LoggedCall?
    ) throws {
        try db.transaction {
            if let call { try log(call, of: id, number: 0) }
            try db.execute("""
                UPDATE notification SET io_status = \(words.status), io_email = COALESCE(\(words.email), io_email),
                       io_push = COALESCE(\(words.push), io_push), checked_at = NOW(6), checks = checks + 1, owner = NULL,
                       due_at = \(next.map(after) ?? "NULL" as SQL),
                       updated_at = IF(state = \(state), updated_at, NOW(6)),
                       reason = \(reason), state = \(state)
                WHERE tenant_id = \(tenant) AND id = \(id) AND io_id = \(ioID) AND state IN (\(list: NotificationState.checkable))
                  \(held(by: owner))
                """)
        }
    }

    /// Records App IO's words about a notification whose state and schedule they do not change, unless it has
    /// moved on meanwhile.
    package func recordWords(_ id: NotificationID, _ words: IOWords, whileIn state: NotificationState) throws {
        try db.execute("""
            UPDATE notification SET io_status = \(words.status), io_email = COALESCE(\(words.email), io_email),
                   io_push = COALESCE(\(words.push), io_push), checked_at = NOW(6)
            WHERE tenant_id = \(tenant) AND id = \(id) AND state = \(state)
            """)
    }

    /// A status check that brought nothing: the state stays, the next check is as scheduled.
    package func missStatus(_ id: NotificationID, owner: WorkerID?, next: Double?, call: LoggedCall) throws {
        try db.transaction {
            try log(call, of: id, number: 0)
            try db.execute("""
                UPDATE notification SET checks = checks + 1, checked_at = NOW(6), owner = NULL,
                       state = IF(\(next == nil), \(NotificationState.undetermined), state), due_at = \(next.map(after) ?? "NULL" as SQL)
                WHERE tenant_id = \(tenant) AND id = \(id) AND state = \(NotificationState.accepted) \(held(by: owner))
                """)
        }
    }

    private func held(by owner: WorkerID?) -> SQL { owner.map { "AND owner = \($0)" } ?? "" }

    private func after(_ seconds: Double) -> SQL { "NOW(6) + INTERVAL \(Int(seconds * 1_000_000)) MICROSECOND" }

    /// Logs a status check that a person asked for and that brought nothing.
    package func logStatus(_ call: LoggedCall, of id: NotificationID) throws {
        try log(call, of: id, number: 0)
    }

    private func assignments(_ settlement: Settlement, _ call: LoggedCall) -> SQL {
        let problem: SQL = """
            problem_status = \(call.httpStatus),
            problem_title = \((call.title ?? call.curlCode.map(TransportFault.sentence)).map { clipped($0, to: 500) }),
            problem_detail = \(call.detail.map { clipped($0, to: 2000) })
            """
        switch settlement {
        case .again(let seconds, let counted):
            return """
                state = \(NotificationState.queued), due_at = \(after(seconds)), owner = NULL,
                tries = tries + \(counted), reason = NULL, \(problem)
                """
        case .accepted(let ioID, let firstCheck):
            return """
                state = \(NotificationState.accepted), io_id = \(ioID), accepted_at = NOW(6), checks = 0, reason = NULL,
                problem_status = NULL, problem_title = NULL, problem_detail = NULL,
                due_at = \(ioID == nil ? "NULL" as SQL : after(firstCheck))
                """
        case .ended(let state, let reason):
            return "state = \(state), due_at = NULL, reason = \(reason), \(problem)"
        }
    }
}

extension InstallationStore {
    /// Turns notifications whose POST was begun by a worker that is gone into doubts. Whose claim it was stays known: a
    /// late answer still counts.
    ///
    /// - Returns: how many.
    package func expireSending() throws -> Int {
        try db.execute("""
            UPDATE notification SET state = \(NotificationState.uncertain), due_at = NULL, reason = \(Reason.interrupted),
                   updated_at = NOW(6)
            WHERE state = \(NotificationState.sending) AND due_at <= NOW(6) LIMIT 1000
            """)
    }
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
