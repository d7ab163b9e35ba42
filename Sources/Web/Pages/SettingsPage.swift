import Domain
import FastCGI
import Store
import Template

/// Settings of the ente: for now the shortest contenuto that is sent without a warning.
struct SettingsPage: Sendable {
    private let template: CompiledTemplate<SettingsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("settings", SettingsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let view = SettingsView(minimum: String(exchange.tenant.minimumContent), isSaved: exchange.request.query["esito"] == "salvato")
        return try exchange.page(template, view, title: "Impostazioni")
    }

    func change(_ exchange: Exchange) throws -> Response {
        var view = SettingsView(minimum: (exchange.request.form["minimo_contenuto"] ?? "").trimmedSpaces)
        guard let minimum = Int(view.minimum), TextLimits.content.contains(minimum) else {
            view.minimumError = "Scrivere un numero da \(TextLimits.content.lowerBound) a \(TextLimits.content.upperBound)."
            return try exchange.page(template, view, title: "Impostazioni", status: 422)
        }
        try exchange.store.setMinimumContent(minimum, by: exchange.person.id)
        return exchange.redirect(to: "/impostazioni?esito=salvato")
    }
}

private struct SettingsView: View {
    var minimum: String
    var isSaved = false
    var minimumError = ""

    static let fields: Fields<Self> = [
        "minimum": .text { $0.minimum },
        "isSaved": .flag { $0.isSaved },
        "minimumError": .text { $0.minimumError },
    ]
}
