import Domain
import FastCGI
import Store

extension NotificationForm {
    /// The fields under the names of the contract.
    init(_ fields: Form) {
        self.init()
        for field in FormField.allCases { self[field] = fields[field.rawValue] ?? "" }
    }

    /// Cleans the texts of what a paste brought along.
    mutating func clean(_ pasted: inout PastedTexts) {
        let buttons = FormField.buttons.flatMap { [$0.text, $0.address] }
        for field in [FormField.subject] + buttons { self[field] = pasted.read(field.rawValue, self[field], as: .line) }
        self[.content] = pasted.read(FormField.content.rawValue, self[.content], as: .markdown)
    }

    /// Another notification's, to start from.
    init(_ record: NotificationRecord) {
        // Only a front matter of our own goes back to its fields whole; another stays where its author wrote it.
        let text = MessageText(record.markdown)
        self.init([
            .service: record.service.description, .fiscalCode: record.fiscalCode.value, .subject: record.subject,
            .content: text.isComposed ? text.body : record.markdown,
            .dueDate: record.dueDate?.iso ?? "", .amount: record.payment?.amount.italian ?? "",
            .noticeNumber: record.payment?.noticeNumber.value ?? "", .payAfterDue: record.payment?.payableAfterDueDate == true ? "1" : "",
        ], buttons: text.isComposed ? text.buttons.map { TypedButton(text: $0.text, address: $0.address) } : [])
    }
}
