import Domain
import FastCGI
import Secrets
import Store
import Template

/// A tenant, and what the installation decides about it: state, quotas, administrators, host names, account at App IO.
struct TenantPage: Sendable {
    private let template: CompiledTemplate<TenantView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("tenant", TenantView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = try TenantView(found(exchange), exchange)
        view.message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        return try render(exchange, view)
    }

    func change(_ exchange: Exchange) throws -> Response {
        let tenant = try found(exchange)
        guard try !exchange.installation.isBeingDeleted(tenant.id) else {
            return try render(exchange, TenantView(tenant, exchange), status: 409)
        }
        switch exchange.request.form["azione"] {
        case "sospendi": return try suspend(tenant, exchange)
        case "riprendi":
            try exchange.installation.setState(.active, of: tenant.id, by: exchange.person.id)
            exchange.site.ring(for: tenant.id)
            return done(tenant, "ripreso", exchange)
        case "salva_quote": return try saveQuotas(tenant, exchange)
        case "aggiungi_host": return try addName(tenant, exchange)
        case "togli_host", "principale": return try changeName(tenant, exchange)
        case "salva_account": return try saveAccount(tenant, exchange)
        case "invita": return try invite(tenant, exchange)
        default: throw HTTPRefusal.notFound
        }
    }

    private func suspend(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let reason = (exchange.request.form["motivo"] ?? "").trimmedSpaces
        let state: Tenant.State? = switch exchange.request.form["livello"] {
        case "sola_lettura": .readOnly
        case "chiuso": .closed
        default: nil
        }
        var view = try TenantView(tenant, exchange)
        view.reason.value = reason
        view.chosen = state
        if reason.isEmpty || reason.unicodeScalars.count > 500 { view.reason.error = "Il motivo ha da 1 a 500 caratteri." }
        if state == nil { view.levelError = "Scegliere che cosa rimane possibile." }
        guard let state, view.reason.error.isEmpty else { return try render(exchange, view, status: 422) }
        try exchange.installation.setState(state, of: tenant.id, because: reason, by: exchange.person.id)
        return done(tenant, "sospeso", exchange)
    }

    private func saveQuotas(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        var view = try TenantView(tenant, exchange)
        var quotas = Quotas()
        for (index, part) in TenantView.quotaParts.enumerated() {
            let typed = (exchange.request.form[part.name] ?? "").trimmedSpaces
            view.quotas.fields[index].value = typed
            if let ceiling = TypedCeiling(typed) { quotas[keyPath: part.quota] = ceiling.value } else {
                view.quotas.fields[index].error = TypedCeiling.fault
            }
            if part.quota == \.retention, quotas.retention.map(RetentionRule.range.contains) == false {
                view.quotas.fields[index].error = RetentionRule.fault(upTo: RetentionRule.range.upperBound)
            }
        }
        guard view.quotas.fields.allSatisfy(\.error.isEmpty) else { return try render(exchange, view, status: 422) }
        let store = exchange.installation.store(of: tenant.id), old = try store.retention()
        let rule = RetentionRule(own: old.own, ceiling: quotas.retention)
        if let question = try store.question(before: rule, insteadOf: old, answer: exchange.request.form["conferma"]) {
            view.quotas.ask(question)
            return try render(exchange, view, status: 422)
        }
        try exchange.installation.setQuotas(quotas, of: tenant.id, by: exchange.person.id)
        exchange.site.ring(for: tenant.id)
        return done(tenant, "quote", exchange)
    }

    private func invite(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        var view = try TenantView(tenant, exchange)
        view.administrator.read(exchange.request.form)
        guard view.administrator.list.allSatisfy(\.error.isEmpty) else { return try render(exchange, view, status: 422) }
        let token = Token.random()
        do {
            try exchange.installation.invite(view.administrator.invited(by: token), to: tenant.id, by: exchange.person.id)
        } catch is HasAdministrator {
            view.hasAdministrator = true // since the form was opened
            return try render(exchange, view, status: 422)
        } catch where StoreFault.isNameTaken(error) {
            view.administrator.username.error = "L’ente ha già una persona con questo nome utente."
            return try render(exchange, view, status: 422)
        }
        return try view.administrator.hand(over: token, to: tenant, exchange, backTo: "/enti/\(tenant.id)")
    }

    private func addName(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["host"] ?? "").trimmedSpaces
        if let fault = try exchange.installation.fault(ofNewName: typed) {
            var view = try TenantView(tenant, exchange)
            (view.newName.fields[0].value, view.newName.fields[0].error) = (typed, fault)
            return try render(exchange, view, status: 422)
        }
        try exchange.installation.addAlias(typed.lowercased(), of: tenant.id, by: exchange.person.id)
        return done(tenant, "nomi", exchange)
    }

    private func changeName(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let name = exchange.request.form["nome_host"] ?? "", person = exchange.person.id
        let changed = switch exchange.request.form["azione"] {
        case "principale": try exchange.installation.makeCanonical(name, of: tenant.id, by: person)
        default: try exchange.installation.removeAlias(name, of: tenant.id, by: person)
        }
        guard changed else { throw HTTPRefusal.notFound }
        return done(tenant, "nomi", exchange)
    }

    private func saveAccount(_ tenant: Tenant, _ exchange: Exchange) throws -> Response {
        let typed = (exchange.request.form["account"] ?? "").trimmedSpaces.lowercased()
        let owner = typed.isEmpty ? tenant : try exchange.installation.tenant(code: typed)
        let fault: String? = switch owner {
        case let owner? where owner.kind == .publicBody && (owner.id == tenant.id || owner.account == nil): nil
        case let owner? where owner.kind == .publicBody:
            "L’ente «\(owner.code)» invia esso stesso con l’account di un altro: indicare quello."
        default: "Non c’è nessun ente con il codice «\(typed)»."
        }
        guard let owner, fault == nil else {
            var view = try TenantView(tenant, exchange)
            (view.account.fields[0].value, view.account.fields[0].error) = (typed, fault ?? "")
            return try render(exchange, view, status: 422)
        }
        try exchange.installation.setAccount(of: tenant.id, to: owner.id, by: exchange.person.id)
        return done(tenant, "account", exchange)
    }

    private func found(_ exchange: Exchange) throws -> Tenant {
        guard let id = exchange.id, let tenant = try exchange.installation.tenant(id) else { throw HTTPRefusal.notFound }
        return tenant
    }

    private func done(_ tenant: Tenant, _ outcome: String, _ exchange: Exchange) -> Response {
        exchange.redirect(to: "/enti/\(tenant.id)?esito=\(outcome)")
    }

    private func render(_ exchange: Exchange, _ view: TenantView, status: Int = 200) throws -> Response {
        try exchange.page(template, view, title: view.tenant.name, status: status)
    }

    private static let messages = [
        "creato": "L’ente è stato creato.",
        "sospeso": "L’ente è sospeso: le sue pagine ne dicono il motivo.",
        "ripreso": "L’ente è di nuovo attivo: ciò che attendeva parte.",
        "quote": "Le quote sono state salvate e valgono da subito.",
        "nomi": "I nomi host sono stati salvati.",
        "account": "L’account di App IO è stato salvato.",
    ]
}
