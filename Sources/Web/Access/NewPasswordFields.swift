import Domain
import FastCGI
import Store

/// A new password, typed twice.
struct NewPasswordFields {
    private(set) var password: FieldView
    private(set) var repeated: FieldView

    init(label: String) {
        password = FieldView(
            name: "password_nuova", label: label, kind: .password(autocomplete: "new-password"),
            help: "Almeno \(PasswordRule.length.lowerBound) caratteri.", isRequired: true, marksRequired: false)
        repeated = FieldView(
            name: "password_ripetuta", label: "Ripetere la \(label.lowercased())", kind: .password(autocomplete: "new-password"),
            isRequired: true, marksRequired: false)
    }

    var list: [FieldView] { [password, repeated] }

    /// Says what is wrong with what was typed.
    ///
    /// - Parameter person: whose it is to be.
    /// - Returns: what was typed; `nil` when it is refused.
    mutating func read(_ form: Form, for person: Person, at tenant: Tenant) -> String? {
        let typed = form["password_nuova"] ?? ""
        password.error = PasswordRule.fault(of: typed, for: person.username, of: [person.name, tenant.name, tenant.canonicalHost]) ?? ""
        repeated.error = typed == form["password_ripetuta"] ? "" : "Le due password non sono uguali."
        return list.allSatisfy(\.error.isEmpty) ? typed : nil
    }

    mutating func refuse(_ sentence: String) { password.error = sentence }
}

extension FieldView {
    /// Whoever found a session open does not know it.
    static var currentPassword: FieldView {
        FieldView(name: "password", label: "Password attuale", kind: .password(autocomplete: "current-password"), isRequired: true,
                  marksRequired: false)
    }
}
