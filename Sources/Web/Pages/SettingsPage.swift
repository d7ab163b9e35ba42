import Domain
import FastCGI
import Store
import Template

/// Settings of the ente: what Aggiungi asks for before it sends, and the brakes of all its sends.
struct SettingsPage: Sendable {
    private let template: CompiledTemplate<SettingsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("settings", SettingsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        return try exchange.page(template, view, title: "Impostazioni")
    }

    func change(_ exchange: Exchange) throws -> Response {
        switch exchange.request.form["azione"] {
        case "sospendi":
            try exchange.store.pause(by: exchange.person.id)
            return exchange.redirect(to: "/impostazioni?esito=sospesi")
        case "riprendi":
            try exchange.store.resume(on: .today(at: .now()), by: exchange.person.id)
            exchange.ring()
            return exchange.redirect(to: "/impostazioni?esito=ripresi")
        case "salva_massimo": return try saveCeiling(exchange)
        default: return try saveCompose(exchange)
        }
    }

    private func saveCompose(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["minimo_contenuto"] ?? "").trimmedSpaces
        let confirms = exchange.request.form["conferma_invio"] != nil
        guard let minimum = Int(typed), TextLimits.content.contains(minimum) else {
            var view = try SettingsView(exchange)
            view.minimum = typed
            view.confirmsSends = confirms
            view.minimumError = "Scrivere un numero da \(TextLimits.content.lowerBound) a \(TextLimits.content.upperBound)."
            return try exchange.page(template, view, title: "Impostazioni", status: 422)
        }
        try exchange.store.setCompose(minimumContent: minimum, confirmsSends: confirms, by: exchange.person.id)
        return exchange.redirect(to: "/impostazioni?esito=salvato")
    }

    private func saveCeiling(_ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["massimo_cittadino"] ?? "").trimmedSpaces
        guard let ceiling = TypedCeiling(typed) else {
            var view = try SettingsView(exchange)
            view.sends.ceiling.value = typed
            view.sends.ceiling.error = TypedCeiling.fault
            return try exchange.page(template, view, title: "Impostazioni", status: 422)
        }
        try exchange.store.setCitizenCeiling(ceiling.value, by: exchange.person.id)
        return exchange.redirect(to: "/impostazioni?esito=salvato")
    }

    private static let messages = [
        "salvato": "Le impostazioni sono state salvate.",
        "sospesi": "Gli invii dell’ente sono sospesi.",
        "ripresi": "Gli invii dell’ente sono ripresi.",
    ]
}

private struct SettingsView: View {
    var minimum: String
    var confirmsSends: Bool
    var sends: SendsView
    var message = ""
    var minimumError = ""

    init(_ exchange: Exchange) throws {
        minimum = String(exchange.tenant.minimumContent)
        confirmsSends = exchange.tenant.confirmsSends
        sends = SendsView(of: exchange.tenant, traffic: try exchange.store.traffic(), alarms: try exchange.store.bulletin().alarms)
    }

    static let fields: Fields<Self> = [
        "minimum": .text { $0.minimum },
        "confirmsSends": .flag { $0.confirmsSends },
        "sends": .view { $0.sends },
        "message": .text { $0.message },
        "minimumError": .text { $0.minimumError },
    ]
}
