package import Domain
import MariaDB

/// What App IO answered to one call, for the attempts log.
package struct LoggedCall: Sendable {
    package enum Step: String, Sendable, CaseIterable { case profile, submit, status }

    package var step: Step
    package var slot: KeySlot
    package var milliseconds: Int
    package var httpStatus: Int?
    /// libcurl's number for what went wrong on the way.
    package var curlCode: Int?
    /// App IO's own words: what is wrong, or of a status its name.
    package var title: String?
    package var detail: String?
    package var outcome: CallOutcome
    /// Its own, so that a settlement that is made again logs it once.
    let id = AttemptID.make()
    private let ended = ContinuousClock.now

    /// To be made when the call has just ended.
    package init(
        step: Step, slot: KeySlot, milliseconds: Int, httpStatus: Int? = nil, curlCode: Int? = nil, title: String? = nil,
        detail: String? = nil, outcome: CallOutcome
    ) {
        self.step = step
        self.slot = slot
        self.milliseconds = milliseconds
        self.httpStatus = httpStatus
        self.curlCode = curlCode
        self.title = title
        self.detail = detail
        self.outcome = outcome
    }

    /// Microseconds since it was begun, however long the database was away.
    var age: Int {
        let (seconds, attoseconds) = (ContinuousClock.now - ended).components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000) + milliseconds * 1_000
    }
}

/// A line of a notification's attempts log.
package struct Attempt: Sendable {
    package var step: LoggedCall.Step
    /// Of the POST that it was or came before; 0 for what came before none.
    package var number: Int
    package var slot: KeySlot
    package var beganAt: Moment
    package var milliseconds: Int
    package var httpStatus: Int?
    package var curlCode: Int?
    package var title: String?
    package var detail: String?
    package var outcome: CallOutcome
}

extension TenantStore {
    /// - Returns: false when it is there already.
    @discardableResult
    func log(_ call: LoggedCall, of id: NotificationID, number: Int) throws -> Bool {
        let title = call.title.map { clipped($0, to: 500) }, detail = call.detail.map { clipped($0, to: 2000) }
        return try db.execute("""
            INSERT IGNORE INTO attempt (tenant_id, notification_id, id, step, number, slot, began_at, duration_ms, http_status,
                                        curl_code, title, detail, outcome)
            VALUES (\(tenant), \(id), \(call.id), \(call.step), \(number), \(call.slot),
                    NOW(6) - INTERVAL \(call.age) MICROSECOND, \(call.milliseconds), \(call.httpStatus), \(call.curlCode), \(title),
                    \(detail), \(call.outcome))
            """) == 1
    }
}
