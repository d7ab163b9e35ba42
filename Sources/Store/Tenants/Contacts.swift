package import Domain
import MariaDB

extension TenantStore {
    /// What the tenant's public pages say; empty before somebody has said anything.
    package func contacts() throws -> TenantContacts {
        try db.first("""
            SELECT controller, privacy_mail, officer_mail, privacy_page, accessibility_page, accessibility_mail
            FROM tenant_contacts WHERE tenant_id = \(tenant)
            """) { row in
            TenantContacts([
                .controller: row.next(), .privacyMail: row.next(), .officerMail: row.next(), .privacyPage: row.next(),
                .accessibilityPage: row.next(), .accessibilityMail: row.next(),
            ])
        } ?? TenantContacts()
    }

    /// Says it anew.
    ///
    /// - Parameter contacts: without a fault; the schema refuses what is too long.
    package func setContacts(_ contacts: TenantContacts, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("""
                INSERT INTO tenant_contacts (tenant_id, controller, privacy_mail, officer_mail, privacy_page, accessibility_page,
                                             accessibility_mail)
                VALUES (\(tenant), \(contacts[.controller]), \(contacts[.privacyMail]), \(contacts[.officerMail]),
                        \(contacts[.privacyPage]), \(contacts[.accessibilityPage]), \(contacts[.accessibilityMail]))
                ON DUPLICATE KEY UPDATE controller = VALUES(controller), privacy_mail = VALUES(privacy_mail),
                       officer_mail = VALUES(officer_mail), privacy_page = VALUES(privacy_page),
                       accessibility_page = VALUES(accessibility_page), accessibility_mail = VALUES(accessibility_mail)
                """)
            try audit(.settingsChanged, by: person, detail: .contacts)
        }
    }
}
