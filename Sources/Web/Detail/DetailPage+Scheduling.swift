import Domain
import FastCGI
import Store

/// What may be done with a scheduled notification until it leaves, besides Annulla.
extension DetailPage {
    /// Sposta: a scheduled one is to leave at another time.
    func move(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange), typed = NotificationForm(exchange.request.form)
        let time = SendTime(typed, within: exchange.tenant.hours, isRequired: true, now: .now())
        guard NotificationState.waiting.contains(record.state), record.sendAt != nil, let seen = seen(exchange) else {
            return done(exchange, record.id, .decidedBefore)
        }
        guard let moment = time.moment else {
            let faults = time.problems.map { Fault(field: $0.field.rawValue, sentence: $0.sentence) }
            return try page(exchange, record, typed, time, faults: Faults(faults))
        }
        return try decide(exchange) {
            try exchange.store.move($0, to: moment, attempt: $1, seen: seen, by: exchange.person.id) ? .moved : .decidedBefore
        }
    }

    /// The times of a Sposta that came too late to be done: they are typed already.
    func moveAgain(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange), typed = NotificationForm(exchange.request.form)
        guard record.state == .scheduled else { throw HTTPRefusal.expiredForm }
        let time = SendTime(typed, within: exchange.tenant.hours, isRequired: true, now: .now())
        let notice = "La pagina era aperta da troppo tempo e l’invio non è stato spostato: controllare e premere di nuovo Sposta."
        return try page(exchange, record, typed, time, notice: notice)
    }

    private func page(
        _ exchange: Exchange, _ record: NotificationRecord, _ typed: NotificationForm, _ time: SendTime, notice: String? = nil,
        faults: Faults = .none
    ) throws -> Response {
        guard let found = try exchange.store.detailed(record.id) else { throw HTTPRefusal.notFound }
        return try exchange.page(
            template, DetailPageView(exchange, found, typed: (typed, time)), title: record.subject, notice: notice, status: 422,
            faults: faults)
    }

    /// Invia ora: it leaves at once, after the page of confirmation, which says so outside of the tenant's hours.
    func sendNow(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange), fields = exchange.request.form
        guard record.state == .scheduled, let seen = seen(exchange), let service = try exchange.directory().service(record.service) else {
            return done(exchange, record.id, .decidedBefore)
        }
        guard fields["azione"] == "conferma" else {
            let view = ConfirmView(
                content: record.content, service: service, typed: Form(["tentativo", "visto"].map { ($0, fields.text($0)) }),
                warnings: SendTime(NotificationForm(), within: exchange.tenant.hours, now: .now()).problems, scheduled: record.id)
            return try exchange.page(confirmation, view, title: "Conferma invio")
        }
        return try decide(exchange) {
            try exchange.store.sendNow($0, attempt: $1, seen: seen, by: exchange.person.id) ? .sentNow : .decidedBefore
        }
    }
}
