/// What an operator asked to send, already checked: each part could only be made valid.
package struct NotificationContent: Sendable, Equatable {
    package var service: ServiceID
    package var fiscalCode: FiscalCode
    /// 10 to 120 UTF-16 units.
    package var subject: String
    /// 80 to 10,000 UTF-16 units, lines ended by LF.
    package var markdown: String
    package var dueDate: CalendarDate?
    package var payment: Payment?

    package init(service: ServiceID, fiscalCode: FiscalCode, subject: String, markdown: String,
                 dueDate: CalendarDate?, payment: Payment?) {
        self.service = service
        self.fiscalCode = fiscalCode
        self.subject = subject
        self.markdown = markdown
        self.dueDate = dueDate
        self.payment = payment
    }
}

extension NotificationContent: CustomStringConvertible {
    /// Neither subject nor body: it may end up in a log.
    package var description: String { "a message of service \(service) to \(fiscalCode)" }
}

/// The payment notice that goes with a message.
package struct Payment: Sendable, Equatable {
    package var amount: Amount
    package var noticeNumber: NoticeNumber
    /// "Paga dopo la scadenza": App IO knows its inverse, `invalid_after_due_date`.
    package var payableAfterDueDate: Bool

    package init(amount: Amount, noticeNumber: NoticeNumber, payableAfterDueDate: Bool) {
        self.amount = amount
        self.noticeNumber = noticeNumber
        self.payableAfterDueDate = payableAfterDueDate
    }
}
