import Domain
import Store
import Template

/// Impostazioni, as they are or as they came back refused.
struct SettingsView: View {
    var name: SettingsFormView
    var hasLogo: Bool
    var minimum: String
    var confirmsSends: Bool
    var requiresSecondFactor: Bool
    /// `nil`: none.
    var quotas: QuotasView?
    var sends: SendsView
    var privacy: SettingsFormView
    var accessibility: SettingsFormView
    var retention: SettingsFormView
    var message = ""
    var logoError = ""
    var minimumError = ""

    init(_ exchange: Exchange) throws {
        let tenant = exchange.tenant, contacts = try exchange.store.contacts()
        name = SettingsFormView(
            id: "ente", heading: "Ente", action: "salva_nome", button: "Salva nome",
            fields: [TextFieldView(name: "nome", label: "Nome", help: "Sta nella testata di ogni pagina.", value: tenant.name)])
        hasLogo = tenant.logo != nil
        minimum = String(tenant.minimumContent)
        confirmsSends = tenant.confirmsSends
        requiresSecondFactor = tenant.requiresSecondFactor
        quotas = tenant.quotas == Quotas() && tenant.account == nil ? nil : try QuotasView(exchange)
        sends = SendsView(of: tenant, traffic: try exchange.store.traffic(), alarms: try exchange.store.headerNotices().alarms)
        privacy = SettingsFormView(
            id: "privacy", heading: "Dati personali",
            introduction: "Ciò che dice la pagina pubblica Privacy. I campi vuoti non vi compaiono.",
            action: "salva_privacy", button: "Salva dati personali",
            fields: TenantContacts.Field.ofPrivacy.map { TextFieldView($0, contacts) })
        accessibility = SettingsFormView(
            id: "accessibilita", heading: "Accessibilità",
            introduction: "Ciò che dice la pagina pubblica Accessibilità. I campi vuoti non vi compaiono.",
            action: "salva_accessibilita", button: "Salva accessibilità",
            fields: TenantContacts.Field.ofAccessibility.map { TextFieldView($0, contacts) })
        let rule = try exchange.store.retention()
        retention = SettingsFormView(
            id: "conservazione", heading: "Conservazione",
            introduction: """
                Le notifiche concluse vengono cancellate dopo questi giorni, con i loro tentativi; il registro anche, ma non prima di \
                \(RetentionRule.leastOfAudit). Ciò che è in corso o ha un esito incerto resta.
                """,
            action: "salva_conservazione", button: "Salva conservazione",
            fields: [TextFieldView(
                name: "giorni", label: "Giorni di conservazione", keyboard: "numeric",
                help: rule.ceiling.map { "Vuoto: quanto permette chi gestisce il sistema, \($0.italian) giorni." }
                    ?? "Vuoto: per sempre. Almeno \(RetentionRule.range.lowerBound).",
                value: rule.own.map(String.init) ?? "")])
    }

    static let fields: Fields<Self> = [
        "nameForm": .view { $0.name },
        "hasLogo": .flag { $0.hasLogo },
        "logoError": .text { $0.logoError },
        "minimum": .text { $0.minimum },
        "confirmsSends": .flag { $0.confirmsSends },
        "requiresSecondFactor": .flag { $0.requiresSecondFactor },
        "minimumError": .text { $0.minimumError },
        "quotas": .view { $0.quotas },
        "sends": .view { $0.sends },
        "privacyForm": .view { $0.privacy },
        "accessibilityForm": .view { $0.accessibility },
        "retentionForm": .view { $0.retention },
        "message": .text { $0.message },
    ]
}
