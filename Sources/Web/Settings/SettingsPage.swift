import Domain
import FastCGI
import Store
import Template

/// Settings of the tenant, each section with a button of its own.
struct SettingsPage: Sendable {
    private let template: CompiledTemplate<SettingsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("settings", SettingsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        return try render(exchange, view, status: 200)
    }

    func change(_ exchange: Exchange) throws -> Response {
        try exchange.requireActiveTenant()
        switch exchange.request.form["azione"] {
        case "sospendi":
            try exchange.store.pause(by: exchange.person.id)
            return exchange.redirect(to: "/impostazioni?esito=sospesi")
        case "riprendi":
            try exchange.store.resume(on: .today(at: .now()), by: exchange.person.id)
            exchange.ring()
            return exchange.redirect(to: "/impostazioni?esito=ripresi")
        case "salva_accesso":
            let requires = exchange.request.form["secondo_fattore"] != nil
            try exchange.store.setRequiresSecondFactor(requires, by: exchange.person.id)
            return exchange.redirect(to: "/impostazioni?esito=salvato")
        case "salva_massimo": return try saveCeiling(exchange)
        case "salva_nome": return try saveName(exchange)
        case "salva_logo", "togli_logo": return try saveLogo(exchange)
        case "salva_conservazione": return try saveRetention(exchange)
        case "salva_privacy": return try saveContacts(exchange, of: TenantContacts.Field.ofPrivacy, in: \.privacy)
        case "salva_accessibilita": return try saveContacts(exchange, of: TenantContacts.Field.ofAccessibility, in: \.accessibility)
        default: return try saveCompose(exchange)
        }
    }

    func render(_ exchange: Exchange, _ view: SettingsView, status: Int = 422) throws -> Response {
        try exchange.page(template, view, title: "Impostazioni", status: status)
    }

    func saved(_ exchange: Exchange) -> Response { exchange.redirect(to: "/impostazioni?esito=salvato") }

    private func saveCompose(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["minimo_contenuto"] ?? "").trimmedSpaces
        let confirms = exchange.request.form["conferma_invio"] != nil
        guard let minimum = Int(typed), TextLimits.content.contains(minimum) else {
            var view = try SettingsView(exchange)
            view.minimum = typed
            view.confirmsSends = confirms
            view.minimumError = "Scrivere un numero da \(TextLimits.content.lowerBound) a \(TextLimits.content.upperBound.italian)."
            return try render(exchange, view)
        }
        try exchange.store.setCompose(minimumContent: minimum, confirmsSends: confirms, by: exchange.person.id)
        return saved(exchange)
    }

    private func saveCeiling(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["massimo_cittadino"] ?? "").trimmedSpaces
        guard let ceiling = TypedCeiling(typed) else {
            var view = try SettingsView(exchange)
            view.sends.ceiling.value = typed
            view.sends.ceiling.error = TypedCeiling.fault
            return try render(exchange, view)
        }
        try exchange.store.setCitizenCeiling(ceiling.value, by: exchange.person.id)
        return saved(exchange)
    }

    private static let messages = [
        "salvato": "Le impostazioni sono state salvate.",
        "sospesi": "Gli invii dell’ente sono sospesi.",
        "ripresi": "Gli invii dell’ente sono ripresi.",
    ]
}
