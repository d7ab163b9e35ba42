import Domain
import FastCGI
import Store
import Template

/// Settings of the tenant: each section is a form of its own, with an address of its own.
struct SettingsPage: Sendable {
    static let address = "/impostazioni"

    private let template: CompiledTemplate<SettingsView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("settings", SettingsView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response { try render(exchange, SettingsView(exchange)) }

    func pause(_ exchange: Exchange) throws -> Response {
        try exchange.store.pause(by: exchange.person.id)
        return exchange.redirect(to: Self.address, saying: .tenantPaused)
    }

    func resume(_ exchange: Exchange) throws -> Response {
        try exchange.store.resume(on: .today(at: .now()), by: exchange.person.id)
        exchange.ring()
        return exchange.redirect(to: Self.address, saying: .tenantResumed)
    }

    func saveCeiling(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        guard let ceiling = view.sends.ceiling.readCeiling(exchange.request.form) else { return try render(exchange, view) }
        try exchange.store.setCitizenCeiling(ceiling.value, by: exchange.person.id)
        return saved(exchange)
    }

    /// What was typed into a card, and not saved: the session had ended, or the page was open for too long.
    func again(_ exchange: Exchange) throws -> Response {
        var view = try SettingsView(exchange)
        view.take(exchange.request.form, from: exchange.request.path)
        return try exchange.page(template, view, title: "Impostazioni", faults: Faults(saying: Faults.kept))
    }

    func render(_ exchange: Exchange, _ view: SettingsView) throws -> Response {
        try exchange.page(template, view, title: "Impostazioni", status: view.isRefused ? 422 : 200, faults: Faults(view.faults))
    }

    func saved(_ exchange: Exchange) -> Response { exchange.redirect(to: Self.address, saying: .settingsSaved) }
}
