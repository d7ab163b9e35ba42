package import Domain
import MariaDB

// E-mails are made of what the database says, not by whoever changed it: a dozen statements stop a service or let it go on, and
// each could forget it. What was told is written in the transaction that makes the e-mails, so that of several workers one makes them,
// and one that dies has made all or none.

/// A tenant that is told something.
struct Told {
    var tenant: TenantID
    var name: String
    var site: String
}

extension InstallationStore {
    /// Makes the e-mails of what has happened: addresses to try, services that stand still or go on, summaries that are due. None
    /// without a server.
    ///
    /// - Returns: how many.
    @discardableResult
    package func makeMails(now: Moment) throws -> Int {
        guard try mailMayLeave() else { return 0 }
        return try makeTrials() + makeStops() + makeResumptions() + makeDigests(now) + makeAccessMails()
    }

    private func mailMayLeave() throws -> Bool {
        try db.first("""
            SELECT 1 FROM mail_server s JOIN host h ON h.id = 1 WHERE s.place = \(MailPlace.inUse) AND h.restored_at IS NULL
            """) { $0.next(Int.self) } != nil
    }

    private func makeTrials() throws -> Int {
        let new = try db.rows("""
            SELECT t.id, t.name, h.name, r.address FROM mail_recipient r JOIN tenant t ON t.id = r.tenant_id
            JOIN hostname h ON h.tenant_id = t.id AND h.canonical JOIN tenant_mail w ON w.tenant_id = r.tenant_id
            WHERE r.accepted_at IS NULL AND NOT \(SQL.isToldEnough) AND t.state <> \(Tenant.State.closed) AND NOT EXISTS (
                SELECT 1 FROM mail m WHERE m.tenant_id = r.tenant_id AND m.recipient = r.address AND m.kind = \(MailKind.trial)) LIMIT 100
            """) { (told: Told(&$0), address: $0.next(MailAddress.self)) }
        return try new.reduce(0) { made, line in
            let text = MailText.ofAddress(tenant: line.told.name, site: line.told.site)
            return try made + store(of: line.told.tenant).addMail(.trial, matter: "trial", text, to: [line.address])
        }
    }

    private func makeStops() throws -> Int {
        let stops = try db.rows("""
            SELECT t.id, t.name, h.name, s.id, s.name, s.stopped_at, COALESCE(s.stop_kind, \(StopKind.keys)), COALESCE(s.stop_reason, '')
            FROM service s JOIN tenant_mail w ON w.tenant_id = s.tenant_id AND w.tells_stops JOIN tenant t ON t.id = s.tenant_id
            JOIN hostname h ON h.tenant_id = t.id AND h.canonical
            WHERE s.stopped_at IS NOT NULL AND NOT s.disabled AND t.state <> \(Tenant.State.closed) AND NOT EXISTS (
                SELECT 1 FROM told_stop d WHERE d.tenant_id = s.tenant_id AND d.service_id = s.id) LIMIT 100
            """) { row in
            (told: Told(&row), service: row.next(ServiceID.self), name: row.next(String.self), since: row.next(Moment.self),
             kind: row.next(StopKind.self), reason: row.next(String.self))
        }
        return try stops.reduce(0) { made, stop in
            let store = store(of: stop.told.tenant)
            return try made + db.transaction {
                let isNew = try db.execute("""
                    INSERT IGNORE INTO told_stop (tenant_id, service_id, since)
                    SELECT tenant_id, id, stopped_at FROM service WHERE tenant_id = \(stop.told.tenant) AND id = \(stop.service)
                      AND stopped_at IS NOT NULL
                    """) == 1
                guard isNew else { return 0 }
                let text = MailText.stopped(
                    stop.name, stop.kind, because: stop.reason, since: stop.since, tenant: stop.told.name,
                    page: "\(stop.told.site)/servizi/\(stop.service)")
                return try store.addMail(.stopped, matter: Self.matter(stop.service, stop.since), text, to: store.acceptedAddresses())
            }
        }
    }

