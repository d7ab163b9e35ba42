import Domain
import FastCGI
import Store

/// What everybody sees of the tenant: its name, its logo, whom its public pages name.
extension SettingsPage {
    func saveName(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["nome"] ?? "").trimmedSpaces
        if let fault = typed.fault(asNameUpTo: 200) {
            var view = try SettingsView(exchange)
            view.name.fields[0].value = typed
            view.name.fields[0].error = fault
            return try render(exchange, view)
        }
        try exchange.store.rename(to: typed, by: exchange.person.id)
        return saved(exchange)
    }

    func saveLogo(_ exchange: Exchange) throws -> Response {
        guard exchange.request.form["azione"] == "salva_logo" else {
            try exchange.store.setLogo(nil, by: exchange.person.id)
            return saved(exchange)
        }
        let file = exchange.request.file("logo_file") ?? []
        guard !file.isEmpty else { return try refuseLogo("Scegliere il file del logo.", exchange) }
        let image: LogoImage
        do {
            image = try LogoImage(file)
        } catch {
            return try refuseLogo(error.sentence, exchange)
        }
        try exchange.store.setLogo(image, by: exchange.person.id)
        return saved(exchange)
    }

    private func refuseLogo(_ sentence: String, _ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.logoError = sentence
        return try render(exchange, view)
    }

    func saveContacts(
        _ exchange: Exchange, of fields: [TenantContacts.Field], in form: WritableKeyPath<SettingsView, SettingsFormView>
    ) throws -> Response {
        var view = try SettingsView(exchange)
        var contacts = try exchange.store.contacts()
        for (index, field) in fields.enumerated() {
            contacts[field] = (exchange.request.form[view[keyPath: form].fields[index].name] ?? "").trimmedSpaces
            view[keyPath: form].fields[index].value = contacts[field]
            view[keyPath: form].fields[index].error = contacts.fault(of: field) ?? ""
        }
        guard fields.allSatisfy({ contacts.fault(of: $0) == nil }) else { return try render(exchange, view) }
        try exchange.store.setContacts(contacts, by: exchange.person.id)
        return saved(exchange)
    }
}
