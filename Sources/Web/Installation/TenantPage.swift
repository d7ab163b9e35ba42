import Domain
import FastCGI
import Secrets
import Store
import Template

/// A tenant, and what the installation decides about it: state, quotas, administrators, host names, account at App IO.
struct TenantPage: Sendable {
    private let template: CompiledTemplate<TenantView, Layout>
    private let invitation: InvitationPage

    init(_ library: Library, _ invitation: InvitationPage) throws(TemplateError) {
        template = try library.template("tenant", TenantView.self, within: Layout.self)
        self.invitation = invitation
    }

    func show(_ exchange: Exchange) throws -> Response { try render(exchange, TenantView(found(exchange), exchange)) }

    func reopen(_ exchange: Exchange) throws -> Response {
        try change(exchange) { tenant in
            try exchange.installation.setState(.active, of: tenant.id, by: exchange.person.id)
            exchange.ring(for: tenant.id)
            return done(tenant, .tenantReopened, exchange)
        }
    }

    func suspend(_ exchange: Exchange) throws -> Response { try change(exchange) { try suspend($0, exchange) } }

    private func suspend(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let reason = exchange.request.form.text("motivo")
        let state: Tenant.State? = switch exchange.request.form["livello"] {
        case "sola_lettura": .readOnly
        case "chiuso": .closed
        default: nil
        }
        var view = try TenantView(tenant, exchange)
        view.reason.value = reason
        view.chosen = state
        view.reason.error = TypedReason.fault(of: reason, isRequired: true) ?? ""
        if state == nil { view.levelError = "Scegliere che cosa rimane possibile." }
        guard let state, view.reason.error.isEmpty else { return try render(exchange, view) }
        guard exchange.isConfirmed else {
            let isClosed = state == .closed
            return try exchange.ask(Question(
                isClosed ? "Chiudere \(tenant.name)?" : "Mettere \(tenant.name) in sola lettura?",
                isClosed ? "Nessuno vi entra e non parte nulla." : "Le persone dell’ente consultano l’archivio; non parte nulla.",
                "Ciò che attende parte alla ripresa. Il motivo che si legge: \(reason.asSentence)", button: "Sospendi l’ente"))
        }
        try exchange.installation.setState(state, of: tenant.id, because: reason, by: exchange.person.id)
        return done(tenant, .tenantSuspended, exchange)
    }

    func saveQuotas(_ exchange: Exchange) throws -> Response { try change(exchange) { try saveQuotas($0, exchange) } }

    private func saveQuotas(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        var view = try TenantView(tenant, exchange)
        view.quotas.read(exchange.request.form)
        var quotas = Quotas()
        for part in TenantView.quotaParts {
            if let ceiling = TypedCeiling(view.quotas[part.name].value) { quotas[keyPath: part.quota] = ceiling.value } else {
                view.quotas[part.name].error = TypedCeiling.fault
            }
            if part.quota == \.retention, quotas.retention.map(RetentionRule.range.contains) == false {
                view.quotas[part.name].error = RetentionRule.fault(upTo: RetentionRule.range.upperBound)
            }
        }
        guard view.faults.isEmpty else { return try render(exchange, view) }
        let store = exchange.installation.store(of: tenant.id), old = try store.retention()
        let rule = RetentionRule(own: old.own, ceiling: quotas.retention)
        if let question = try store.question(before: rule, insteadOf: old, answer: exchange.request.form["conferma"]) {
            view.quotas.ask(question)
            return try render(exchange, view)
        }
        try exchange.installation.setQuotas(quotas, of: tenant.id, by: exchange.person.id)
        exchange.ring(for: tenant.id)
        return done(tenant, .quotasSaved, exchange)
    }

    func invite(_ exchange: Exchange) throws -> Response { try change(exchange) { try invite($0, exchange) } }

