import Domain
import FastCGI
import Store

/// What Aggiungi asks for before it sends.
extension SettingsPage {
    func saveCompose(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.compose.read(exchange.request.form)
        guard let minimum = Int(view.compose["minimo_contenuto"].value), TextLimits.content.contains(minimum) else {
            view.compose["minimo_contenuto"].error =
                "Scrivere un numero da \(TextLimits.content.lowerBound) a \(TextLimits.content.upperBound.italian)."
            return try render(exchange, view)
        }
        try exchange.store.setCompose(
            minimumContent: minimum, confirmsSends: !view.compose["conferma_invio"].value.isEmpty, by: exchange.person.id)
        return saved(exchange)
    }
}

extension FormView {
    init(composeOf tenant: Tenant) {
        self.init(
            id: "aggiungi", heading: "Prima dell’invio", address: "\(SettingsPage.address)/invio", button: "Salva",
            inputs: [
                FieldView(
                    name: "minimo_contenuto", label: "Lunghezza minima del Contenuto", kind: .line(keyboard: "numeric"),
                    help: "Sotto questa lunghezza la notifica chiede una conferma. Da 80, il minimo di App IO, a 10.000 caratteri.",
                    isRequired: true, marksRequired: false, value: String(tenant.minimumContent)),
                FieldView(
                    name: "conferma_invio", label: "Chiedere conferma prima dell’invio", kind: .tick,
                    help: "Aggiungi mostra prima destinatario e anteprima. Senza conferma l’invio parte subito.",
                    value: tenant.confirmsSends ? "1" : ""),
            ])
    }
}
