import Domain
import FastCGI
import Store

/// What everybody sees of the tenant: its name, its logo, whom its public pages name.
extension SettingsPage {
    func saveName(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.name.read(exchange.request.form)
        let name = view.name["nome"].value
        if let fault = name.fault(asNameUpTo: 200) {
            view.name["nome"].error = fault
            return try render(exchange, view)
        }
        try exchange.store.rename(to: name, by: exchange.person.id)
        return saved(exchange)
    }

    func saveLogo(_ exchange: Exchange) throws -> Response {
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

    func removeLogo(_ exchange: Exchange) throws -> Response {
        try exchange.store.setLogo(nil, by: exchange.person.id)
        return saved(exchange)
    }

    private func refuseLogo(_ sentence: String, _ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.logo.error = sentence
        return try render(exchange, view)
    }

    func savePrivacy(_ exchange: Exchange) throws -> Response {
        try saveContacts(exchange, of: TenantContacts.Field.ofPrivacy, in: \.privacy)
    }

    func saveAccessibility(_ exchange: Exchange) throws -> Response {
        try saveContacts(exchange, of: TenantContacts.Field.ofAccessibility, in: \.accessibility)
    }

    private func saveContacts(
        _ exchange: Exchange, of fields: [TenantContacts.Field], in form: WritableKeyPath<SettingsView, FormView>
    ) throws -> Response {
        var view = try SettingsView(exchange)
        view[keyPath: form].read(exchange.request.form)
        var contacts = try exchange.store.contacts()
        for field in fields {
            contacts[field] = view[keyPath: form][field.inputName].value
            view[keyPath: form][field.inputName].error = contacts.fault(of: field) ?? ""
        }
        guard !view.isRefused else { return try render(exchange, view) }
        try exchange.store.setContacts(contacts, by: exchange.person.id)
        return saved(exchange)
    }
}

extension FormView {
    init(nameOf tenant: Tenant) {
        self.init(
            id: "ente", heading: "Ente", address: "\(SettingsPage.address)/nome", button: "Salva nome",
            inputs: [FieldView(name: "nome", label: "Nome", help: "Compare in alto in ogni pagina.", value: tenant.name)])
    }

    init(privacy contacts: TenantContacts) {
        self.init(
            id: "privacy", heading: "Dati personali",
            introduction: "Ciò che dice la pagina pubblica Privacy. I campi vuoti non vi compaiono.",
            address: "\(SettingsPage.address)/privacy", button: "Salva dati personali",
            inputs: TenantContacts.Field.ofPrivacy.map { FieldView($0, contacts) })
    }

    init(accessibility contacts: TenantContacts) {
        self.init(
            id: "accessibilita", heading: "Accessibilità",
            introduction: "Ciò che dice la pagina pubblica Accessibilità. I campi vuoti non vi compaiono.",
            address: "\(SettingsPage.address)/accessibilita", button: "Salva accessibilità",
            inputs: TenantContacts.Field.ofAccessibility.map { FieldView($0, contacts) })
    }
}
