import Domain
import FastCGI
import Store

/// Errata corrige: a new notification to the same citizen, linked to the wrong one.
extension ComposePage {
    func correct(_ wrong: NotificationRecord, _ exchange: Exchange) throws -> Response {
        guard wrong.state.canBeCorrected else { throw HTTPRefusal.notFound }
        let sent = RomeTime(wrong.sentAt ?? wrong.createdAt)
        let form = NotificationForm([
            .service: wrong.service.description, .fiscalCode: wrong.fiscalCode.value, .subject: ErrataCorrige.subject(of: wrong.subject),
            .content: ErrataCorrige.content(subject: wrong.subject, sentOn: sent.italianDate, hasPayment: wrong.payment != nil),
        ])
        return try render(exchange, ComposeView(form: form, key: FormKey.make(exchange), corrects: wrong))
    }

    /// Finds the notification that a form is to put right, if it is an errata corrige. One that cannot be put right, perhaps
    /// since a moment ago, makes an ordinary form of it, which says so before it sends anything.
    func takeUpCorrection(_ exchange: Exchange, _ fields: Form, _ view: inout ComposeView) throws {
        guard let typed = fields["errata"] else { return }
        let wrong = try NotificationID(typed).flatMap { try exchange.store.notification($0) }
        if let wrong, wrong.state.canBeCorrected {
            view.corrects = wrong
            return
        }
        view.hasLostCorrection = true
        view.notice = "Il messaggio da correggere non risulta arrivato al cittadino: questa non è più un’errata corrige e non è stata "
            + "inviata. Controllare il testo e premere di nuovo Aggiungi."
    }
}
