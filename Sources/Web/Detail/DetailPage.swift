import Domain
import FastCGI
import Store
import Template

/// One notification: every field of the guide, and what may be done with it.
struct DetailPage: Sendable {
    let template: CompiledTemplate<DetailPageView, Layout>
    let confirmation: CompiledTemplate<ConfirmView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("detail", DetailPageView.self, within: Layout.self)
        confirmation = try library.template("confirm", ConfirmView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        guard let id: NotificationID = exchange.id(), let found = try exchange.store.detailed(id) else { throw HTTPRefusal.notFound }
        let record = found.record
        try exchange.store.audit(.notificationRead, by: exchange.person.id, on: .notification(record.id))
        let outcome = exchange.notice.flatMap { Self.outcome($0, record) }
        return try exchange.page(
            template, DetailPageView(exchange, found), title: record.subject, notice: outcome, isDone: outcome == nil ? nil : false)
    }

    /// Verifica Stato: App IO is asked now, outside of the schedule.
    func verify(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        guard record.ioID != nil else { return done(exchange, record.id, .hasNoID) }
        let ask = try exchange.store.ask(
            .status(notification: record.id), by: exchange.person.id, atMostEvery: Self.secondsBetweenAsks)
        guard ask.isNew else { return done(exchange, record.id, .statusJustChecked) }
        var answer: AskAnswer?
        try exchange.ring {
            answer = try exchange.store.answer(to: ask.id)?.answer
            return answer != nil
        }
        switch answer {
        case .accepted: return done(exchange, record.id, .statusChecked)
        case .refused: return done(exchange, record.id, .statusRefused)
        case .throttled, .unavailable: return done(exchange, record.id, .statusUnavailable)
        case nil: return done(exchange, record.id, .statusAwaited)
        }
    }

    func retry(_ exchange: Exchange) throws -> Response {
        try decide(exchange) { try exchange.store.retry($0, attempt: $1, by: exchange.person.id) ? .retried : .decidedBefore }
    }

    func cancel(_ exchange: Exchange) throws -> Response {
        try decide(exchange) {
            try exchange.store.cancel($0, attempt: $1, seen: seen(exchange), by: exchange.person.id) ? .cancelled : .decidedBefore
        }
    }

    /// Esito incerto: a person says what the program cannot know, and is asked once.
    func resolve(_ exchange: Exchange) throws -> Response {
        let outcome = exchange.request.form["esito"], record = try found(exchange)
        if !exchange.isConfirmed, record.state == .uncertain {
            let question = outcome == "reinvia" ? Self.beforeResend(record) : Self.beforeAssume(record)
            return try exchange.ask(question, backTo: "/notifiche/\(record.id)")
        }
        switch outcome {
        case "inviata":
            return try decide(exchange) {
                try exchange.store.assumeSent($0, attempt: $1, by: exchange.person.id) ? .assumedSent : .decidedBefore
            }
        case "reinvia":
            guard let attempt = attempt(exchange) else { return done(exchange, record.id, .decidedBefore) }
            do {
                guard let new = try exchange.store.resend(record.id, attempt: attempt, by: exchange.person.id)
                else { return done(exchange, record.id, .decidedBefore) }
                try ringForOutcome(exchange, of: new)
                return exchange.redirect(to: "/notifiche/\(new)", saying: .resent)
            } catch is RestoreIsPending {
                return done(exchange, record.id, .restoreIsPending)
            }
        default:
            throw HTTPRefusal.notFound
        }
    }

    /// - Parameter act: is of the attempt that the person looked at: another one meanwhile, and nothing is done.
    func decide(_ exchange: Exchange, _ act: (NotificationID, Int) throws -> Notice) throws -> Response {
        let record = try found(exchange)
        guard let attempt = attempt(exchange) else { return done(exchange, record.id, .decidedBefore) }
        let notice: Notice
        do { notice = try act(record.id, attempt) } catch is RestoreIsPending { return done(exchange, record.id, .restoreIsPending) }
        if [.retried, .sentNow].contains(notice) { try ringForOutcome(exchange, of: record.id) } else { exchange.ring() }
        return done(exchange, record.id, notice)
    }

    func attempt(_ exchange: Exchange) -> Int? { Int(exchange.request.form.text("tentativo")) }

    /// The notification's last change that the person looked at, where the page says it.
    func seen(_ exchange: Exchange) -> Moment? { Int64(exchange.request.form.text("visto")).map { Moment(microseconds: $0) } }

    private func ringForOutcome(_ exchange: Exchange, of id: NotificationID) throws {
        try exchange.ring {
            guard let progress = try exchange.store.progress(of: id) else { return true }
            return progress.state != .queued && progress.state != .sending
        }
    }

    /// A foreign notification is answered as an unknown one.
    func found(_ exchange: Exchange) throws -> NotificationRecord {
        guard let id: NotificationID = exchange.id(), let record = try exchange.store.notification(id) else { throw HTTPRefusal.notFound }
        return record
    }

    func done(_ exchange: Exchange, _ id: NotificationID, _ notice: Notice) -> Response {
        exchange.redirect(to: "/notifiche/\(id)", saying: notice)
    }

    private static let secondsBetweenAsks = 10

    private static func beforeAssume(_ record: NotificationRecord) -> Question {
        Question("Considerare inviata questa notifica?", naming(record), Decision.assume.risk,
                 "Esce da Da seguire e non si può più reinviare.", button: "Considera inviata")
    }

    private static func beforeResend(_ record: NotificationRecord) -> Question {
        Question("Reinviare questa notifica?", naming(record), Decision.resend.risk,
                 "Viene creata una notifica nuova, che parte; questa diventa «Considerata inviata».", button: "Reinvia")
    }

    private static func naming(_ record: NotificationRecord) -> String { "A \(record.fiscalCode.value): «\(record.subject)»." }

    /// What is said of an act instead of its own sentence, where that would contradict the state below it.
    private static func outcome(_ notice: Notice, _ record: NotificationRecord) -> String? {
        switch notice {
        case .decidedBefore where record.movedAt == nil:
            let time = RomeTime(record.decidedAt).italianTime
            return "Notifica già risolta da \(record.decidedBy) alle \(time): l’operazione non è stata eseguita, ecco come sta ora."
        case .retried where record.state.hasStopped: return "Ritentata, ma si è fermata di nuovo: perché, si legge qui sotto."
        case .sentNow where record.state.hasStopped: return "L’invio è cominciato subito, ma si è fermato: perché, si legge qui sotto."
        case .resent where record.state.hasStopped:
            return "Questa notifica sta al posto di una con esito incerto, ma si è fermata: perché, si legge qui sotto."
        case .moved where record.state != .scheduled: return "L’invio era stato spostato; ecco come sta ora la notifica."
        default: return nil
        }
    }
}

extension NotificationState {
    /// Whether its send came to an end that is not what somebody wanted.
    fileprivate var hasStopped: Bool { canBeRetried || self == .uncertain || self == .rejected }
}
