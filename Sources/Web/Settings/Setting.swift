import Domain
import FastCGI
import Store
import Template

/// One part of Impostazioni, with a form of its own; the raw value ends the form's address. The page of all shows a row for each
/// of its fields.
enum Setting: String, CaseIterable {
    case name = "nome", logo, compose = "invio", hours = "orario", access = "accesso", ceiling = "massimo"
    case privacy, accessibility = "accessibilita", retention = "conservazione"

    var address: String { "\(SettingsPage.address)/\(rawValue)" }

    /// As it is now.
    ///
    /// - Parameter contacts: asked only where the form shows some.
    func form(of tenant: Tenant, contacts: () throws -> TenantContacts) rethrows -> FormView {
        switch self {
        case .name: FormView(nameOf: tenant)
        case .logo: FormView(logoOf: tenant)
        case .compose: FormView(composeOf: tenant)
        case .hours: FormView(hoursOf: tenant)
        case .access: FormView(accessOf: tenant)
        case .ceiling: FormView(ceilingOf: tenant)
        case .privacy: FormView(privacy: try contacts())
        case .accessibility: FormView(accessibility: try contacts())
        case .retention: FormView(tenant.retention)
        }
    }

    /// Said once it was saved.
    ///
    /// - Parameter tenant: as it is now.
    func done(at tenant: Tenant) -> String {
        switch self {
        case .name: "Il nome è stato salvato."
        case .logo: tenant.logo == nil ? "Il logo è stato tolto." : "Il logo è stato salvato."
        case .compose: "Ciò che si chiede prima dell’invio è stato salvato."
        case .hours: "L’orario degli invii è stato salvato."
        case .access: "Le regole di accesso sono state salvate."
        case .ceiling: "Il massimo per cittadino è stato salvato."
        case .privacy: "I dati per la pagina Privacy sono stati salvati."
        case .accessibility: "I dati per la pagina Accessibilità sono stati salvati."
        case .retention: "La conservazione è stata salvata."
        }
    }
}

/// A field of a setting where it is only read: label, value, and the way to its form.
struct SettingRowView: View {
    var field: FieldView
    var form: FormView

    static let fields: Fields<Self> = [
        "label": .text { $0.field.label },
        "value": .text { $0.field.inWords },
        "address": .text { "\($0.form.address)#\($0.field.name)" },
        "mayBeRemoved": .flag { $0.form.id == Setting.logo.rawValue && !$0.field.value.isEmpty },
    ]
}