    private func invite(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        var view = try TenantView(tenant, exchange)
        view.administrator.read(exchange.request.form)
        guard view.administrator.list.allSatisfy(\.error.isEmpty) else { return try render(exchange, view) }
        let token = Token.random()
        do {
            try exchange.installation.invite(view.administrator.invited(by: token), to: tenant.id, by: exchange.person.id)
        } catch is HasAdministrator {
            view.hasAdministrator = true // since the form was opened
            let sentence = "L’ente ha chi può entrare come amministratore: nessuno è stato invitato."
            return try render(exchange, view, faults: Faults(saying: sentence))
        } catch where StoreFault.isNameTaken(error) {
            view.administrator.username.error = "L’ente ha già una persona con questo nome utente."
            return try render(exchange, view)
        }
        return try view.administrator.hand(over: token, to: tenant, exchange, invitation, backTo: "/enti/\(tenant.id)")
    }

    func addName(_ exchange: Exchange) throws -> Response { try change(exchange) { try addName($0, exchange) } }

    private func addName(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        var view = try TenantView(tenant, exchange)
        view.newName.read(exchange.request.form)
        let typed = view.newName["host"].value
        if let fault = try exchange.installation.fault(ofNewName: typed) {
            view.newName["host"].error = fault
            return try render(exchange, view)
        }
        try exchange.installation.addAlias(typed.lowercased(), of: tenant.id, by: exchange.person.id)
        return done(tenant, .hostNamesSaved, exchange)
    }

    func makeCanonical(_ exchange: Exchange) throws -> Response { try changeName(exchange, exchange.installation.makeCanonical) }

    func removeName(_ exchange: Exchange) throws -> Response {
        let name = exchange.request.form["nome_host"] ?? ""
        guard try exchange.isConfirmed || !exchange.installation.aliases(of: found(exchange).id).contains(name) else {
            return try exchange.ask(Question(
                "Togliere il nome \(name)?", "Chi lo usa nei propri collegamenti non trova più l’ente.", button: "Togli il nome"))
        }
        return try changeName(exchange, exchange.installation.removeAlias)
    }

    private func changeName(_ exchange: Exchange, _ act: (String, TenantID, PersonID?) throws -> Bool) throws -> Response {
        try change(exchange) { tenant in
            guard try act(exchange.request.form["nome_host"] ?? "", tenant.id, exchange.person.id) else { throw HTTPRefusal.notFound }
            return done(tenant, .hostNamesSaved, exchange)
        }
    }

    func saveAccount(_ exchange: Exchange) throws -> Response { try change(exchange) { try saveAccount($0, exchange) } }

    private func saveAccount(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let typed = exchange.request.form.text("account").lowercased()
        let owner = typed.isEmpty ? tenant : try exchange.installation.tenant(code: typed)
        let fault: String? = switch owner {
        case let owner? where owner.kind == .publicBody && (owner.id == tenant.id || owner.account == nil): nil
        case let owner? where owner.kind == .publicBody:
            "L’ente «\(owner.code)» invia esso stesso con l’account di un altro: indicare quello."
        default: "Non c’è nessun ente con il codice «\(typed)»."
        }
        guard let owner, fault == nil else {
            var view = try TenantView(tenant, exchange)
            (view.account["account"].value, view.account["account"].error) = (typed, fault ?? "")
            return try render(exchange, view)
        }
        try exchange.installation.setAccount(of: tenant.id, to: owner.id, by: exchange.person.id)
        return done(tenant, .accountSaved, exchange)
    }

    private func found(_ exchange: Exchange) throws -> Tenant {
        guard let id: TenantID = exchange.id(), let tenant = try exchange.installation.tenant(id) else { throw HTTPRefusal.notFound }
        return tenant
    }

    /// An act on a tenant that is not on its way out.
    private func change(_ exchange: Exchange, _ act: (Tenant) throws -> Response) throws -> Response {
        let tenant = try found(exchange)
        guard try !exchange.installation.isBeingDeleted(tenant.id) else {
            return try render(exchange, TenantView(tenant, exchange), status: 409)
        }
        return try act(tenant)
    }

    private func done(_ tenant: Tenant, _ notice: Notice, _ exchange: Exchange) -> Response {
        exchange.redirect(to: "/enti/\(tenant.id)", saying: notice)
    }

    private func render(_ exchange: Exchange, _ view: TenantView, status: Int? = nil, faults: Faults? = nil) throws -> Response {
        try exchange.page(
            template, view, title: view.tenant.name, status: status ?? (view.isRefused ? 422 : 200), faults: faults ?? Faults(view.faults))
    }
}
