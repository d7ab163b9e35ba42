import Domain
import MariaDB
@testable import Store
import TestSupport

/// What a worker does, each in one step, for tests that are about something else.
extension InstallationStore {
    /// Claims from every lane with full budgets.
    func claimQueued(limit: Int, owner: WorkerID, lease: Int) throws -> [Claim] { try claim(.sends, limit, owner, lease) }

    func claimAccepted(limit: Int, owner: WorkerID, lease: Int) throws -> [Claim] { try claim(.checks, limit, owner, lease) }

    private func claim(_ work: Work, _ limit: Int, _ owner: WorkerID, _ lease: Int) throws -> [Claim] {
        try fillBudgets()
        let mark = try newMark()
        var claims: [Claim] = []
        for lane in try lanes(with: work) where claims.count < limit {
            claims += try claim(work, from: [(lane, limit - claims.count)], owner: owner, lease: lease, under: mark).flatMap(\.claims)
        }
        return claims
    }

    /// The mark of a worker that has just come.
    func newMark() throws -> SendMark {
        guard let mark = try reconcile(SendMark(id: .make(), epoch: 0, number: 0)) else { throw UnknownMark() }
        return mark
    }
}

extension TenantStore {
    func beginSending(_ id: NotificationID, attempt: Int, owner: WorkerID, lease: Int) throws -> Bool {
        try permit(id, attempt: attempt, owner: owner, lease: lease) == .begun
    }

    /// - Returns: `lost` also for a notification that is another tenant's.
    func permit(
        _ id: NotificationID, attempt: Int, owner: WorkerID, lease: Int = 60, on day: CalendarDate = .someDay
    ) throws -> SendPermit {
        guard let request = try request(id, attempt: attempt, owner: owner) else { return .lost }
        let installation = InstallationStore(db)
        return try installation.begin([request], lease: lease, on: day, under: installation.newMark()).permits[0]
    }

    func request(_ id: NotificationID, attempt: Int, owner: WorkerID) throws -> SendRequest? {
        guard var record = try InstallationStore(db).anyNotification(id) else { return nil }
        record.attempt = attempt - 1
        let account = Account(owner: tenant, environment: record.environment)
        let claim = Claim(lane: Lane(tenant: tenant, service: record.service, account: account), notification: record, checks: 0,
                          tries: 0, triedFor: 0, serverErrors: 0, access: try access(to: record.service))
        return SendRequest(claim, owner: owner, after: .asked)
    }
}

extension InstallationStore {
    fileprivate func anyNotification(_ id: NotificationID) throws -> NotificationRecord? {
        try db.first("""
            SELECT \(NotificationRecord.columns) FROM notification n \(NotificationRecord.joins) WHERE n.id = \(id)
            """, NotificationRecord.init)
    }
}

extension CalendarDate {
    static let someDay = CalendarDate(year: 2027, month: 3, day: 1)!
}
