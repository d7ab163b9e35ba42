package import Domain
import MariaDB

/// A notification as an extraction has it: with what other tables know of it.
package struct ExportedNotification: Sendable {
    package var record: NotificationRecord
    /// The name of the message template that it was filled in from, as it is now.
    package var template: String?
    /// The notification that put this one right: errata corrige.
    package var correctedBy: NotificationID?
    /// That the citizen was told by another way, the last time.
    package var contact: Contact?
    /// What a person last decided about it after it was added; `nil` too where the audit has forgotten it.
    package var decision: AuditAction?

    package struct Contact: Sendable {
        package var channel: ContactChannel
        package var madeAt: Moment
        package var person: String
        package var note: String
    }

    init(_ row: inout Row) {
        record = NotificationRecord(&row)
        // Of one that this person may not see nothing is said.
        record.corrects = row.next()
        template = row.next()
        correctedBy = row.next()
        let channel = row.next(ContactChannel?.self), madeAt = row.next(Moment?.self)
        let (person, note) = (row.next(String?.self), row.next(String?.self))
        if let channel, let madeAt, let person, let note {
            contact = Contact(channel: channel, madeAt: madeAt, person: person, note: note)
        }
        decision = row.next()
    }
}

extension TenantStore {
    /// Lends the next notifications of a filter from the newest on, whole, for the export: some, perhaps none, each as it comes, while
    /// the database goes on reading.
    ///
    /// - Returns: the id to go on behind; `nil`: there are no more.
    package func eachNotification(
        _ filter: ArchiveFilter, olderThan last: NotificationID?, limit: Int, _ use: (ExportedNotification) throws -> Void
    ) throws -> NotificationID? {
        var newest = last
        let joins: SQL = """
            \(NotificationRecord.joins)
            LEFT JOIN contact k FORCE INDEX (PRIMARY) ON k.tenant_id = n.tenant_id AND k.notification_id = n.id AND k.id = (
                SELECT l.id FROM contact l WHERE l.tenant_id = n.tenant_id AND l.notification_id = n.id ORDER BY l.id DESC LIMIT 1)
            LEFT JOIN person o FORCE INDEX (PRIMARY) ON o.tenant_id = k.tenant_id AND o.id = k.person_id
            """
        let walked = try walk(
            "\(NotificationRecord.columns), \(exportedColumns)", joining: joins, filter, at: last.map { .olderThan($0) } ?? .newest,
            limit: limit) { row in
            let notification = ExportedNotification(&row), id = notification.record.id
            // A statement that starts over begins with those that were lent before.
            if newest.map({ id < $0 }) ?? true {
                try use(notification)
                newest = id
            }
            return id
        }
        return walked.rows.count == limit ? walked.rows.last : walked.searchedThrough
    }

    /// Each looked up by a key, and only of a notification that has one.
    private var exportedColumns: SQL {
        let decisions: [AuditAction] = [
            .notificationRetried, .notificationMoved, .notificationCancelled, .notificationAssumed, .notificationResent,
        ]
        return """
            IF(n.corrects IS NULL, NULL, (
                SELECT r.id FROM notification r FORCE INDEX (PRIMARY)
                WHERE r.tenant_id = n.tenant_id AND r.id = n.corrects AND \(allows("r.service_id")))),
            IF(n.template_id IS NULL, NULL, (
                SELECT m.name FROM message_template m WHERE m.tenant_id = n.tenant_id AND m.id = n.template_id)),
            (SELECT g.id FROM notification_follow_up f FORCE INDEX (PRIMARY)
             STRAIGHT_JOIN notification g FORCE INDEX (PRIMARY) ON g.tenant_id = f.tenant_id AND g.id = f.id
             WHERE f.tenant_id = n.tenant_id AND f.former_id = n.id AND g.corrects = n.id AND \(allows("g.service_id"))
             ORDER BY f.id DESC LIMIT 1),
            k.channel, k.made_at, o.name, k.note,
            IF(n.decided_by IS NULL, NULL, (
                SELECT a.action FROM audit a FORCE INDEX (audit_subject)
                WHERE a.tenant_id = n.tenant_id AND a.subject = n.id AND a.topic = \(AuditTopic.notifications)
                  AND a.action IN (\(list: decisions)) ORDER BY a.id DESC LIMIT 1))
            """
    }
}
