package import Domain
import MariaDB

extension TenantStore {
    /// A notification with a payment that was there before, and who sent it.
    package typealias EarlierPayment = (id: NotificationID, fiscalCode: FiscalCode, person: String)

    /// The newest notification that is on its way or arrived and carries the same notice, to whomever.
    ///
    /// - Parameters:
    ///   - formKey: what the same form made is the same notification.
    ///   - corrected: the notification that this one puts right, which may well have the same notice.
    package func earlierNotice(
        like content: NotificationContent, environment: Environment, formKey: FormID, correcting corrected: NotificationID? = nil
    ) throws -> EarlierPayment? {
        guard let payment = content.payment else { return nil }
        return try db.first(earlier(
            "notice_number = \(payment.noticeNumber)", "TRUE", environment, formKey, corrected)) { ($0.next(), $0.next(), $0.next()) }
    }

    /// The newest notification of the last 30 days to this citizen that looks the same in the app, oggetto and sum, and is to be paid
    /// with another notice: the fee of a second child.
    package func likePayment(
        as content: NotificationContent, environment: Environment, formKey: FormID, correcting corrected: NotificationID? = nil
    ) throws -> EarlierPayment? {
        guard let payment = content.payment else { return nil }
        let thirtyDays: Int64 = 30 * 86_400_000_000
        let begin = NotificationID.first(at: Moment(microseconds: Moment.now().microseconds - thirtyDays))
        return try db.first(earlier(
            "fiscal_code = \(content.fiscalCode) AND id > \(begin)", """
            n.amount_cents = \(payment.amount) AND n.notice_number <> \(payment.noticeNumber) AND BINARY n.subject = \(content.subject)
            """, environment, formKey, corrected)) { ($0.next(), $0.next(), $0.next()) }
    }

    /// - Parameter indexed: what an index that ends in `id` finds. Of that the newest 200 are looked at, however many there are.
    private func earlier(
        _ indexed: SQL, _ condition: SQL, _ environment: Environment, _ formKey: FormID, _ corrected: NotificationID?
    ) -> SQL {
        """
        SELECT STRAIGHT_JOIN n.id, n.fiscal_code, p.name
        FROM (SELECT id FROM notification WHERE tenant_id = \(tenant) AND \(indexed) ORDER BY id DESC LIMIT 200) newest
        JOIN notification n ON n.tenant_id = \(tenant) AND n.id = newest.id
        JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.created_by
        WHERE \(condition) AND n.environment = \(environment) AND n.form_key <> \(formKey) AND NOT n.id <=> \(corrected)
          AND \(allows("n.service_id")) AND n.state IN (\(list: NotificationState.mayArrive))
        ORDER BY n.id DESC LIMIT 1
        """
    }
}
