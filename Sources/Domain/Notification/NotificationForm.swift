/// What an operator typed for a new notification, as the browser sent it.
package struct NotificationForm: Sendable, Equatable {
    package var service: String
    package var fiscalCode: String
    package var subject: String
    package var content: String
    /// As many as a message has, empty ones included.
    package var buttons: [TypedButton]
    package var dueDate: String
    package var amount: String
    package var noticeNumber: String
    package var payAfterDue: Bool

    package init(service: String = "", fiscalCode: String = "", subject: String = "", content: String = "",
                 buttons: [TypedButton] = [], dueDate: String = "", amount: String = "", noticeNumber: String = "",
                 payAfterDue: Bool = false) {
        self.service = service
        self.fiscalCode = fiscalCode
        self.subject = subject
        self.content = content
        self.buttons = (0..<TypedButton.mostInAMessage).map { $0 < buttons.count ? buttons[$0] : TypedButton() }
        self.dueDate = dueDate
        self.amount = amount
        self.noticeNumber = noticeNumber
        self.payAfterDue = payAfterDue
    }

    /// The whole message as it would be sent now: a button that is not right yet is not in it.
    package var markdown: String { MessageText.compose(rightButtons, body: content.withLineFeeds) }

    private var rightButtons: [CallToAction] { buttons.compactMap { try? $0.read() } }

    /// Applies every rule of a notification and reports all that is wrong at once.
    package func check(against rules: FormRules) -> CheckedForm {
        var check = FormCheck(rules: rules)
        let service = check.service(service)
        let fiscalCode = check.fiscalCode(fiscalCode)
        let subject = check.subject(subject, of: service)
        let text = check.content(content, buttons: rightButtons)
        let buttons = check.buttons(buttons)
        let dueDate = check.dueDate(dueDate)
        let payment = check.payment(amount: amount, noticeNumber: noticeNumber, payAfterDue: payAfterDue, of: service)

        guard let service, let fiscalCode, let subject, let text, !check.hasErrors else {
            return CheckedForm(problems: check.problems, content: nil)
        }
        let content = NotificationContent(
            service: service, fiscalCode: fiscalCode, subject: subject, markdown: MessageText.compose(buttons, body: text),
            dueDate: dueDate, payment: payment)
        return CheckedForm(problems: check.problems, content: content)
    }
}
