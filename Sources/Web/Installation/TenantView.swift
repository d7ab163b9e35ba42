import Domain
import Store
import Template

/// A tenant as the installation sees it, with the forms as they are or as they came back refused.
struct TenantView: View {
    var tenant: Tenant
    var line: TenantLine
    var aliases: [String]
    var quotas: SettingsFormView
    var newName: SettingsFormView
    var hasAdministrator: Bool
    /// Nothing is decided about it any more.
    var isBeingDeleted: Bool
    var administrator = AdministratorFields(nameLabel: "Cognome e nome *")
    var account: SettingsFormView
    var reason = TextFieldView(name: "motivo", label: "Motivo *", help: """
        In sola lettura lo leggono le persone dell’ente; se è chiuso, chiunque ne apra le pagine. Al massimo 500 caratteri.
        """)
    /// What is proposed: the milder of the two, or what it is.
    var chosen: Tenant.State?
    var levelError = ""
    var message = ""

    typealias QuotaPart = (name: String, label: String, help: String, quota: WritableKeyPath<Quotas, Int?>)

    static var quotaParts: [QuotaPart] {
        [("messaggi_giorno", "Messaggi al giorno", "Oltre la quota i messaggi attendono il giorno dopo.", \.messagesADay),
         ("messaggi_minuto", "Messaggi al minuto", "Oltre la quota i messaggi attendono il minuto dopo.", \.messagesAMinute),
         ("persone", "Persone", "Quante possono entrare.", \.people),
         ("conservazione", "Giorni di conservazione", "Il massimo che l’ente può chiedere per le notifiche concluse.", \.retention)]
    }

    init(_ tenant: Tenant, _ exchange: Exchange) throws {
        self.tenant = tenant
        chosen = tenant.state == .active ? .readOnly : tenant.state
        reason.value = tenant.stateReason
        guard let line = try exchange.installation.tenantLine(tenant.id, on: .today(at: .now())) else { throw HTTPRefusal.notFound }
        self.line = line
        isBeingDeleted = try exchange.installation.isBeingDeleted(tenant.id)
        hasAdministrator = try exchange.installation.hasAdministrator(tenant.id)
        aliases = try exchange.installation.aliases(of: tenant.id)
        let address = "/enti/\(tenant.id)"
        quotas = SettingsFormView(
            id: "quote", heading: "Quote", introduction: "Un campo vuoto: nessun limite.", address: address, action: "salva_quote",
            button: "Salva quote", fields: Self.quotaParts.map { part in
                TextFieldView(name: part.name, label: part.label, keyboard: "numeric", help: part.help,
                              value: tenant.quotas[keyPath: part.quota].map(String.init) ?? "")
            })
        newName = SettingsFormView(
            id: "nuovo-nome", heading: "Altro nome host", address: address, action: "aggiungi_host", button: "Aggiungi nome",
            fields: [TextFieldView(name: "host", label: "Nome host", help: "Rimanda a quello principale.")])
        let owner = try tenant.account.flatMap(exchange.installation.tenant)
        account = SettingsFormView(
            id: "account-io", heading: "Account di App IO",
            introduction: "Chi condivide un account ne divide il limite di chiamate.", address: address, action: "salva_account",
            button: "Salva account", fields: [
                TextFieldView(name: "account", label: "Codice IPA dell’ente che ha l’account", help: "Vuoto: il proprio.",
                              value: owner?.code ?? ""),
            ])
    }

    private var administratorForm: SettingsFormView {
        SettingsFormView(
            id: "amministratori", heading: "Invita un amministratore",
            introduction: "Per un ente che non ne ha più, o il cui collegamento è scaduto.", address: "/enti/\(tenant.id)",
            action: "invita", button: "Invita", fields: administrator.list)
    }

    private var isReasonRefused: Bool { !reason.error.isEmpty || !levelError.isEmpty }

    static let fields: Fields<Self> = [
        "tenant": .view { TenantRow(line: $0.line) },
        "isActive": .flag { $0.tenant.state == .active },
        "isBeingDeleted": .flag { $0.isBeingDeleted },
        "stateReason": .text { $0.tenant.stateReason },
        "peopleQuota": .text { $0.tenant.quotas.people.map(\.italian) ?? "" },
        "aliases": .list { view in view.aliases.map { AliasView(name: $0, tenant: view.tenant.id) } },
        "quotaForm": .view { $0.quotas },
        "nameForm": .view { $0.newName },
        "administratorForm": .view { $0.hasAdministrator ? nil : $0.administratorForm },
        "hasAdministrator": .flag { $0.hasAdministrator },
        "accountForm": .view { $0.account },
        "reasonField": .view { $0.reason },
        "isReasonRefused": .flag { $0.isReasonRefused },
        "isReadOnlyChosen": .flag { $0.chosen == .readOnly },
        "isClosedChosen": .flag { $0.chosen == .closed },
        "levelError": .text { $0.levelError },
        "message": .text { $0.message },
    ]
}

/// A host name that sends browsers to the canonical one.
private struct AliasView: View {
    var name: String
    var tenant: Identifier

    static let fields: Fields<Self> = ["alias": .text { $0.name }, "enteID": .text { $0.tenant.description }]
}
