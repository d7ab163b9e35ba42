import Domain
import Store
import Template

/// A tenant as the installation sees it, with the forms as they are or as they came back refused.
struct TenantView: View {
    var tenant: Tenant
    var line: TenantRow
    private let aliases: [AliasView]
    var quotas: FormView
    var newName: FormView
    var hasAdministrator: Bool
    /// Nothing is decided about it any more.
    var isBeingDeleted: Bool
    var administrator = AdministratorFields(nameLabel: "Cognome e nome")
    var account: FormView
    var reason = FieldView(name: "motivo", label: "Motivo", help: """
        In sola lettura lo leggono le persone dell’ente; se è chiuso, chiunque ne apra le pagine. Al massimo 500 caratteri.
        """, isRequired: true)
    /// What is proposed: the milder of the two, or what it is.
    var chosen: Tenant.State?
    var levelError = ""

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
        self.line = TenantRow(line, exchange)
        (isBeingDeleted, hasAdministrator) = (line.isBeingDeleted, line.hasAdministrator)
        let certificates = exchange.site.certificates
        aliases = line.aliases.map { AliasView(name: $0, tenant: tenant.id, certificate: CertificateView(of: $0, in: certificates)) }
        let address = "/enti/\(tenant.id)"
        quotas = FormView(
            id: "quote", heading: "Quote", introduction: "Un campo vuoto: nessun limite.", address: "\(address)/quote",
            button: "Salva quote", inputs: Self.quotaParts.map { part in
                FieldView(name: part.name, label: part.label, kind: .line(keyboard: "numeric"), help: part.help,
                              value: tenant.quotas[keyPath: part.quota].map(String.init) ?? "")
            })
        newName = FormView(
            id: "nuovo-nome", heading: "Altro nome host", address: "\(address)/nomi", button: "Aggiungi nome",
            inputs: [FieldView(name: "host", label: "Nome host", kind: .exact(), help: "Chi lo apre arriva al nome principale.")])
        let owner = try tenant.account.flatMap(exchange.installation.tenant)
        account = FormView(
            id: "account-io", heading: "Account di App IO",
            introduction: "Chi condivide un account ne divide il limite di chiamate.", address: "\(address)/account",
            button: "Salva account", inputs: [
                FieldView(name: "account", label: "Codice IPA dell’ente che ha l’account", kind: .exact(),
                          help: "Vuoto: il proprio.", value: owner?.code ?? ""),
            ])
    }

    private var administratorForm: FormView {
        FormView(
            id: "amministratori", heading: "Invita un amministratore",
            introduction: "Per un ente che non ne ha più, o il cui collegamento è scaduto.", address: "/enti/\(tenant.id)/amministratori",
            button: "Invita", inputs: administrator.list)
    }

    /// Whether something came that was not done: it was wrong, may not be, or a question comes first.
    var isRefused: Bool { !faults.isEmpty || !quotas.question.isEmpty }

    /// In the order of the page.
    var faults: [Fault] {
        quotas.faults + newName.faults + administrator.list.compactMap(\.fault) + account.faults
            + (levelError.isEmpty ? [] : [Fault(field: "sola_lettura", sentence: levelError)]) + [reason.fault].compactMap { $0 }
    }

    static let fields: Fields<Self> = [
        "line": .view { $0.line },
        "isActive": .flag { $0.tenant.state == .active },
        "isBeingDeleted": .flag { $0.isBeingDeleted },
        "stateReason": .text { $0.tenant.stateReason },
        "peopleQuota": .text { $0.tenant.quotas.people.map(\.italian) ?? "" },
        "aliases": .list { $0.aliases },
        "quotaForm": .view { $0.quotas },
        "nameForm": .view { $0.newName },
        "administratorForm": .view { $0.hasAdministrator ? nil : $0.administratorForm },
        "hasAdministrator": .flag { $0.hasAdministrator },
        "accountForm": .view { $0.account },
        "reasonField": .view { $0.reason },
        "isReadOnlyChosen": .flag { $0.chosen == .readOnly },
        "isClosedChosen": .flag { $0.chosen == .closed },
        "levelError": .text { $0.levelError },
    ]
}

/// A host name that sends browsers to the canonical one.
private struct AliasView: View {
    var name: String
    var tenant: TenantID
    var certificate: CertificateView?

    static let fields: Fields<Self> = [
        "alias": .text { $0.name }, "tenantID": .text { $0.tenant.description }, "certificate": .view { $0.certificate },
    ]
}
