package import Domain
import MariaDB

/// What a tenant has said about e-mails, and how its addresses fare.
package struct MailSettings: Sendable {
    package struct Recipient: Sendable {
        package var address: MailAddress
        /// Since when the server takes e-mails to it.
        package var acceptedAt: Moment?
        /// Of its trial; `nil`: not made yet.
        package var trial: MailState?
        package var trouble: MailTrouble?
        package var reply: String
    }

    package var recipients: [Recipient] = []
    package var digestHour: Int?
    package var tellsStops = false
    /// Whether no e-mail but the summary is made any more today.
    package var isToldEnough = false
    /// Whether the installation has a server.
    package var hasServer = false
    /// Since when that fails, and why.
    package var trouble: MailTrouble?
    package var troubledSince: Moment?

    package var alerts: MailAlerts {
        MailAlerts(addresses: recipients.map(\.address), digestHour: digestHour, tellsStops: tellsStops)
    }
}

extension TenantStore {
    /// One statement, with a line for each address or one without.
    package func mailSettings() throws -> MailSettings {
        var settings = MailSettings()
        _ = try db.rows("""
            SELECT w.summary_hour, COALESCE(w.tells_stops, FALSE), COALESCE(\(SQL.isToldEnough), FALSE), s.place IS NOT NULL,
                   s.trouble, s.troubled_since, r.address, r.accepted_at, m.state, m.trouble, COALESCE(m.reply, '')
            FROM (SELECT 1) one LEFT JOIN tenant_mail w ON w.tenant_id = \(tenant)
            LEFT JOIN mail_server s ON s.place = \(MailPlace.inUse) LEFT JOIN mail_recipient r ON r.tenant_id = \(tenant)
            LEFT JOIN mail m ON m.tenant_id = \(tenant) AND m.recipient = r.address AND m.kind = \(MailKind.trial) ORDER BY r.address
            """) { row in
            (settings.digestHour, settings.tellsStops, settings.isToldEnough) = (row.next(), row.next(), row.next())
            (settings.hasServer, settings.trouble, settings.troubledSince) = (row.next(), row.next(), row.next())
            let (address, acceptedAt) = (row.next(MailAddress?.self), row.next(Moment?.self))
            let (trial, trouble, reply) = (row.next(MailState?.self), row.next(MailTrouble?.self), row.next(String.self))
            guard let address else { return }
            settings.recipients.append(
                .init(address: address, acceptedAt: acceptedAt, trial: trial, trouble: trouble, reply: reply))
        }
        return settings
    }

    /// Says anew what the tenant wants to be told. An address that is new, or whose trial failed, is tried before it is written to;
    /// one that is no longer among them loses its e-mails too.
    ///
    /// - Parameter now: a summary whose hour is newly chosen and past already begins tomorrow.
    package func setMailAlerts(_ alerts: MailAlerts, now: Moment, by person: PersonID?) throws {
        precondition(alerts.addresses.count <= MailAlerts.mostAddresses, "a form refuses more addresses")
        let clock = RomeTime(now), isPast = alerts.digestHour.map { $0 <= clock.hour } ?? false
        try db.transaction {
            try lock()
            let stays: SQL = alerts.addresses.isEmpty ? "FALSE" : "address IN (\(list: alerts.addresses))"
            try db.execute("""
                DELETE FROM mail_recipient WHERE tenant_id = \(tenant) AND (NOT (\(stays)) OR accepted_at IS NULL AND EXISTS (
                    SELECT 1 FROM mail m WHERE m.tenant_id = \(tenant) AND m.recipient = address AND m.kind = \(MailKind.trial)
                      AND m.state = \(MailState.failed)))
                """)
            for address in alerts.addresses {
                try db.execute("INSERT IGNORE INTO mail_recipient (tenant_id, address) VALUES (\(tenant), \(address))")
            }
            let begun: CalendarDate? = isPast ? clock.date : nil
            try db.execute("INSERT IGNORE INTO tenant_mail (tenant_id) VALUES (\(tenant))")
            try db.execute("""
                UPDATE tenant_mail
                SET summary_day = IF(summary_hour <=> \(alerts.digestHour), summary_day, COALESCE(\(begun), summary_day)),
                    summary_hour = \(alerts.digestHour), tells_stops = \(alerts.tellsStops)
                WHERE tenant_id = \(tenant)
                """)
            try audit(.settingsChanged, by: person, detail: .mailAlerts(alerts.words))
        }
    }
}
