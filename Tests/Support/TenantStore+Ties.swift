package import Domain
package import MariaDB
package import Store

/// What hangs together with a notification, one by one.
extension TenantStore {
    package func resent(_ id: NotificationID) throws -> NotificationID? { try detailed(id)?.resentAs }
    package func correction(of id: NotificationID) throws -> NotificationID? { try detailed(id)?.correctedBy }
    package func templateUse(of id: NotificationID) throws -> TemplateUse? { try detailed(id)?.template }
}

extension TestDatabase {
    /// Says of a notification that it was made because of another one.
    ///
    /// - Parameter column: `resend_of` or `corrects`.
    package func tie(_ id: NotificationID, _ column: SQL, to former: NotificationID) throws {
        try db.execute("UPDATE notification SET \(column) = \(former) WHERE id = \(id)")
        try db.execute("""
            INSERT INTO notification_follow_up (tenant_id, former_id, id) SELECT tenant_id, \(former), id FROM notification WHERE id = \(id)
            """)
    }
}
