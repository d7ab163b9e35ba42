package import Domain
import MariaDB

/// A notification with what it comes from and what became of it.
package struct DetailedNotification: Sendable {
    /// What it puts right is named only if who asks may see that too.
    package var record: NotificationRecord
    /// What it was filled in from; `nil`: it was written freely.
    package var template: TemplateUse?
    /// What Reinvia made of it.
    package var resentAs: NotificationID?
    /// The newest that puts it right (errata corrige).
    package var correctedBy: NotificationID?
    /// Whether somebody has to see to it yet.
    package var isToFollow: Bool
}

extension TenantStore {
    /// One notification, `nil` when the tenant has none with this id, or of a service that is not allowed.
    package func detailed(_ id: NotificationID) throws -> DetailedNotification? {
        let followUps: SQL = """
            FROM notification_follow_up f JOIN notification r ON r.tenant_id = f.tenant_id AND r.id = f.id
            WHERE f.tenant_id = n.tenant_id AND f.former_id = n.id AND \(allows("r.service_id"))
            """
        return try db.first("""
            SELECT n.template_id, n.template_version,
                   (SELECT r.id \(followUps) AND r.resend_of = n.id ORDER BY r.id LIMIT 1),
                   (SELECT r.id \(followUps) AND r.corrects = n.id ORDER BY r.id DESC LIMIT 1),
                   EXISTS (SELECT 1 FROM notification r
                           WHERE r.tenant_id = n.tenant_id AND r.id = n.corrects AND \(allows("r.service_id"))),
                   EXISTS (SELECT 1 FROM to_follow w WHERE w.tenant_id = n.tenant_id AND w.id = n.id),
                   \(NotificationRecord.columns)
            FROM notification n \(NotificationRecord.joins)
            WHERE n.tenant_id = \(tenant) AND n.id = \(id) AND \(allows("n.service_id"))
            """) { row in
            let (template, version) = (row.next(TemplateID?.self), row.next(Int?.self))
            let (resentAs, correctedBy) = (row.next(NotificationID?.self), row.next(NotificationID?.self))
            let (seesCorrected, isToFollow) = (row.next(Bool.self), row.next(Bool.self))
            var record = NotificationRecord(&row)
            if !seesCorrected { record.corrects = nil }
            return DetailedNotification(
                record: record, template: template.map { TemplateUse(id: $0, version: version!) }, resentAs: resentAs,
                correctedBy: correctedBy, isToFollow: isToFollow)
        }
    }
}
