import Domain
import FastCGI
import Secrets
import Store
import Template

/// A new tenant: codice IPA, name, the names of its site, and who is to administer it.
struct NewTenantPage: Sendable {
    private let template: CompiledTemplate<NewTenantView, Layout>
    private let invitation: InvitationPage

    init(_ library: Library, _ invitation: InvitationPage) throws(TemplateError) {
        template = try library.template("tenant-new", NewTenantView.self, within: Layout.self)
        self.invitation = invitation
    }

    func show(_ exchange: Exchange) throws -> Response { try exchange.page(template, NewTenantView(), title: "Nuovo ente") }

    func add(_ exchange: Exchange) throws -> Response {
        var view = NewTenantView(exchange.request.form)
        view.check()
        try view.checkNames(exchange.installation)
        guard view.faults.isEmpty else { return try refuse(view, exchange) }
        let token = Token.random()
        do {
            let id = try exchange.installation.addTenant(
                code: view.code.value, name: view.name.value, canonicalHost: view.host.value.lowercased(), aliases: view.aliasNames,
                administrator: view.administrator.invited(by: token), by: exchange.person.id)
            guard let tenant = try exchange.installation.tenant(id) else { throw HTTPRefusal.notFound }
            let address = "/enti/\(id)?esito=\(Notice.tenantCreated.rawValue)"
            return try view.administrator.hand(over: token, to: tenant, exchange, invitation, backTo: address)
        } catch where StoreFault.isCodeTaken(error) {
            view.code.error = "C’è già un ente con questo codice."
            return try refuse(view, exchange)
        }
    }

    private func refuse(_ view: NewTenantView, _ exchange: Exchange) throws -> Response {
        let faults = Faults(view.faults, heading: "L’ente non è stato creato: correggere quanto indicato.")
        return try exchange.page(template, view, title: "Nuovo ente", faults: faults)
    }
}

private struct NewTenantView: View {
    var code = FieldView(
        name: "codice", label: "Codice IPA", kind: .exact(),
        help: "Come c_a123: da 3 a 32 lettere minuscole, cifre e trattini bassi. Non cambia più.",
        isRequired: true)
    var name = FieldView(name: "nome", label: "Nome", help: "Come Comune di Esempio: compare in alto in ogni pagina.", isRequired: true)
    var host = FieldView(
        name: "host", label: "Nome host", kind: .exact(), help: "L’indirizzo delle sue pagine, come notifiche.comune.example.it.",
        isRequired: true)
    var aliases = FieldView(
        name: "alias", label: "Altri nomi host", kind: .exact(), help: "Rimandano a quello; più d’uno separati da spazi.")
    var administrator = AdministratorFields(nameLabel: "Primo amministratore: cognome e nome")

    init() {}

    init(_ form: Form) {
        code.value = form.text("codice").lowercased()
        name.value = form.text("nome")
        host.value = form.text("host")
        aliases.value = form.text("alias")
        administrator.read(form)
    }

    private var fieldList: [FieldView] { [code, name, host, aliases] + administrator.list }
    var faults: [Fault] { fieldList.compactMap(\.fault) }
    var aliasNames: [String] { aliases.value.split { $0 == " " || $0 == "," }.map { $0.lowercased() } }

    mutating func check() {
        if TenantCode(code.value) == nil { code.error = TenantCode.fault }
        name.error = name.value.fault(asNameUpTo: 200) ?? ""
    }

    mutating func checkNames(_ store: InstallationStore) throws {
        host.error = try store.fault(ofNewName: host.value) ?? ""
        aliases.error = try aliasNames.compactMap(store.fault(ofNewName:)).first ?? ""
        let names = [host.value.lowercased()] + aliasNames
        if Set(names).count < names.count { aliases.error = "Lo stesso nome è indicato due volte." }
    }

    static let fields: Fields<Self> = ["fields": .list { $0.fieldList }]
}

extension InstallationStore {
    /// What is wrong with a name by which browsers are to reach a tenant.
    func fault(ofNewName typed: String) throws -> String? {
        guard !typed.isEmpty else { return "Scrivere il nome host." }
        guard let name = HostName(typed), name.isComplete else {
            return "«\(typed)» non è un nome host completo: lettere, cifre, trattini e punti, senza https:// e senza porta."
        }
        return try tenant(host: name.value) == nil ? nil : "«\(name.value)» appartiene già a un ente."
    }
}
