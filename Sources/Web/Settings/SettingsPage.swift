import Domain
import FastCGI
import Store
import Template

/// Settings of the tenant: a page of all, and for each a page with its form, which comes back there when it is refused.
struct SettingsPage: Sendable {
    static let address = "/impostazioni"

    private let template: CompiledTemplate<SettingsView, Layout>
    private let formTemplate: CompiledTemplate<FormView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("settings", SettingsView.self, within: Layout.self)
        formTemplate = try library.template("setting", FormView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let saved = exchange.notice == .settingsSaved ? exchange.request.query["quale"].flatMap(Setting.init) : nil
        return try exchange.page(template, SettingsView(exchange), title: "Impostazioni", notice: saved?.done(at: exchange.tenant))
    }

    /// The page of one.
    func form(_ setting: Setting) -> Route.Handler {
        { exchange in try render(setting.form(of: exchange.tenant, contacts: exchange.store.contacts), exchange) }
    }

    /// The same with what was typed, and not saved: the session had ended, or the page was open for too long.
    func again(_ setting: Setting) -> Route.Handler {
        { exchange in
            var form = try setting.form(of: exchange.tenant, contacts: exchange.store.contacts)
            form.read(exchange.request.form)
            return try exchange.page(formTemplate, form, title: form.heading, faults: Faults(saying: Faults.kept))
        }
    }

    func pause(_ exchange: Exchange) throws -> Response {
        guard exchange.isConfirmed else {
            return try exchange.ask(Question(
                "Sospendere gli invii dell’ente?",
                "Da subito attendono le notifiche di tutti i servizi: quelle aggiunte vengono conservate e partono alla ripresa.",
                "Ciò che è già partito arriva alla fine.", button: "Sospendi gli invii"))
        }
        try exchange.store.pause(by: exchange.person.id)
        return exchange.redirect(to: Self.address, saying: .tenantPaused)
    }

    func resume(_ exchange: Exchange) throws -> Response {
        try exchange.store.resume(on: .today(at: .now()), by: exchange.person.id)
        exchange.ring()
        return exchange.redirect(to: Self.address, saying: .tenantResumed)
    }

    /// A form as it is, or as it came back: refused, or with a question.
    func render(_ form: FormView, _ exchange: Exchange) throws -> Response {
        let isRefused = !form.faults.isEmpty || !form.question.isEmpty
        return try exchange.page(
            formTemplate, form, title: form.heading, status: isRefused ? 422 : 200, faults: Faults(form.faults))
    }

    func saved(_ setting: Setting, _ exchange: Exchange) -> Response {
        exchange.redirect(to: "\(Self.address)?quale=\(setting.rawValue)", saying: .settingsSaved)
    }
}
