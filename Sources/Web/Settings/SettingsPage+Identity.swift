import Domain
import FastCGI
import Store

/// What everybody sees of the tenant: its name, its logo, whom its public pages name.
extension SettingsPage {
    func saveName(_ exchange: Exchange) throws -> Response {
        var form = FormView(nameOf: exchange.tenant)
        form.read(exchange.request.form)
        let name = form["nome"].value
        if let fault = name.fault(asNameUpTo: 200) {
            form["nome"].error = fault
            return try render(form, exchange)
        }
        try exchange.store.rename(to: name, by: exchange.person.id)
        return saved(.name, exchange)
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
        return saved(.logo, exchange)
    }

    func removeLogo(_ exchange: Exchange) throws -> Response {
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Togliere il logo?", "Nella testata resta il nome dell’ente con un disegno generico.",
                "Per rimetterlo serve di nuovo il file.",
                button: "Togli il logo"), backTo: Self.address)
        }
        try exchange.store.setLogo(nil, by: exchange.person.id)
        return saved(.logo, exchange)
    }

    private func refuseLogo(_ sentence: String, _ exchange: Exchange) throws -> Response {
        var form = FormView(logoOf: exchange.tenant)
        form["logo_file"].error = sentence
        return try render(form, exchange)
    }

    func savePrivacy(_ exchange: Exchange) throws -> Response {
        try saveContacts(exchange, .privacy, of: TenantContacts.Field.ofPrivacy)
    }

    func saveAccessibility(_ exchange: Exchange) throws -> Response {
        try saveContacts(exchange, .accessibility, of: TenantContacts.Field.ofAccessibility)
    }

    private func saveContacts(_ exchange: Exchange, _ setting: Setting, of fields: [TenantContacts.Field]) throws -> Response {
        var contacts = try exchange.store.contacts()
        var form = setting.form(of: exchange.tenant) { contacts }
        form.read(exchange.request.form)
        for field in fields {
            contacts[field] = form[field.inputName].value
            form[field.inputName].error = contacts.fault(of: field) ?? ""
        }
        guard form.faults.isEmpty else { return try render(form, exchange) }
        try exchange.store.setContacts(contacts, by: exchange.person.id)
        return saved(setting, exchange)
    }
}

extension FormView {
    init(nameOf tenant: Tenant) {
        self.init(
            id: "ente", heading: "Nome dell’ente", address: Setting.name.address, button: "Salva nome",
            inputs: [FieldView(name: "nome", label: "Nome", help: "Compare in alto in ogni pagina.", value: tenant.name)])
    }

    init(logoOf tenant: Tenant) {
        self.init(
            id: "logo", heading: "Logo", address: Setting.logo.address, button: "Salva logo",
            inputs: [FieldView(
                name: "logo_file", label: "File del logo", kind: .file(accept: "image/png,image/jpeg,image/webp"),
                help: "PNG, JPEG o WebP, al massimo 64 KB. Compare in alto in ogni pagina, su fondo blu.",
                value: tenant.logo == nil ? "" : "quello in alto in ogni pagina", whenEmpty: "nessuno")])
    }

    init(privacy contacts: TenantContacts) {
        self.init(
            id: "privacy", heading: "Dati personali",
            introduction: "Ciò che dice la pagina pubblica Privacy. I campi vuoti non vi compaiono.",
            address: Setting.privacy.address, button: "Salva dati personali",
            inputs: TenantContacts.Field.ofPrivacy.map { FieldView($0, contacts) })
    }

    init(accessibility contacts: TenantContacts) {
        self.init(
            id: "accessibilita", heading: "Accessibilità",
            introduction: "Ciò che dice la pagina pubblica Accessibilità. I campi vuoti non vi compaiono.",
            address: Setting.accessibility.address, button: "Salva accessibilità",
            inputs: TenantContacts.Field.ofAccessibility.map { FieldView($0, contacts) })
    }
}
