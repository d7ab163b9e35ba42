import Domain
import FastCGI
import Store

/// Errata corrige: a new notification to the same citizen, linked to the wrong one.
extension ComposePage {
    func correct(_ wrong: NotificationRecord, _ exchange: Exchange) throws -> Response {
        guard wrong.state.canBeCorrected else { throw Refusal.notFound }
        let sent = RomeTime(wrong.sentAt ?? wrong.createdAt)
        let form = NotificationForm(
            service: wrong.service.description, fiscalCode: wrong.fiscalCode.value, subject: ErrataCorrige.subject(of: wrong.subject),
            content: ErrataCorrige.content(subject: wrong.subject, sentOn: sent.italianDate, hasPayment: wrong.payment != nil))
        return try render(exchange, ComposeView(form: form, key: FormKey.make(exchange), corrects: wrong))
    }

    /// The notification that a form is to put right, if it is an errata corrige.
    func corrected(_ exchange: Exchange, _ fields: Form) throws -> NotificationRecord? {
        guard let id = fields["errata"].flatMap({ Identifier($0) }) else { return nil }
        guard let wrong = try exchange.store.notification(id), wrong.state.canBeCorrected else { throw Refusal.notFound }
        return wrong
    }
}
