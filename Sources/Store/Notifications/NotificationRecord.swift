package import Domain
import MariaDB

/// A notification as it stands.
package struct NotificationRecord: Sendable {
    package var id: NotificationID
    package var service: ServiceID
    package var serviceName: String
    package var environment: Environment
    package var state: NotificationState
    package var fiscalCode: FiscalCode
    package var subject: String
    package var markdown: String
    package var dueDate: CalendarDate?
    package var payment: Payment?
    package var createdAt: Moment
    package var createdBy: String
    /// Last change, by a person or by the program.
    package var updatedAt: Moment
    /// What a person last decided about it: at first that it is sent.
    package var decidedAt: Moment
    package var decidedBy: String
    /// How many POSTs were begun.
    package var attempt: Int
    package var dueAt: Moment?
    /// When a person wanted it to leave; `nil`: at once.
    package var sendAt: Moment?
    package var sentAt: Moment?
    package var ioID: String?
    package var ioStatus: String?
    package var ioEmail: String?
    package var ioPush: String?
    package var checkedAt: Moment?
    package var reason: Reason?
    package var problemStatus: Int?
    package var problemTitle: String?
    package var problemDetail: String?
    package var resendOf: NotificationID?
    /// The notification that this one puts right.
    package var corrects: NotificationID?

    /// When the program last moved it; `nil`: not since a person decided.
    package var movedAt: Moment? { updatedAt > decidedAt ? updatedAt : nil }

    /// Whether no person has decided anything about it since it was added.
    package private(set) var isAsAdded = true

    /// What was asked to be sent.
    package var content: NotificationContent {
        NotificationContent(
            service: service, fiscalCode: fiscalCode, subject: subject, markdown: markdown, dueDate: dueDate, payment: payment)
    }

    static let columns: SQL = """
        n.id, n.service_id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.markdown, n.due_date,
        n.amount_cents, n.notice_number, n.payable_after_due_date, c.name, n.updated_at, n.decided_at, d.name,
        n.attempt, n.due_at, n.send_at, n.sent_at, n.io_id, n.io_status, n.io_email, n.io_push, n.checked_at,
        n.reason, n.problem_status, n.problem_title, n.problem_detail, n.resend_of, n.corrects
        """

    /// Of a notification `n`. By primary key: of services of which it wants the name MariaDB takes an index with all of a tenant.
    static let service: SQL = "STRAIGHT_JOIN service s FORCE INDEX (PRIMARY) ON s.tenant_id = n.tenant_id AND s.id = n.service_id"

    static let joins: SQL = """
        \(service)
        STRAIGHT_JOIN person c FORCE INDEX (PRIMARY) ON c.tenant_id = n.tenant_id AND c.id = n.created_by
        LEFT JOIN person d FORCE INDEX (PRIMARY) ON d.tenant_id = n.tenant_id AND d.id = n.decided_by
        """

    init(_ row: inout Row) {
        id = row.next()
        createdAt = id.madeAt
        service = row.next()
        serviceName = row.next()
        environment = row.next()
        state = row.next()
        fiscalCode = row.next()
        subject = row.next()
        markdown = row.next()
        dueDate = row.next()
        let amount = row.next(Amount?.self), notice = row.next(NoticeNumber?.self), payable = row.next(Bool?.self)
        if let amount, let notice, let payable {
            payment = Payment(amount: amount, noticeNumber: notice, payableAfterDueDate: payable)
        }
        createdBy = row.next()
        updatedAt = row.next()
        decidedAt = row.next()
        let decider = row.next(String?.self)
        (decidedBy, isAsAdded) = (decider ?? createdBy, decider == nil)
        attempt = row.next()
        dueAt = row.next()
        sendAt = row.next()
        sentAt = row.next()
        ioID = row.next()
        ioStatus = row.next()
        ioEmail = row.next()
        ioPush = row.next()
        checkedAt = row.next()
        reason = row.next()
        problemStatus = row.next()
        problemTitle = row.next()
        problemDetail = row.next()
        resendOf = row.next()
        corrects = row.next()
    }
}
