import Domain
import FastCGI
import Store
import Template

/// One notification: every field of the guide, and what may be done with it.
struct DetailPage: Sendable {
    private let template: CompiledTemplate<DetailPageView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("detail", DetailPageView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        try exchange.store.audit(.notificationRead, by: exchange.person.id, on: record.id)
        var view = try DetailPageView(exchange, record)
        view.message = Self.message(exchange.request.query["esito"] ?? "", record)
        return try exchange.page(template, view, title: "Notifica \(record.id)")
    }

    /// Verifica Stato: App IO is asked now, outside of the schedule.
    func verify(_ exchange: Exchange) throws -> Response {
        let record = try found(exchange)
        guard record.ioID != nil else { return outcome(exchange, "senza_id") }
        let ask = try exchange.store.ask(
            .status(notification: record.id), by: exchange.person.id, atMostEvery: Self.secondsBetweenAsks)
        guard ask.isNew else { return outcome(exchange, "attesa") }
        exchange.ring()
        var answer: AskAnswer?
        try exchange.wait {
            answer = try exchange.store.answer(to: ask.id)?.answer
            return answer != nil
        }
        switch answer {
        case .accepted: return outcome(exchange, "verificata")
        case .refused: return outcome(exchange, "verifica_rifiutata")
        case .throttled, .unavailable: return outcome(exchange, "non_verificabile")
        case nil: return outcome(exchange, "in_verifica")
        }
    }

    func retry(_ exchange: Exchange) throws -> Response {
        try decide(exchange) { try exchange.store.retry($0, attempt: $1, by: exchange.person.id) ? "rimessa_in_invio" : "gia_risolta" }
    }

    func cancel(_ exchange: Exchange) throws -> Response {
        try decide(exchange) { try exchange.store.cancel($0, attempt: $1, by: exchange.person.id) ? "annullata" : "gia_risolta" }
    }

    /// Esito incerto: a person says what the program cannot know.
    func resolve(_ exchange: Exchange) throws -> Response {
        switch exchange.request.form["esito"] {
        case "inviata":
            return try decide(exchange) {
                try exchange.store.assumeSent($0, attempt: $1, by: exchange.person.id) ? "considerata" : "gia_risolta"
            }
        case "reinvia":
            let record = try found(exchange)
            guard let attempt = exchange.request.form["tentativo"].flatMap({ Int($0) }),
                  let new = try exchange.store.resend(record.id, attempt: attempt, by: exchange.person.id)
            else { return outcome(exchange, "gia_risolta") }
            exchange.ring()
            try waitForOutcome(exchange, of: new)
            return exchange.redirect(to: "/notifiche/\(new)?esito=reinviata")
        default:
            throw HTTPRefusal.notFound
        }
    }

    private func decide(_ exchange: Exchange, _ act: (Identifier, Int) throws -> String) throws -> Response {
        let record = try found(exchange)
        guard let attempt = exchange.request.form["tentativo"].flatMap({ Int($0) }) else { return outcome(exchange, "gia_risolta") }
        let result = try act(record.id, attempt)
        exchange.ring()
        if result == "rimessa_in_invio" { try waitForOutcome(exchange, of: record.id) }
        return outcome(exchange, result)
    }

    private func waitForOutcome(_ exchange: Exchange, of id: Identifier) throws {
        try exchange.wait {
            guard let progress = try exchange.store.progress(of: id) else { return true }
            return progress.state != .queued && progress.state != .sending
        }
    }

    /// A foreign notification is answered as an unknown one.
    private func found(_ exchange: Exchange) throws -> NotificationRecord {
        guard let id = exchange.id, let record = try exchange.store.notification(id) else { throw HTTPRefusal.notFound }
        return record
    }

    private func outcome(_ exchange: Exchange, _ word: String) -> Response {
        exchange.redirect(to: "/notifiche/\(exchange.id!)?esito=\(word)")
    }

    private static let secondsBetweenAsks = 10

    private static func message(_ outcome: String, _ record: NotificationRecord) -> String {
        if outcome == "gia_risolta", record.movedAt == nil {
            let time = RomeTime(record.decidedAt).italianTime
            return "Notifica già risolta da \(record.decidedBy) alle \(time): l’operazione non è stata eseguita, ecco come sta ora."
        }
        return messages[outcome] ?? ""
    }

    private static let messages = [
        "gia_registrata": "Questa notifica era già stata registrata con lo stesso modulo: non è stata inviata di nuovo.",
        "verificata": "Stato verificato presso App IO.",
        "verifica_rifiutata": "App IO non ha permesso di verificare lo stato: controllare la chiave del servizio.",
        "non_verificabile": "App IO non risponde o chiede di attendere: lo stato resta quello noto e viene verificato di nuovo da solo.",
        "in_verifica": "La verifica è in corso: la pagina mostra lo stato appena arriva la risposta.",
        "attesa": "Lo stato è stato verificato pochi secondi fa: si può verificare di nuovo ogni 10 secondi.",
        "senza_id": "App IO non ha assegnato un ID a questa notifica: non c’è uno stato da verificare.",
        "rimessa_in_invio": "La notifica è stata rimessa in invio.",
        "annullata": "La notifica è stata annullata: non è partita e non partirà.",
        "considerata": "La notifica è considerata inviata.",
        "reinviata": "Questa notifica è stata inviata di nuovo al posto di una con esito incerto.",
        "gia_risolta": "Intanto la notifica è cambiata e l’operazione non è stata eseguita: ecco come sta ora.",
    ]
}
