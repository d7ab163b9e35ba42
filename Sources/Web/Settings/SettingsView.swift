import Domain
import Store
import Template

/// Impostazioni, as they are or as they came back refused.
struct SettingsView: View {
    var name: FormView
    var hasLogo: Bool
    var logo = FieldView(
        name: "logo_file", label: "File del logo", kind: .file(accept: "image/png,image/jpeg,image/webp"),
        help: "PNG, JPEG o WebP, al massimo 64 KB; sta nella testata, su fondo blu.")
    var minimum: FieldView
    var confirmsSends: Bool
    var requiresSecondFactor: Bool
    /// `nil`: none.
    var quotas: QuotasView?
    var sends: SendsView
    var privacy: FormView
    var accessibility: FormView
    var retention: FormView

    /// In the order of the page.
    var faults: [Fault] {
        name.faults + [logo, minimum].compactMap(\.fault) + [sends.ceiling.fault].compactMap { $0 }
            + privacy.faults + accessibility.faults + retention.faults
    }

    /// Whether something came that was not done: it was wrong, or a question comes first.
    var isRefused: Bool { !faults.isEmpty || !retention.question.isEmpty }

    init(_ exchange: Exchange) throws {
        let tenant = exchange.tenant, contacts = try exchange.store.contacts()
        name = FormView(
            id: "ente", heading: "Ente", address: "\(SettingsPage.address)/nome", button: "Salva nome",
            inputs: [FieldView(name: "nome", label: "Nome", help: "Sta nella testata di ogni pagina.", value: tenant.name)])
        hasLogo = tenant.logo != nil
        minimum = FieldView(
            name: "minimo_contenuto", label: "Lunghezza minima del Contenuto", kind: .line(keyboard: "numeric"),
            help: "Sotto questa lunghezza la notifica chiede una conferma. Da 80, il minimo di App IO, a 10.000 caratteri.",
            isRequired: true, marksRequired: false, value: String(tenant.minimumContent))
        confirmsSends = tenant.confirmsSends
        requiresSecondFactor = tenant.requiresSecondFactor
        quotas = tenant.quotas == Quotas() && tenant.account == nil ? nil : try QuotasView(exchange)
        sends = SendsView(of: tenant, traffic: try exchange.store.traffic(), alarms: try exchange.store.headerNotices().alarms)
        privacy = FormView(
            id: "privacy", heading: "Dati personali",
            introduction: "Ciò che dice la pagina pubblica Privacy. I campi vuoti non vi compaiono.",
            address: "\(SettingsPage.address)/privacy", button: "Salva dati personali",
            inputs: TenantContacts.Field.ofPrivacy.map { FieldView($0, contacts) })
        accessibility = FormView(
            id: "accessibilita", heading: "Accessibilità",
            introduction: "Ciò che dice la pagina pubblica Accessibilità. I campi vuoti non vi compaiono.",
            address: "\(SettingsPage.address)/accessibilita", button: "Salva accessibilità",
            inputs: TenantContacts.Field.ofAccessibility.map { FieldView($0, contacts) })
        let rule = try exchange.store.retention()
        retention = FormView(
            id: "conservazione", heading: "Conservazione",
            introduction: """
                Le notifiche concluse vengono cancellate dopo questi giorni, con i loro tentativi; il registro anche, ma non prima di \
                \(RetentionRule.leastOfAudit). Ciò che è in corso o ha un esito incerto resta.
                """,
            address: "\(SettingsPage.address)/conservazione", button: "Salva conservazione",
            inputs: [FieldView(
                name: "giorni", label: "Giorni di conservazione", kind: .line(keyboard: "numeric"),
                help: rule.ceiling.map { "Vuoto: quanto permette chi gestisce il sistema, \($0.italian) giorni." }
                    ?? "Vuoto: per sempre. Almeno \(RetentionRule.range.lowerBound).",
                value: rule.own.map(String.init) ?? "")])
    }

    static let fields: Fields<Self> = [
        "nameForm": .view { $0.name },
        "hasLogo": .flag { $0.hasLogo },
        "logoField": .view { $0.logo },
        "minimum": .view { $0.minimum },
        "confirmsSends": .flag { $0.confirmsSends },
        "requiresSecondFactor": .flag { $0.requiresSecondFactor },
        "quotas": .view { $0.quotas },
        "sends": .view { $0.sends },
        "privacyForm": .view { $0.privacy },
        "accessibilityForm": .view { $0.accessibility },
        "retentionForm": .view { $0.retention },
    ]
}
