import Domain
import FastCGI
import Secrets
import Store
import Template

/// The people of the ente: list, add, a new password, lock out.
struct PeoplePage: Sendable {
    private let template: CompiledTemplate<PeopleView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("people", PeopleView.self, within: Layout.self)
    }

    func list(_ exchange: Exchange) throws -> Response {
        let message = Self.messages[exchange.request.query["esito"] ?? ""] ?? ""
        return try render(exchange, PeopleView(message: message))
    }

    func add(_ exchange: Exchange) throws -> Response {
        var view = PeopleView(exchange.request.form)
        let password = exchange.request.form["password"] ?? ""
        guard let role = view.check(password) else { return try render(exchange, view, status: 422) }
        do {
            _ = try exchange.store.addPerson(
                username: view.username, name: view.name, role: role, passwordHash: Password.hash(password), by: exchange.person.id)
        } catch where StoreFault.isNameTaken(error) {
            view.usernameError = "C’è già una persona con questo nome utente."
            return try render(exchange, view, status: 422)
        }
        return exchange.redirect(to: "/utenti?esito=aggiunto")
    }

    func change(_ exchange: Exchange) throws -> Response {
        guard let id = exchange.id, let person = try exchange.store.person(id) else { throw Refusal.notFound }
        switch exchange.request.form["azione"] {
        case "disattiva", "riattiva":
            let disabling = exchange.request.form["azione"] == "disattiva"
            // Whoever locks themselves out cannot let themselves in again.
            if disabling, person.id == exchange.person.id { return exchange.redirect(to: "/utenti?esito=se_stessi") }
            try exchange.store.setDisabled(disabling, person: person.id, by: exchange.person.id)
            return exchange.redirect(to: "/utenti?esito=\(disabling ? "disattivato" : "riattivato")")
        case "reimposta":
            let password = exchange.request.form["password"] ?? ""
            if let fault = PasswordRule.fault(of: password) {
                return try render(exchange, PeopleView(alert: "\(person.name): \(fault)"), status: 422)
            }
            try exchange.store.setPassword(Password.hash(password), of: person.id, keeping: nil, by: exchange.person.id)
            return exchange.redirect(to: "/utenti?esito=reimpostata")
        default:
            throw Refusal.notFound
        }
    }

    private func render(_ exchange: Exchange, _ view: PeopleView, status: Int = 200) throws -> Response {
        var view = view
        view.people = try exchange.store.people().map { PersonRow(person: $0, isSelf: $0.id == exchange.person.id) }
        return try exchange.page(template, view, title: "Utenti", status: status)
    }

    private static let messages = [
        "aggiunto": "La persona è stata aggiunta: consegnarle nome utente e password, che potrà cambiare dal profilo.",
        "disattivato": "La persona non può più entrare.",
        "riattivato": "La persona può di nuovo entrare.",
        "reimpostata": "La password è stata reimpostata e le sessioni aperte sono state chiuse.",
        "se_stessi": "Non si può disattivare la propria utenza.",
    ]
}

private struct PersonRow: View {
    var person: Person
    var isSelf: Bool

    static let fields: Fields<Self> = [
        "id": .text { $0.person.id.description },
        "name": .text { $0.person.name },
        "username": .text { $0.person.username },
        "role": .text { $0.person.role.label },
        "lastLogin": .text { $0.person.lastLogin.map { RomeTime($0).italianDate + " " + RomeTime($0).italianTime } ?? "mai" },
        "isDisabled": .flag { $0.person.isDisabled },
        "isSelf": .flag { $0.isSelf },
    ]
}

private struct PeopleView: View {
    var people: [PersonRow] = []
    var message = ""
    var alert = ""
    var name = ""
    var username = ""
    var role = ""
    var nameError = ""
    var usernameError = ""
    var roleError = ""
    var passwordError = ""

    init(message: String = "", alert: String = "") {
        self.message = message
        self.alert = alert
    }

    init(_ form: Form) {
        name = (form["nome"] ?? "").trimmedSpaces
        username = (form["utente"] ?? "").trimmedSpaces.lowercased()
        role = form["ruolo"] ?? ""
    }

    /// The role, if everything that was typed is right; else the sentences are set.
    mutating func check(_ password: String) -> Role? {
        if name.isEmpty || name.count > 120 { nameError = "Cognome e nome hanno da 1 a 120 caratteri." }
        let isPlain = username.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || ".-_".utf8.contains($0) }
        if !(3...64).contains(username.utf8.count) || !isPlain {
            usernameError = "Il nome utente ha da 3 a 64 lettere minuscole, cifre, punti, trattini."
        }
        passwordError = PasswordRule.fault(of: password) ?? ""
        let role = Role(label: role)
        if role.map(Role.ofEnte.contains) != true { roleError = "Scegliere un ruolo." }
        return nameError.isEmpty && usernameError.isEmpty && roleError.isEmpty && passwordError.isEmpty ? role : nil
    }

    static let fields: Fields<Self> = [
        "people": .list { $0.people },
        "message": .text { $0.message },
        "alert": .text { $0.alert },
        "name": .text { $0.name },
        "newUsername": .text { $0.username },
        "roles": .list { view in Role.ofEnte.map { OptionView(value: $0.label, label: $0.label, isSelected: $0.label == view.role) } },
        "hasErrors": .flag { ![$0.nameError, $0.usernameError, $0.roleError, $0.passwordError].allSatisfy(\.isEmpty) },
        "nameError": .text { $0.nameError },
        "usernameError": .text { $0.usernameError },
        "roleError": .text { $0.roleError },
        "passwordError": .text { $0.passwordError },
    ]
}
