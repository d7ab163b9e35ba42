import Domain
import FastCGI
import Store

/// What Aggiungi asks for before it sends.
extension SettingsPage {
    func saveCompose(_ exchange: Exchange) throws -> Response {
        var form = FormView(composeOf: exchange.tenant)
        form.read(exchange.request.form)
        guard let minimum = Int(form["minimo_contenuto"].value), TextLimits.content.contains(minimum) else {
            form["minimo_contenuto"].error =
                "Scrivere un numero da \(TextLimits.content.lowerBound) a \(TextLimits.content.upperBound.italian)."
            return try render(form, exchange)
        }
        try exchange.store.setCompose(
            minimumContent: minimum, confirmsSends: !form["conferma_invio"].value.isEmpty, by: exchange.person.id)
        return saved(.compose, exchange)
    }
}

extension FormView {
    init(composeOf tenant: Tenant) {
        self.init(
            id: "aggiungi", heading: "Prima dell’invio", address: Setting.compose.address, button: "Salva",
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
