import Domain
import MariaDB
import Store
import Testing
@testable import Web

extension TestSite {
    /// A notification of the first tenant as it would stand in a state, made by nobody's work.
    ///
    /// - Parameter problem: what App IO answered.
    func notification(
        in state: NotificationState, because reason: Reason? = nil, problem: (status: Int, title: String)? = nil
    ) throws -> NotificationID {
        let store = installation.store(of: one.id), like = NotificationID(one.rows[.operator]!["notification"]!.value)
        var content = try #require(try store.notification(like)).content
        content.subject = "Così sta: \(state.label)"
        let person = try #require(try store.people().first { $0.role == .operator })
        let id = try store.addNotification(content, environment: .trial, formKey: .make(), knownTwin: nil, by: person.id).id
        let hasID = [NotificationState.accepted, .processed, .rejected, .undetermined].contains(state)
        let isDue = (NotificationState.toSend + [.accepted]).contains(state)
        try installation.db.execute("""
            UPDATE notification SET state = \(state), reason = \(reason), attempt = 1, sent_at = NOW(6),
                   due_at = IF(\(isDue), NOW(6) + INTERVAL 1 HOUR, NULL),
                   send_at = IF(\(state == .scheduled), NOW(6) + INTERVAL 1 HOUR, NULL),
                   io_id = IF(\(hasID), '01HISTORY', NULL), problem_status = \(problem?.status), problem_title = \(problem?.title)
            WHERE tenant_id = \(one.id) AND id = \(id)
            """)
        return id
    }
}
