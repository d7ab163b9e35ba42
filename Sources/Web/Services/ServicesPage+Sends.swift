import Domain
import FastCGI
import Store

/// The section Invii of a service.
extension ServicesPage {
    func pause(_ exchange: Exchange, _ service: Service) throws -> Response {
        try exchange.store.pause(service: service.id, by: exchange.person.id)
        return exchange.redirect(to: "/servizi/\(service.id)?esito=sospesi")
    }

    func resume(_ exchange: Exchange, _ service: Service) throws -> Response {
        try exchange.store.resume(service: service.id, on: .today(at: .now()), by: exchange.person.id)
        exchange.ring()
        return exchange.redirect(to: "/servizi/\(service.id)?esito=ripresi")
    }

    func saveCeiling(_ exchange: Exchange, _ service: Service) throws -> Response {
        let typed = (exchange.request.form["massimo_giornaliero"] ?? "").trimmedSpaces
        guard let ceiling = TypedCeiling(typed) else {
            var view = try view(exchange, service)
            view.sends.ceiling.value = typed
            view.sends.ceiling.error = TypedCeiling.fault
            return try render(exchange, view, status: 422)
        }
        try exchange.store.setDailyCeiling(ceiling.value, of: service.id, by: exchange.person.id)
        return exchange.redirect(to: "/servizi/\(service.id)?esito=massimo")
    }
}
