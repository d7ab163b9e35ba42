package import Domain
import MariaDB

extension TenantStore {
    /// Characters of a note, at most: those of its column.
    package static var longestContactNote: Int { 200 }

    /// Contattato altrimenti: takes a notification off the worklist. The archive keeps it, with who told the citizen and how.
    ///
    /// - Parameter form: of the form that says so. One that comes twice says it once.
    /// - Returns: false when the notification has moved on to where nobody need tell the citizen, or is not of an allowed service.
    package func noteContact(
        of id: NotificationID, by channel: ContactChannel, note: String, form: FormID, person: PersonID
    ) throws -> Bool {
        try db.transaction {
            guard let state = try db.first("""
                SELECT state FROM notification WHERE tenant_id = \(tenant) AND id = \(id) AND \(allows("service_id")) FOR UPDATE
                """, { $0.next(NotificationState.self) }), NotificationState.toFollow.contains(state) else { return false }
            let isNew = try db.execute("""
                INSERT IGNORE INTO contact (tenant_id, notification_id, id, channel, note, person_id)
                VALUES (\(tenant), \(id), \(form), \(channel), \(clipped(note, to: Self.longestContactNote)), \(person))
                """) == 1
            if isNew { try audit(.notificationContacted, by: person, on: .notification(id), detail: .contact(channel)) }
            return true
        }
    }
}
