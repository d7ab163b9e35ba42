import Domain
import MariaDB

extension InstallationStore {
    /// Seconds after which a change is told: by then the transaction that wrote it has ended, so that none is passed over.
    private static let settled = 15

    /// Makes the e-mails that say whose access was changed by whom, all of a tenant's in one. A tenant that was told enough today hears
    /// of them tomorrow: whoever changes one more cannot hide it behind many.
    ///
    /// - Returns: how many.
    func makeAccessMails() throws -> Int {
        let changes = try db.rows("""
            SELECT t.id, t.name, h.name, s.name, s.username, a.action, a.detail, a.at, p.name
            FROM tenant_mail w JOIN tenant t ON t.id = w.tenant_id JOIN hostname h ON h.tenant_id = t.id AND h.canonical
            JOIN audit a FORCE INDEX (audit_topic) ON a.tenant_id = w.tenant_id AND a.topic = \(AuditTopic.people)
              AND a.id > \(SQL.anHourBefore("w.access_told")) AND a.at > w.access_told AND a.at > NOW(6) - INTERVAL 7 DAY
              AND a.at <= NOW(6) - INTERVAL \(Self.settled) SECOND
            JOIN person s ON s.tenant_id = a.tenant_id AND s.id = a.subject AND NOT s.id <=> a.person_id
            LEFT JOIN person p ON p.tenant_id = a.tenant_id AND p.id = a.person_id
            WHERE NOT \(SQL.isToldEnough) AND t.state <> \(Tenant.State.closed) AND EXISTS (
                SELECT 1 FROM mail_recipient r WHERE r.tenant_id = w.tenant_id AND r.accepted_at IS NOT NULL)
            ORDER BY t.id, a.id LIMIT 200
            """) { (told: Told(&$0), change: AccessChange(&$0)) }
        var made = 0
        for ofTenant in Dictionary(grouping: changes, by: \.told.tenant).values {
            let told = ofTenant[0].told, last = ofTenant.map(\.change.at).max()!.microseconds, store = store(of: told.tenant)
            let through: SQL = "TIMESTAMP('1970-01-01') + INTERVAL \(last) MICROSECOND"
            made += try db.transaction {
                // Asked again under its lock: what was not told for want of room must not count as told.
                let isNew = try db.execute("""
                    UPDATE tenant_mail w SET w.access_told = \(through)
                    WHERE w.tenant_id = \(told.tenant) AND w.access_told < \(through) AND NOT \(SQL.isToldEnough)
                    """) == 1
                guard isNew else { return 0 }
                let text = MailText.access(ofTenant.map(\.change.sentence), tenant: told.name, site: told.site)
                return try store.addMail(.access, matter: String(last), text, to: store.acceptedAddresses())
            }
        }
        return made
    }
}

/// What somebody has changed of another's access, for who is told by e-mail.
private struct AccessChange {
    var at: Moment
    var sentence: String

    init(_ row: inout Row) {
        let (name, username, action) = (row.next(String.self), row.next(String.self), row.next(AuditAction.self))
        let detail = row.next(String?.self).flatMap(AuditDetail.init(stored:))?.words ?? ""
        at = row.next()
        let author = row.next(String?.self).map { "da \($0)" } ?? "da chi gestisce il servizio"
        sentence = "- \(name) (\(username)): \(action.label)\(detail.isEmpty ? "" : ", \(detail)"); il \(at.italianInSentence), \(author)"
    }
}

extension SQL {
    /// The first id that something could have that was made an hour before: clocks of hosts differ.
    fileprivate static func anHourBefore(_ moment: SQL) -> SQL {
        "UNHEX(RPAD(LPAD(HEX(CAST((UNIX_TIMESTAMP(\(moment)) - 3600) * 1000 AS UNSIGNED)), 12, '0'), 32, '0'))"
    }
}
