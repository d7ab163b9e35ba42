import Domain
import FastCGI
import Store

/// How many messages a citizen gets in a day.
extension SettingsPage {
    func saveCeiling(_ exchange: Exchange) throws -> Response {
        var form = FormView(ceilingOf: exchange.tenant)
        guard let ceiling = form["massimo_cittadino"].readCeiling(exchange.request.form) else { return try render(form, exchange) }
        try exchange.store.setCitizenCeiling(ceiling.value, by: exchange.person.id)
        return saved(.ceiling, exchange)
    }
}

extension FormView {
    init(ceilingOf tenant: Tenant) {
        self.init(
            id: "massimo", heading: "Massimo per cittadino", address: Setting.ceiling.address, button: "Salva massimo",
            inputs: [FieldView(
                ceiling: "massimo_cittadino", label: "Messaggi al giorno allo stesso cittadino", typed: tenant.citizenCeiling,
                help: """
                    Vuoto: nessun limite. Si contano i messaggi da quando c’è un massimo. Le notifiche oltre il massimo non partono e si \
                    possono ritentare il giorno dopo.
                    """)])
    }
}
