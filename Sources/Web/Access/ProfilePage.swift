import Domain
import FastCGI
import Secrets
import Store
import Template

/// A person's own data, password and sessions.
struct ProfilePage: Sendable {
    static let wrongPassword = "La password attuale non è corretta."

    private let template: CompiledTemplate<ProfileView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("profile", ProfileView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = ProfileView(exchange)
        view.isChanged = exchange.request.query["esito"] == "password"
        view.changedRole = exchange.request.query["esito"] == "ruolo"
        view.endedSessions = exchange.request.query["esito"] == "sessioni"
        return try render(exchange, view)
    }

    func change(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        switch form["azione"] {
        case "chiudi_sessione":
            try exchange.store.endSession([UInt8](hexadecimal: form["sessione"] ?? "") ?? [], of: exchange.person.id)
            return exchange.redirect(to: "/profilo?esito=sessioni")
        case "chiudi_altre":
            try exchange.store.endAllSessions(of: exchange.person.id, keeping: exchange.session?.token.digest, by: exchange.person.id)
            return exchange.redirect(to: "/profilo?esito=sessioni")
        default: return try changePassword(exchange)
        }
    }

    private func changePassword(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        let new = form["password_nuova"] ?? ""
        var view = ProfileView(exchange)
        let outcome = try exchange.acceptsPassword(form["password"] ?? "", of: exchange.person)
        view.currentError = outcome.sentence(wrong: Self.wrongPassword)
        view.newError = PasswordRule.fault(of: new, for: exchange.person.username) ?? ""
        if new != form["password_ripetuta"] { view.repeatedError = "Le due password nuove non sono uguali." }
        guard view.currentError.isEmpty, view.newError.isEmpty, view.repeatedError.isEmpty else {
            return try outcome.answer(render(exchange, view, status: view.currentError.isEmpty ? 422 : outcome.status))
        }
        try exchange.store.setPassword(
            Password.hash(new), of: exchange.person.id, keeping: exchange.session?.token.digest, by: exchange.person.id)
        return exchange.redirect(to: "/profilo?esito=password")
    }

    private func render(_ exchange: Exchange, _ view: ProfileView, status: Int = 200) throws -> Response {
        var view = view
        if exchange.person.scope != .all { view.services = try exchange.store.services().map(\.name).joined(separator: ", ") }
        let sessions = try exchange.store.sessions(of: exchange.person.id, idle: Session.idle, whole: Session.whole)
        view.sessions = sessions.map { SessionLineView(line: $0, isThis: $0.digest == exchange.session?.token.digest) }
        return try exchange.page(template, view, title: "Profilo", status: status)
    }
}

extension Exchange {
    /// Takes the person's own password once more: whoever found a session open guesses no faster here than at the door.
    func acceptsPassword(_ typed: String, of person: Person) throws -> LoginThrottle.Outcome {
        let outcome = try LoginThrottle(.password, of: person.username, self).tried {
            let hash = try store.passwordHash(of: person.id)
            return site.passwordLimit.pass(of: tenant.id, waiting: Site.passwordWait) {
                Password.verify(typed, against: hash ?? Password.decoy)
            }
        }
        logRefusal(outcome, "password")
        return outcome
    }
}

/// What a password must be: long, and nothing else (NIST SP 800-63B §5.1.1.2).
enum PasswordRule {
    static let shortest = 12
    /// Longer ones only cost time.
    static let longest = 200

    /// - Parameter username: of whose it is. Whoever guesses begins with that.
    static func fault(of password: String, for username: String) -> String? {
        switch password.count {
        case 0: "Scrivere la password."
        case ..<shortest: "La password ha \(password.count) caratteri: ne servono almeno \(shortest)."
        case (longest + 1)...: "La password ha \(password.count) caratteri: al massimo \(longest)."
        case _ where password.lowercased().contains(username.lowercased()) && password.count < username.count + 8:
            "La password ripete il nome utente: sceglierne una che non si indovini."
        default: nil
        }
    }
}

private struct ProfileView: View {
    var username: String
    var hasSecondFactor: Bool
    /// Those that are allowed.
    var services = "tutti"
    var sessions: [SessionLineView] = []
    var changedRole = false
    var endedSessions = false
    var isChanged = false
    var currentError = ""
    var newError = ""
    var repeatedError = ""

    init(_ exchange: Exchange) {
        username = exchange.person.username
        hasSecondFactor = exchange.person.hasSecondFactor
    }

    static let fields: Fields<Self> = [
        "username": .text { $0.username },
        "hasSecondFactor": .flag { $0.hasSecondFactor },
        "services": .text { $0.services.isEmpty ? "nessuno" : $0.services },
        "sessions": .list { $0.sessions },
        "hasOtherSessions": .flag { $0.sessions.count > 1 },
        "changedRole": .flag { $0.changedRole },
        "endedSessions": .flag { $0.endedSessions },
        "isChanged": .flag { $0.isChanged },
        "hasErrors": .flag { ![$0.currentError, $0.newError, $0.repeatedError].allSatisfy(\.isEmpty) },
        "currentError": .text { $0.currentError },
        "newError": .text { $0.newError },
        "repeatedError": .text { $0.repeatedError },
    ]
}
