import Domain
import FastCGI
import Store
import Template

/// Impostazioni, as they are or as they came back refused.
struct SettingsView: View {
    var name: FormView
    var hasLogo: Bool
    var logo = FieldView(
        name: "logo_file", label: "File del logo", kind: .file(accept: "image/png,image/jpeg,image/webp"),
        help: "PNG, JPEG o WebP, al massimo 64 KB; sta nella testata, su fondo blu.")
    var compose: FormView
    var hours: FormView
    var access: FormView
    /// `nil`: none.
    var quotas: QuotasView?
    var sends: SendsView
    var privacy: FormView
    var accessibility: FormView
    var retention: FormView

    /// In the order of the page.
    var faults: [Fault] {
        name.faults + [logo.fault].compactMap { $0 } + compose.faults + hours.faults + [sends.ceiling.fault].compactMap { $0 }
            + privacy.faults + accessibility.faults + retention.faults
    }

    /// Whether something came that was not done: it was wrong, or a question comes first.
    var isRefused: Bool { !faults.isEmpty || !retention.question.isEmpty }

    init(_ exchange: Exchange) throws {
        let tenant = exchange.tenant, contacts = try exchange.store.contacts()
        name = FormView(nameOf: tenant)
        hasLogo = tenant.logo != nil
        compose = FormView(composeOf: tenant)
        hours = FormView(hoursOf: tenant)
        access = FormView(accessOf: tenant)
        quotas = tenant.quotas == Quotas() && tenant.account == nil ? nil : try QuotasView(exchange)
        sends = SendsView(of: tenant, traffic: try exchange.store.traffic(), alarms: try exchange.headerNotices().alarms)
        privacy = FormView(privacy: contacts)
        accessibility = FormView(accessibility: contacts)
        retention = FormView(tenant.retention)
    }

    /// Takes what came of the card with this address.
    mutating func take(_ form: Form, from address: String) {
        let cards: [WritableKeyPath<SettingsView, FormView>] = [\.name, \.compose, \.access, \.privacy, \.accessibility, \.retention]
        for card in cards where self[keyPath: card].address == address { self[keyPath: card].read(form) }
        if address == "\(SettingsPage.address)/massimo" { sends.ceiling.read(form) }
    }

    static let fields: Fields<Self> = [
        "nameForm": .view { $0.name },
        "hasLogo": .flag { $0.hasLogo },
        "logoField": .view { $0.logo },
        "composeForm": .view { $0.compose },
        "hoursForm": .view { $0.hours },
        "accessForm": .view { $0.access },
        "quotas": .view { $0.quotas },
        "sends": .view { $0.sends },
        "privacyForm": .view { $0.privacy },
        "accessibilityForm": .view { $0.accessibility },
        "retentionForm": .view { $0.retention },
    ]
}
