import Domain
import FastCGI
import Store

extension NotificationForm {
    /// The fields under the names of the contract.
    init(_ fields: Form) {
        self.init(
            service: fields["servizio"] ?? "", fiscalCode: fields["codice_fiscale"] ?? "", subject: fields["oggetto"] ?? "",
            content: fields["contenuto"] ?? "", dueDate: fields["scadenza"] ?? "", amount: fields["somma"] ?? "",
            noticeNumber: fields["numero_avviso"] ?? "", payAfterDue: fields["paga_dopo_scadenza"] != nil)
    }

    /// Another notification's, to start from.
    init(_ record: NotificationRecord) {
        self.init(
            service: record.service.description, fiscalCode: record.fiscalCode.value, subject: record.subject, content: record.markdown,
            dueDate: record.dueDate?.iso ?? "", amount: record.payment?.amount.italian ?? "",
            noticeNumber: record.payment?.noticeNumber.value ?? "", payAfterDue: record.payment?.payableAfterDueDate ?? false)
    }
}
