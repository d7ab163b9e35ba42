import Domain
import FastCGI
import Template

/// What is typed of a person: name, user name while the person is new, role.
struct PersonFormView: View {
    var name = ""
    var username = ""
    var role = ""
    var nameError = ""
    var usernameError = ""
    var roleError = ""

    init() {}

    init(_ form: Form) {
        name = (form["nome"] ?? "").trimmedSpaces
        username = (form["utente"] ?? "").trimmedSpaces.lowercased()
        role = form["ruolo"] ?? ""
    }

    var hasErrors: Bool { ![nameError, usernameError, roleError].allSatisfy(\.isEmpty) }

    mutating func checkUsername() {
        let isPlain = username.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || ".-_".utf8.contains($0) }
        if !(3...64).contains(username.utf8.count) || !isPlain {
            usernameError = "Il nome utente ha da 3 a 64 lettere minuscole, cifre, punti, trattini."
        }
    }

    /// The role, if name and role are right; else the sentences are set.
    mutating func checkedRole() -> Role? {
        if name.isEmpty || name.count > 120 { nameError = "Cognome e nome hanno da 1 a 120 caratteri." }
        let role = Role.ofEnte.first { $0.label == self.role }
        if role == nil { roleError = "Scegliere un ruolo." }
        return nameError.isEmpty ? role : nil
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "newUsername": .text { $0.username },
        "roles": .list { view in Role.ofEnte.map { OptionView(value: $0.label, label: $0.label, isSelected: $0.label == view.role) } },
        "nameError": .text { $0.nameError },
        "usernameError": .text { $0.usernameError },
        "roleError": .text { $0.roleError },
    ]
}
