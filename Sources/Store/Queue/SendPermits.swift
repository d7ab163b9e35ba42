package import Domain
import MariaDB

/// A claimed notification whose profile lets it go: its POST is next.
package struct SendRequest: Sendable {
    package var claim: Claim
    /// Of the claim.
    package var owner: WorkerID
    /// What the profile answered.
    package var call: LoggedCall

    package init(_ claim: Claim, owner: WorkerID, after call: LoggedCall) {
        self.claim = claim
        self.owner = owner
        self.call = call
    }

    /// The number that this POST gets.
    package var attempt: Int { claim.notification.attempt + 1 }
}

/// What became of a departure.
package enum SendPermit: Sendable {
    /// Committed: from here on a missing answer is a doubt.
    case begun
    /// The claim is lost: withdrawn, claimed by another, its service, tenant or host stopped or a quota used up. It was given back.
    case lost
    /// Its service has sent as many messages today as it may.
    case overServiceCeiling
    /// The citizen has got as many messages today as the tenant allows.
    case overCitizenCeiling

    var isBegun: Bool { if case .begun = self { true } else { false } }
}

/// What begun POSTs are counted of, day by day, for a ceiling.
enum DailyCount: String, CaseIterable { case service, citizen }

extension InstallationStore {
    /// Commits that these POSTs begin now, each row by itself, all of them in one transaction.
    ///
    /// - Parameters:
    ///   - lease: seconds after which a missing answer becomes a doubt.
    ///   - day: today in Italy, for the ceilings.
    ///   - mark: of the worker; it grows in the same transaction.
    ///   - beforeCommit: called when all is written and nothing committed.
    /// - Returns: what became of each, and the mark to keep before anything leaves.
    /// - Throws: `UnknownMark`: nothing may leave. `DatabaseError`: nothing was committed.
    package func begin(
        _ requests: [SendRequest], lease: Int, on day: CalendarDate, under mark: SendMark, beforeCommit: () -> Void = {}
    ) throws -> (permits: [SendPermit], mark: SendMark) {
        do {
            return try db.transaction {
                let next = try advance(mark)
                let permits = try requests.map { try store(of: $0.claim.lane.tenant).begin($0, lease: lease, on: day) }
                try requireWhole()
                if let last = permits.lastIndex(where: \.isBegun) { try noteLast(requests[last], under: next) }
                beforeCommit()
                return (permits, next)
            }
        } catch let error as DatabaseError where error.duringCommit || error.isConnectionLost {
            // The answer of the commit was lost, and the server may still be at it. Giving up the claims ends the question:
            // either it was first and the rows say so, or it finds its claims gone.
            let permits: [SendPermit] = try requests.map { request in
                try store(of: request.claim.lane.tenant).hasBegun(request) ? .begun : .lost
            }
            guard let next = try reconcile(mark) else { throw UnknownMark() }
            return (permits, next)
        }
    }
}

extension TenantStore {
    fileprivate func begin(_ request: SendRequest, lease: Int, on day: CalendarDate) throws -> SendPermit {
        let (notification, access) = (request.claim.notification, request.claim.access)
        guard try countForQuotas(on: day) else {
            try holdForQuota(on: day)
            try giveBack(request)
            return .lost
        }
        if let ceiling = access?.dailyCeiling, try !count(.service(notification.service), on: day, upTo: ceiling) {
            try uncountForQuotas(on: day)
            try giveBack(request)
            return .overServiceCeiling
        }
        if let ceiling = access?.citizenCeiling, try !count(.citizen(notification.fiscalCode), on: day, upTo: ceiling) {
            try uncountForQuotas(on: day)
            if access?.dailyCeiling != nil { try uncount(.service(notification.service), on: day) }
            return .overCitizenCeiling
        }
        let begun = try db.execute("""
            UPDATE notification n
            JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id JOIN tenant t ON t.id = n.tenant_id
            JOIN host h ON h.id = 1
            SET n.state = \(NotificationState.sending), n.attempt = \(request.attempt), n.sent_at = NOW(6),
                n.due_at = NOW(6) + INTERVAL \(lease) SECOND, n.updated_at = NOW(6)
            WHERE n.tenant_id = \(tenant) AND n.id = \(notification.id) AND n.state = \(NotificationState.queued)
              AND n.owner = \(request.owner) AND n.attempt = \(request.attempt - 1) AND h.paused_at IS NULL AND \(SQL.maySend)
            """) == 1
        guard begun else {
            try uncount(request.claim, on: day)
            try giveBack(request)
            return .lost
        }
        try log(request.call, of: notification.id, number: request.attempt)
        return .begun
    }

    /// The lease ends after so many seconds, if it is still this one's and no POST began.
    package func giveBack(_ claim: Claim, owner: WorkerID, after seconds: Int = 0) throws {
        try db.execute("""
            UPDATE notification SET owner = NULL, due_at = NOW(6) + INTERVAL \(seconds) SECOND
            WHERE tenant_id = \(tenant) AND id = \(claim.notification.id) AND state = \(NotificationState.queued)
              AND owner = \(owner)
            """)
    }

    private func giveBack(_ request: SendRequest) throws { try giveBack(request.claim, owner: request.owner) }

    fileprivate func hasBegun(_ request: SendRequest) throws -> Bool {
        try giveBack(request)
        return try db.first("""
            SELECT 1 FROM notification WHERE tenant_id = \(tenant) AND id = \(request.claim.notification.id)
              AND state = \(NotificationState.sending) AND owner = \(request.owner) AND attempt = \(request.attempt)
            """) { $0.next(Int.self) } != nil
    }

    // MARK: - Ceilings

    private enum Counted {
        case service(ServiceID), citizen(FiscalCode)

        var kind: DailyCount { if case .service = self { .service } else { .citizen } }
        var subject: [UInt8] {
            switch self {
            case .service(let id): id.bytes
            case .citizen(let code): Array(code.value.utf8)
            }
        }
    }

    /// One more, unless that is more than the ceiling. Workers wait for each other here, so that it holds for all of them.
    private func count(_ counted: Counted, on day: CalendarDate, upTo ceiling: Int) throws -> Bool {
        try db.execute("""
            INSERT IGNORE INTO daily_count (tenant_id, day, kind, subject, begun)
            VALUES (\(tenant), \(day), \(counted.kind), \(counted.subject), 0)
            """)
        return try db.execute("""
            UPDATE daily_count SET begun = begun + 1
            WHERE tenant_id = \(tenant) AND day = \(day) AND kind = \(counted.kind) AND subject = \(counted.subject) AND begun < \(ceiling)
            """) == 1
    }

    private func uncount(_ counted: Counted, on day: CalendarDate) throws {
        try db.execute("""
            UPDATE daily_count SET begun = GREATEST(begun - 1, 0)
            WHERE tenant_id = \(tenant) AND day = \(day) AND kind = \(counted.kind) AND subject = \(counted.subject)
            """)
    }

    /// What certainly did not arrive does not count.
    package func uncount(_ claim: Claim, on day: CalendarDate) throws {
        try uncountForQuotas(on: day)
        if claim.access?.dailyCeiling != nil { try uncount(.service(claim.notification.service), on: day) }
        if claim.access?.citizenCeiling != nil { try uncount(.citizen(claim.notification.fiscalCode), on: day) }
    }

    /// A person lets a service go on that its ceiling has stopped: as many again.
    func forgetCount(of service: ServiceID, on day: CalendarDate) throws {
        try db.execute("""
            DELETE FROM daily_count
            WHERE tenant_id = \(tenant) AND day = \(day) AND kind = \(DailyCount.service) AND subject = \(service.bytes)
            """)
    }
}
