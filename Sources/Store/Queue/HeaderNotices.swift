package import Domain
import MariaDB

/// What every page of a tenant says of its sends.
package struct HeaderNotices: Sendable {
    package var alarms: [Alarm]
    /// Notifications that somebody has to see to; counted up to 100.
    package var toFollow: Int
    /// Whether a worker lives that can write what it must before anything leaves.
    package var aWorkerSends: Bool
    /// Since when e-mails that the tenant wants do not leave, once that has lasted for minutes; `nil`: they do.
    package var mailTroubledSince: Moment?
}

extension TenantStore {
    /// One statement, since every page asks it. What a kind of line has nothing to say in is NULL.
    package func headerNotices() throws -> HeaderNotices {
        let lines = try db.rows("""
            SELECT 'toFollow', NULL, NULL, NULL, NULL, NULL, \(countToFollow)
            UNION ALL
            SELECT 'workers', NULL, NULL, NULL, NULL, NULL, COUNT(*) FROM worker w WHERE \(SQL.isAlive) AND NOT w.cannot_write
            UNION ALL
            SELECT 'restored', NULL, NULL, h.restored_at, NULL, NULL, 0 FROM host h WHERE h.id = 1 AND h.restored_at IS NOT NULL
            UNION ALL
            SELECT 'installation', NULL, NULL, h.paused_at, NULL, NULL, 0 FROM host h WHERE h.id = 1 AND h.paused_at IS NOT NULL
            UNION ALL
            SELECT 'readOnly', NULL, NULL, COALESCE(t.state_since, t.created_at), t.state_reason, NULL, 0 FROM tenant t
            WHERE t.id = \(tenant) AND t.state = \(Tenant.State.readOnly)
            UNION ALL
            SELECT 'tenant', NULL, NULL, t.paused_at, p.name, NULL, 0 FROM tenant t
            LEFT JOIN person p ON p.tenant_id = t.id AND p.id = t.paused_by WHERE t.id = \(tenant) AND t.paused_at IS NOT NULL
            UNION ALL
            SELECT 'quota', NULL, NULL, q.held_since, q.held_by, NULL, 0 FROM quota_use q
            WHERE q.tenant_id = \(tenant) AND q.held_until > NOW(6)
            UNION ALL
            SELECT 'mail', NULL, NULL, m.troubled_since, NULL, NULL, 0 FROM mail_server m WHERE \(SQL.isInTrouble)
              AND EXISTS (SELECT 1 FROM mail_recipient r WHERE r.tenant_id = \(tenant))
            UNION ALL
            \(outageLines)
            UNION ALL
            SELECT 'stopped', s.id, s.name, s.stopped_at, s.stop_reason, COALESCE(s.stop_kind, \(StopKind.keys)), 0 FROM service s
            WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND s.stopped_at IS NOT NULL AND \(allows("s.id"))
            UNION ALL
            SELECT 'service', s.id, s.name, s.paused_at, p.name, NULL, 0 FROM service s
            LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.paused_by
            WHERE s.tenant_id = \(tenant) AND NOT s.disabled AND s.paused_at IS NOT NULL AND \(allows("s.id"))
            """, HeaderLine.init)
        func number(_ kind: HeaderLine.Kind) -> Int { lines.first { $0.kind == kind }?.number ?? 0 }
        return HeaderNotices(
            alarms: HeaderLine.alarms(of: lines), toFollow: number(.toFollow), aWorkerSends: number(.workers) > 0,
            mailTroubledSince: lines.first { $0.kind == .mail }?.since)
    }
}

/// A line of what the header says.
private struct HeaderLine {
    /// In the order in which the header says them; those of services by service.
    enum Kind: String, CaseIterable {
        case toFollow, workers, mail, restored, installation, readOnly, tenant, quota, appIO, stopped, service
    }

    let kind: Kind
    let service: (id: ServiceID, name: String)?
    let since: Moment?
    let words: String?
    let stop: StopKind?
    let number: Int

    init(_ row: inout Row) {
        kind = Kind(rawValue: row.next())!
        let (id, name) = (row.next(ServiceID?.self), row.next(String?.self))
        service = id.map { ($0, name!) }
        (since, words, stop, number) = (row.next(), row.next(), row.next(), row.next())
    }

    private var alarm: Alarm? {
        guard let cause, let since else { return nil }
        return Alarm(cause: cause, since: since, service: service)
    }

    private var cause: Alarm.Cause? {
        switch kind {
        case .toFollow, .workers, .mail: nil
        case .restored: .restored
        case .installation: .installationPaused
        case .readOnly: .readOnly(reason: words ?? "")
        case .tenant: .tenantPaused(by: words)
        case .quota: words.flatMap(QuotaSpan.init).map { .quotaReached($0) }
        case .appIO: words.flatMap(PauseCause.init).map { .appIO($0) }
        case .stopped: stop.map { .serviceStopped($0, reason: words ?? "") }
        case .service: .servicePaused(by: words)
        }
    }

    static func alarms(of lines: [HeaderLine]) -> [Alarm] {
        let whole = lines.filter { $0.service == nil }
        let ofServices = lines.filter { $0.service != nil }.sorted { $0.service!.id < $1.service!.id }
        var held = ofServices.filter { $0.kind == .appIO }
        // Where App IO keeps all of them from sending, that is said once.
        let isAll = held.count > 1 && held.count == held[0].number
        let first = isAll ? held.compactMap(\.alarm).min { $0.since < $1.since }.map { Alarm(cause: $0.cause, since: $0.since) } : nil
        if isAll { held = [] }
        return whole.sorted { $0.rank < $1.rank }.compactMap(\.alarm) + [first].compactMap(\.self) + held.compactMap(\.alarm)
            + ofServices.filter { $0.kind != .appIO }.compactMap(\.alarm)
    }

    private var rank: Int { Kind.allCases.firstIndex(of: kind)! }
}
