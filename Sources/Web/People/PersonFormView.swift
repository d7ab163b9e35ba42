import Domain
import FastCGI
import Store
import Template

/// What is typed of a person: name, user name while the person is new, role, services.
struct PersonFormView: View {
    var name = ""
    var username = ""
    var role = ""
    /// What may be chosen, and what was: `nil` when the form did not say.
    var services: [Service] = []
    var scope: Scope?
    var nameError = ""
    var usernameError = ""
    var roleError = ""
    var servicesError = ""

    /// What a person of this tenant may be.
    private var choices: [Role]

    init(at tenant: Tenant) { choices = tenant.kind == .publicBody ? Role.ofTenant : Role.ofInstallation }

    init(_ form: Form, at tenant: Tenant) {
        self.init(at: tenant)
        name = (form["nome"] ?? "").trimmedSpaces
        username = (form["utente"] ?? "").trimmedSpaces.lowercased()
        role = form["ruolo"] ?? ""
        switch form["servizi"] {
        case "tutti": scope = .all
        case "scelti": scope = .only(Set(form.fields.filter { $0.name == "servizio" }.compactMap { Identifier($0.value) }))
        default: scope = nil
        }
    }

    var hasErrors: Bool { ![nameError, usernameError, roleError, servicesError].allSatisfy(\.isEmpty) }

    mutating func checkUsername() { usernameError = Self.fault(ofUsername: username) }

    static func fault(ofUsername username: String) -> String {
        Username(username) == nil ? Username.fault : ""
    }

    static func fault(ofName name: String) -> String { name.fault(asNameUpTo: 120) ?? "" }

    /// The role, if everything but the user name is right; else the sentences are set.
    mutating func checkedRole() -> Role? {
        nameError = Self.fault(ofName: name)
        let role = choices.first { $0.label == self.role }
        if role == nil { roleError = "Scegliere un ruolo." }
        if case .only(let chosen) = scope {
            if chosen.isEmpty { servicesError = "Spuntare almeno un servizio, oppure scegliere tutti." }
            if !chosen.isSubset(of: services.map(\.id)) {
                servicesError = "Uno dei servizi scelti non esiste: controllare quali sono spuntati."
            }
        }
        return nameError.isEmpty && servicesError.isEmpty ? role : nil
    }

    private func isTicked(_ service: Identifier) -> Bool {
        guard case .only(let chosen) = scope else { return false }
        return chosen.contains(service)
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "newUsername": .text { $0.username },
        "roles": .list { view in view.choices.map { OptionView(value: $0.label, label: $0.label, isSelected: $0.label == view.role) } },
        "hasAllServices": .flag { $0.scope ?? .all == .all },
        "services": .list { view in
            view.services.map { service in
                OptionView(value: service.id.description, label: service.name, isSelected: view.isTicked(service.id),
                           isTrial: service.environment == .trial)
            }
        },
        "nameError": .text { $0.nameError },
        "usernameError": .text { $0.usernameError },
        "roleError": .text { $0.roleError },
        "servicesError": .text { $0.servicesError },
    ]
}
