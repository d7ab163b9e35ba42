import Domain
import FastCGI
import Store

/// The section Invii of a service.
extension ServicesPage {
    func pause(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Sospendere gli invii del servizio «\(service.name)»?",
                "Da subito le sue notifiche attendono: quelle aggiunte vengono conservate e partono alla ripresa.",
                "Ciò che è già partito arriva alla fine.", button: "Sospendi gli invii"))
        }
        try exchange.store.pause(service: service.id, by: exchange.person.id)
        return done(service, .servicePaused, exchange)
    }

    func resume(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        try exchange.store.resume(service: service.id, on: .today(at: .now()), by: exchange.person.id)
        exchange.ring()
        return done(service, .serviceResumed, exchange)
    }

    func saveCeiling(_ exchange: Exchange) throws -> Response {
        let service = try found(exchange)
        var view = try view(exchange, service)
        guard let ceiling = view.sends.ceiling?.readCeiling(exchange.request.form) else { return try render(exchange, view) }
        try exchange.store.setDailyCeiling(ceiling.value, of: service.id, by: exchange.person.id)
        return done(service, .dailyCeilingSaved, exchange)
    }
}
