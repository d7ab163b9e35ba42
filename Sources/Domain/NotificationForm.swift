/// What an operator typed for a new notification, as the browser sent it.
package struct NotificationForm: Sendable, Equatable {
    package var service: String
    package var fiscalCode: String
    package var subject: String
    package var content: String
    package var dueDate: String
    package var amount: String
    package var noticeNumber: String
    package var payAfterDue: Bool

    package init(service: String = "", fiscalCode: String = "", subject: String = "", content: String = "",
                 dueDate: String = "", amount: String = "", noticeNumber: String = "", payAfterDue: Bool = false) {
        self.service = service
        self.fiscalCode = fiscalCode
        self.subject = subject
        self.content = content
        self.dueDate = dueDate
        self.amount = amount
        self.noticeNumber = noticeNumber
        self.payAfterDue = payAfterDue
    }

    /// Applies every rule of a notification and reports all that is wrong at once.
    package func check(against rules: FormRules) -> CheckedForm {
        var check = FormCheck(rules: rules)
        let service = check.service(service)
        let fiscalCode = check.fiscalCode(fiscalCode)
        let subject = check.subject(subject)
        let markdown = check.content(content)
        let dueDate = check.dueDate(dueDate)
        let payment = check.payment(amount: amount, noticeNumber: noticeNumber, payAfterDue: payAfterDue, of: service)

        guard let service, let fiscalCode, let subject, let markdown, !check.hasErrors else {
            return CheckedForm(problems: check.problems, content: nil)
        }
        let content = NotificationContent(service: service, fiscalCode: fiscalCode, subject: subject, markdown: markdown,
                                          dueDate: dueDate, payment: payment)
        return CheckedForm(problems: check.problems, content: content)
    }
}