    private func makeResumptions() throws -> Int {
        let ends = try db.rows("""
            SELECT t.id, t.name, h.name, s.id, s.name, d.since, s.disabled OR COALESCE(w.tells_stops, FALSE) = FALSE FROM told_stop d
            JOIN service s ON s.tenant_id = d.tenant_id AND s.id = d.service_id JOIN tenant t ON t.id = d.tenant_id
            JOIN hostname h ON h.tenant_id = t.id AND h.canonical LEFT JOIN tenant_mail w ON w.tenant_id = d.tenant_id
            WHERE s.stopped_at IS NULL OR s.stopped_at <> d.since OR s.disabled LIMIT 100
            """) { row in
            (told: Told(&row), service: row.next(ServiceID.self), name: row.next(String.self), since: row.next(Moment.self),
             isSilent: row.next(Bool.self))
        }
        return try ends.reduce(0) { made, end in
            let store = store(of: end.told.tenant)
            return try made + db.transaction {
                let isNew = try db.execute("""
                    DELETE FROM told_stop WHERE tenant_id = \(end.told.tenant) AND service_id = \(end.service)
                    """) == 1
                guard isNew, !end.isSilent else { return 0 }
                let text = MailText.resumed(
                    end.name, since: end.since, tenant: end.told.name, page: "\(end.told.site)/servizi/\(end.service)")
                return try store.addMail(.resumed, matter: Self.matter(end.service, end.since), text, to: store.acceptedAddresses())
            }
        }
    }

    private func makeDigests(_ now: Moment) throws -> Int {
        let clock = RomeTime(now), isDue: SQL = "(w.summary_day IS NULL OR w.summary_day < \(clock.date))"
        let due = try db.rows("""
            SELECT t.id, t.name, h.name FROM tenant_mail w JOIN tenant t ON t.id = w.tenant_id
            JOIN hostname h ON h.tenant_id = t.id AND h.canonical
            WHERE w.summary_hour <= \(clock.hour) AND \(isDue) AND t.state <> \(Tenant.State.closed) LIMIT 100
            """) { Told(&$0) }
        return try due.reduce(0) { made, told in
            let store = store(of: told.tenant)
            return try made + db.transaction {
                let isNew = try db.execute("""
                    UPDATE tenant_mail w SET w.summary_day = \(clock.date) WHERE w.tenant_id = \(told.tenant) AND \(isDue)
                    """) == 1
                guard isNew, case let addresses = try store.acceptedAddresses(), !addresses.isEmpty else { return 0 }
                let digest = try store.digest(on: clock.date)
                guard !digest.isEmpty else { return 0 }
                let text = MailText.digest(digest, tenant: told.name, site: told.site)
                return try store.addMail(.digest, matter: clock.date.iso, text, to: addresses)
            }
        }
    }

    private static func matter(_ service: ServiceID, _ since: Moment) -> String { "\(service)/\(since.microseconds)" }
}

extension TenantStore {
    /// Those that the server takes.
    func acceptedAddresses() throws -> [MailAddress] {
        try db.rows("SELECT address FROM mail_recipient WHERE tenant_id = \(tenant) AND accepted_at IS NOT NULL ORDER BY address") {
            $0.next()
        }
    }

    /// Nothing is made beyond what a day allows: else whoever types addresses, or makes a service stop and go on, could have strangers
    /// written to without end.
    ///
    /// - Returns: how many were not there yet.
    func addMail(_ kind: MailKind, matter: String, _ text: MailText, to addresses: [MailAddress]) throws -> Int {
        try addresses.reduce(0) { made, address in
            guard try kind == .digest || mayTell() else { return made }
            return try made + db.execute("""
                INSERT IGNORE INTO mail (tenant_id, id, kind, matter, recipient, subject, body)
                VALUES (\(tenant), \(MailID.make()), \(kind), \(matter), \(address), \(clipped(text.subject, to: 300)), \(text.body))
                """)
        }
    }

    /// Counts one more e-mail of today, unless there were enough.
    private func mayTell() throws -> Bool {
        try db.execute("""
            UPDATE tenant_mail w SET w.told = IF(w.told_on = CURDATE(), w.told, 0) + 1, w.told_on = CURDATE()
            WHERE w.tenant_id = \(tenant) AND NOT \(SQL.isToldEnough)
            """) == 1
    }
}

extension SQL {
    /// Whether a tenant, of whose wishes the row is `w`, has had as many e-mails made today as it may, besides summaries.
    static let isToldEnough: SQL = "(w.told >= \(MailAlerts.mostADay) AND w.told_on = CURDATE())"
}

extension Told {
    init(_ row: inout Row) {
        self.init(tenant: row.next(), name: row.next(), site: "https://\(row.next(String.self))")
    }
}
