import FastCGI
import Store

/// Who needs what to enter.
extension SettingsPage {
    func saveAccess(_ exchange: Exchange) throws -> Response {
        try exchange.store.setRequiresSecondFactor(exchange.request.form.has("secondo_fattore"), by: exchange.person.id)
        return saved(.access, exchange)
    }
}

extension FormView {
    init(accessOf tenant: Tenant) {
        self.init(
            id: "accesso", heading: "Accesso", address: Setting.access.address, button: "Salva accesso",
            inputs: [FieldView(
                name: "secondo_fattore", label: "Secondo fattore obbligatorio per tutti", kind: .tick,
                help: """
                    Il codice del telefono, oltre alla password. Agli amministratori è chiesto sempre; chi non lo ha ancora lo imposta \
                    alla prossima pagina che apre.
                    """,
                value: tenant.requiresSecondFactor ? "1" : "")])
    }
}
