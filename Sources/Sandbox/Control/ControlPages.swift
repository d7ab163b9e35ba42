import Domain
import FastCGI
import Template

/// `/controllo`: the services and their keys, and what is to go wrong with them.
struct ControlPages {
    private let state: SandboxState
    private let page: CompiledTemplate<ControlPage, PageLayout>

    init(_ state: SandboxState, _ library: Library) throws(TemplateError) {
        self.state = state
        page = try library.template("controllo", ControlPage.self, within: PageLayout.self)
    }

    func show(_ request: Request) -> Response { answer(request, status: 200, fault: "") }

    func addService(_ request: Request) -> Response {
        let form = request.form
        let account = form["account"] ?? ""
        let known = state.services.first { $0.account == account }
        func field(_ name: String, or fallback: String?) -> String? {
            let value = form[name] ?? ""
            return value.isEmpty ? fallback : value
        }
        guard !account.isEmpty, let name = field("nome", or: nil),
              let organization = field("ente", or: known?.organizationName),
              let organizationCode = field("cf_ente", or: known?.organizationFiscalCode),
              CharacterPattern.organizationFiscalCode.matches(organizationCode),
              let maximum = Self.cents(field("importo_massimo", or: "0") ?? "") else {
            return answer(request, status: 422, fault: "Servizio non creato: indicare account, ente, codice fiscale dell'ente "
                + "(11 cifre), nome del servizio e importo massimo in euro, come 1.500,00.")
        }
        let service = Service(
            account: account, organizationName: organization, organizationFiscalCode: organizationCode,
            id: ULID.make(at: state.now), name: name, primaryKey: Service.newKey(), secondaryKey: Service.newKey(),
            maximumAmount: maximum)
        return change(request, service.id, status: 201) { () throws(SandboxError) in try state.add(service) }
    }

    func regenerateKey(_ request: Request) -> Response {
        guard let service = known(request), let which = request.form["chiave"], ["primaria", "secondaria"].contains(which) else {
            return answer(request, status: 422, fault: "Chiave non rigenerata: servizio o chiave sconosciuti.")
        }
        return change(request, service) { () throws(SandboxError) in
            try state.regenerateKey(of: service, isPrimary: which == "primaria")
        }
    }

    func setTrouble(_ request: Request) -> Response {
        guard let service = known(request), let trouble = Trouble(request.form) else {
            return answer(request, status: 422, fault: "Guasto non impostato: percentuale da 0 a 100, "
                + "latenza da 0 a \(Trouble.maximumLatency) millisecondi, la massima non sotto la minima.")
        }
        return change(request, service) { () throws(SandboxError) in try state.set(trouble, of: service) }
    }

    /// Euro as Italians write them; zero, which nobody can be asked to pay, says that payments are not enabled.
    private static func cents(_ typed: String) -> Int? {
        if let amount = try? Amount.parse(typed) { return Int(amount.cents) }
        return typed.allSatisfy { "0,. ".contains($0) } && typed.contains("0") ? 0 : nil
    }

    /// How many calls there were and what went wrong with them, for who runs a test.
    func showBooks() -> Response { .data(state.books) }

    private func known(_ request: Request) -> String? {
        request.form["servizio"].flatMap { state.service(id: $0)?.id }
    }

    /// Makes a change and answers with the service as it is then.
    private func change(
        _ request: Request, _ service: String, status: Int = 200, _ body: () throws(SandboxError) -> Void
    ) -> Response {
        do {
            try body()
        } catch {
            return answer(request, status: 500, fault: "Il giornale dell'ambiente di prova non può essere scritto.")
        }
        guard request.wantsJSON, let json = state.service(id: service)?.json else { return .seeOther("/controllo") }
        return .data(json, status: status)
    }

    private func answer(_ request: Request, status: Int, fault: String) -> Response {
        let services = state.services
        if request.wantsJSON {
            return .data(fault.isEmpty ? .array(services.map(\.json)) : ["errore": .string(fault)], status: status)
        }
        let view = ControlPage(fault: fault, services: services)
        let layout = PageLayout(title: "Controllo", section: .control, stylesheets: state.configuration.stylesheets)
        return .page(page.render(view, layout), status: status)
    }
}

private extension Trouble {
    /// `nil` if something in the form is wrong. Only the kind must be in it.
    init?(_ form: Form) {
        self.init()
        func text(_ name: String, or fallback: String) -> String { form[name].flatMap { $0.isEmpty ? nil : $0 } ?? fallback }
        let latency = text("latenza", or: "0")
        guard let kind = form["guasto"].flatMap(Kind.init), let scope = Scope(rawValue: text("operazione", or: Scope.all.rawValue)),
              let percent = Int(text("percentuale", or: "100")), 0...100 ~= percent,
              let least = Int(latency), let most = Int(text("latenza_massima", or: latency)),
              0 <= least, least <= most, most <= Self.maximumLatency else { return nil }
        (self.kind, self.scope, self.percent, latencyMilliseconds) = (kind, scope, percent, least...most)
    }
}
