import Domain
import MariaDB

/// A request that comes to a host name, and who it comes from.
package struct Arrival: Sendable {
    package var tenant: Tenant
    package var session: OpenSession?
    /// What every page of the tenant says of its sends; `nil`: it is to be asked for, since there is more to say than a number.
    package var headerNotices: HeaderNotices?
    /// How many notifications the person has put aside; `nil`: it is to be asked for.
    package var drafts: Int?

    package init(tenant: Tenant, session: OpenSession? = nil, headerNotices: HeaderNotices? = nil, drafts: Int? = nil) {
        (self.tenant, self.session, self.headerNotices, self.drafts) = (tenant, session, headerNotices, drafts)
    }
}

extension InstallationStore {
    /// Whose a host name is, and the session there that a cookie opens: one that is neither idle for too long nor too old, of a
    /// person who is not disabled. One statement, since every request asks it.
    ///
    /// - Parameters:
    ///   - host: lower case, without a port.
    ///   - kind: of the tenants that the process serves; the administration of the installation has nothing to notice.
    ///   - digest: of the cookie; `nil`: none came.
    ///   - idle: seconds since the session was last used.
    ///   - whole: seconds since it was opened.
    ///   - renews: whether it shows that somebody is there, so that the session goes on.
    ///   - notices: whether to look for what every page says, too: a quarter of what the statement costs.
    /// - Returns: `nil` for a name that is nobody's.
    package func arrival(
        at host: String, of kind: Tenant.Kind, with digest: [UInt8]?, idle: Int, whole: Int, renews: Bool = true, notices: Bool = true
    ) throws -> Arrival? {
        let noticed = notices && kind == .publicBody ? SQL.noticed(at: host.inASCII) : "NULL, NULL, NULL"
        let found = try db.first("""
            SELECT \(Tenant.columns), p.id IS NOT NULL, s.seen_at < NOW(6) - INTERVAL 60 SECOND,
                   s.created_at > NOW(6) - INTERVAL \(OpenSession.halfway) SECOND, s.stage, s.access_changed, s.list, s.searches,
                   \(noticed), \(Person.columns)
            FROM hostname h
            JOIN tenant t ON t.id = h.tenant_id \(Tenant.beside)
            LEFT JOIN session s ON s.tenant_id = t.id AND s.digest = \(digest) AND t.state <> \(Tenant.State.closed)
              AND s.seen_at > NOW(6) - INTERVAL \(idle) SECOND
              AND s.created_at > NOW(6) - INTERVAL IF(s.stage = \(OpenSession.Stage.password), \(OpenSession.halfway), \(whole)) SECOND
            LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id AND NOT p.disabled
            WHERE h.name = \(host.inASCII)
            """) { row in
            let tenant = Tenant(&row)
            guard row.next(Bool.self) else { return (arrival: Arrival(tenant: tenant), isStale: false) }
            let (isStale, isFresh) = (row.next(Bool.self), row.next(Bool.self))
            let (stage, hasAccessChanged) = (row.next(OpenSession.Stage.self), row.next(Bool.self))
            let list = row.next(String?.self)
            let searches = KeptSearches(stored: row.next() ?? "")
            let (isQuiet, toFollow, drafts) = (row.next(Bool?.self) ?? false, row.next(Int?.self) ?? 0, row.next(Int?.self))
            let person = Person(&row)
            let session = OpenSession(
                stage: stage, person: person, isFresh: isFresh, hasAccessChanged: hasAccessChanged, list: list, searches: searches)
            // How many of them are of a part of the services is not counted here.
            let isSaid = isQuiet && (toFollow == 0 || person.scope == .all)
            let notices = isSaid ? HeaderNotices(alarms: [], toFollow: toFollow, aWorkerSends: true) : nil
            return (arrival: Arrival(tenant: tenant, session: session, headerNotices: notices, drafts: drafts), isStale: isStale)
        }
        // Once a minute is enough to know that somebody is there, and spares a write per page.
        if renews, let found, found.isStale, let digest {
            try db.execute("UPDATE session SET seen_at = NOW(6) WHERE tenant_id = \(found.arrival.tenant.id) AND digest = \(digest)")
        }
        return found?.arrival
    }
}

extension SQL {
    /// Whether no alarm is raised at the tenant `t`, whatever the services of the person `p`: what `headerNotices` would look through
    /// is not there; how many notifications are to follow, up to 100; the person's drafts.
    fileprivate static func noticed(at host: String) -> SQL {
        """
        p.id IS NOT NULL AND t.paused_at IS NULL AND t.state = \(Tenant.State.active)
          AND EXISTS (SELECT 1 FROM worker w WHERE \(isAlive) AND NOT w.cannot_write)
          AND NOT EXISTS (SELECT 1 FROM host h WHERE h.id = 1 AND (h.restored_at IS NOT NULL OR h.paused_at IS NOT NULL))
          AND NOT EXISTS (SELECT 1 FROM send_pause o WHERE o.tenant_id IN (t.id, t.account_id))
          AND NOT EXISTS (SELECT 1 FROM mail_server m WHERE \(isInTrouble))
          AND NOT EXISTS (SELECT 1 FROM quota_use q WHERE q.tenant_id = t.id AND q.held_until > NOW(6))
          AND NOT EXISTS (SELECT 1 FROM service v WHERE v.tenant_id = t.id AND NOT v.disabled
                          AND (v.stopped_at IS NOT NULL OR v.paused_at IS NOT NULL)),
        IF(p.id IS NULL, NULL, (SELECT COUNT(*) FROM (
            SELECT 1 FROM to_follow f WHERE f.tenant_id = (SELECT tenant_id FROM hostname WHERE name = \(host)) LIMIT 100) f)),
        (SELECT COUNT(*) FROM draft d WHERE d.tenant_id = p.tenant_id AND d.person_id = p.id)
        """
    }
}
