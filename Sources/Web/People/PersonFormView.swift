import Domain
import FastCGI
import Store
import Template

/// What is typed of a person: name, user name while the person is new, role, services.
struct PersonFormView: View {
    var name = FieldView(name: "nome", label: "Cognome e nome", isRequired: true, maximumLength: 120)
    var username = FieldView(name: "utente", label: "Nome utente", kind: .exact(), isRequired: true,
                             maximumLength: 64)
    var role: FieldView
    /// What was chosen: `nil` when the form did not say.
    var scope: Scope?
    private var servicesError = ""

    private let isNew: Bool
    /// What a person of this tenant may be.
    private let choices: [Role]
    private let services: [Directory.Service]

    init(_ exchange: Exchange, of person: Person? = nil) throws {
        let isOfTenant = exchange.tenant.kind == .publicBody
        isNew = person == nil
        choices = isOfTenant ? Role.ofTenant : Role.ofInstallation
        services = try exchange.servicesToAllow()
        var options = choices.map { OptionView(value: $0.label, label: $0.label) }
        if options.count > 1 { options.insert(OptionView(value: "", label: "Scegliere il ruolo"), at: 0) }
        role = FieldView(
            name: "ruolo", label: "Ruolo", kind: .choice(options),
            help: isOfTenant ? "Consultazione vede l’archivio, operatore invia, amministratore gestisce anche servizi e utenti."
                : "Gestisce gli enti, senza vedere che cosa e a chi scrivono.",
            // HTML wants an empty choice where one must be made; of one alone none is.
            isRequired: options.count > 1)
        guard let person else { return }
        name.value = person.name
        role.value = person.role.label
        scope = person.services
    }

    /// Takes what was typed and says what is wrong with it.
    mutating func read(_ form: Form) {
        name.value = form.text("nome")
        name.error = Self.fault(ofName: name.value)
        if isNew {
            username.value = form.text("utente").lowercased()
            username.error = Self.fault(ofUsername: username.value)
        }
        role.value = form.text("ruolo")
        role.error = chosenRole == nil ? "Scegliere un ruolo." : ""
        switch form["servizi"] {
        case "tutti": scope = .all
        case "scelti": scope = .only(Set(form.fields.filter { $0.name == "servizio" }.compactMap { ServiceID($0.value) }))
        default: scope = nil
        }
        guard case .only(let chosen) = scope else { return }
        if chosen.isEmpty { servicesError = "Spuntare almeno un servizio, oppure scegliere tutti." }
        if !chosen.isSubset(of: services.map(\.id)) {
            servicesError = "Uno dei servizi scelti non esiste: controllare quali sono spuntati."
        }
    }

    var chosenRole: Role? { choices.first { $0.label == role.value } }

    private var inputs: [FieldView] { isNew ? [name, username, role] : [name, role] }

    /// In the order of the form.
    var faults: [Fault] {
        inputs.compactMap(\.fault) + (servicesError.isEmpty ? [] : [Fault(field: "servizi-scelti", sentence: servicesError)])
    }

    static func fault(ofUsername username: String) -> String {
        Username(username) == nil ? Username.fault : ""
    }

    static func fault(ofName name: String) -> String {
        name.isEmpty ? "Scrivere cognome e nome." : name.fault(asNameUpTo: 120) ?? ""
    }

    private func isTicked(_ service: ServiceID) -> Bool {
        guard case .only(let chosen) = scope else { return false }
        return chosen.contains(service)
    }

    static let fields: Fields<Self> = [
        "fields": .list { $0.inputs },
        "hasAllServices": .flag { $0.scope ?? .all == .all },
        "services": .list { view in
            view.services.map { service in
                OptionView(value: service.id.description, label: service.name, isSelected: view.isTicked(service.id),
                           isTrial: service.environment == .trial)
            }
        },
        "servicesError": .text { $0.servicesError },
    ]
}
