import Domain
import MariaDB

/// A request that comes to a host name, and who it comes from.
package struct Arrival: Sendable {
    package var tenant: Tenant
    package var session: OpenSession?
}

extension InstallationStore {
    /// Whose a host name is, and the session there that a cookie opens: one that is neither idle for too long nor too old, of a
    /// person who is not disabled. One statement, since every request asks it.
    ///
    /// - Parameters:
    ///   - host: lower case, without a port.
    ///   - digest: of the cookie; `nil`: none came.
    ///   - idle: seconds since the session was last used.
    ///   - whole: seconds since it was opened.
    /// - Returns: `nil` for a name that is nobody's.
    package func arrival(at host: String, with digest: [UInt8]?, idle: Int, whole: Int) throws -> Arrival? {
        let found = try db.first("""
            SELECT \(Tenant.columns), p.id IS NOT NULL, s.seen_at < NOW(6) - INTERVAL 60 SECOND,
                   s.created_at > NOW(6) - INTERVAL \(OpenSession.halfway) SECOND, s.stage, s.list, \(Person.columns)
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
            let (stage, list) = (row.next(OpenSession.Stage.self), row.next(String?.self))
            let session = OpenSession(stage: stage, person: Person(&row), isFresh: isFresh, list: list)
            return (arrival: Arrival(tenant: tenant, session: session), isStale: isStale)
        }
        // Once a minute is enough to know that somebody is there, and spares a write per page.
        if let found, found.isStale, let digest {
            try db.execute("UPDATE session SET seen_at = NOW(6) WHERE tenant_id = \(found.arrival.tenant.id) AND digest = \(digest)")
        }
        return found?.arrival
    }
}
