import Domain
import FastCGI
import Secrets
import Store
import Template
import Text

/// A person's own data, password and sessions.
struct ProfilePage: Sendable {
    static let address = "/profilo"
    static let wrongPassword = "La password attuale non è corretta."

    private let template: CompiledTemplate<ProfileView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("profile", ProfileView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response { try render(exchange) }

    func changePassword(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        var current = FieldView.currentPassword, new = NewPasswordFields(label: "Password nuova")
        let outcome = try exchange.acceptsPassword(form["password"] ?? "", of: exchange.person)
        current.error = outcome.sentence(wrong: Self.wrongPassword)
        let password = new.read(form, for: exchange.person, at: exchange.tenant)
        guard current.error.isEmpty, let password else {
            return try outcome.answer(render(exchange, [current] + new.list, status: outcome.status))
        }
        try exchange.store.setPassword(
            Password.hash(password), of: exchange.person.id, keeping: exchange.session?.token.digest, by: exchange.person.id)
        return exchange.redirect(to: Self.address, saying: .passwordChanged)
    }

    /// The person knows what others have changed: pages say it no longer.
    func noteChangesKnown(_ exchange: Exchange) throws -> Response {
        if let session = exchange.session { try exchange.store.noteAccessChangesKnown(in: session.token.digest) }
        return exchange.redirect(to: Self.address)
    }

    func endSession(_ exchange: Exchange) throws -> Response {
        let digest = [UInt8](hexadecimal: exchange.request.form.text("sessione")) ?? []
        try exchange.store.endSession(digest, of: exchange.person.id)
        return exchange.redirect(to: Self.address, saying: .ownSessionsEnded)
    }

    func endOtherSessions(_ exchange: Exchange) throws -> Response {
        try exchange.store.endAllSessions(of: exchange.person.id, keeping: exchange.session?.token.digest, by: exchange.person.id)
        return exchange.redirect(to: Self.address, saying: .ownSessionsEnded)
    }

    /// Switches single letters on or off, in this browser.
    func setShortcuts(_ exchange: Exchange) throws -> Response {
        let areOn = exchange.request.form.has("tasti")
        var response = exchange.redirect(to: Self.address, saying: areOn ? .shortcutsOn : .shortcutsOff)
        response.add("Set-Cookie", Shortcuts.header(areOn: areOn))
        return response
    }

    private func render(
        _ exchange: Exchange, _ passwords: [FieldView] = [.currentPassword] + NewPasswordFields(label: "Password nuova").list,
        status: Int = 200
    ) throws -> Response {
        var view = ProfileView(exchange, passwords)
        if exchange.person.scope != .all { view.services = try exchange.directory().services.map(\.name).joined(separator: ", ") }
        let sessions = try exchange.store.sessions(of: exchange.person.id, idle: Session.idle, whole: Session.whole)
        view.sessions = sessions.map { SessionLineView(line: $0, isThis: $0.digest == exchange.session?.token.digest) }
        view.changes = try exchange.store.accessChanges(of: exchange.person.id, limit: 10).map(AccessChangeView.init)
        let faults = Faults(passwords.compactMap(\.fault), heading: "La password non è stata cambiata: correggere quanto indicato.")
        return try exchange.page(template, view, title: "Profilo", status: status, faults: faults)
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

private struct ProfileView: View {
    var username: String
    var hasSecondFactor: Bool
    /// Those that are allowed.
    var services = "tutti"
    var sessions: [SessionLineView] = []
    /// By others.
    var changes: [AccessChangeView] = []
    var passwords: [FieldView]
    private let shortcuts: FieldView

    init(_ exchange: Exchange, _ passwords: [FieldView]) {
        username = exchange.person.username
        hasSecondFactor = exchange.person.hasSecondFactor
        self.passwords = passwords
        shortcuts = FieldView(
            name: "tasti", label: "Tasti rapidi in questo browser", kind: .tick,
            help: "n apre una nuova notifica, / la ricerca, ? l’elenco dei tasti. Nessuno invia qualcosa.",
            value: Shortcuts.areOff(exchange.request) ? "" : "1")
    }

    static let fields: Fields<Self> = [
        "username": .text { $0.username },
        "hasSecondFactor": .flag { $0.hasSecondFactor },
        "services": .text { $0.services.isEmpty ? "nessuno" : $0.services },
        "sessions": .list { $0.sessions },
        "hasOtherSessions": .flag { $0.sessions.count > 1 },
        "changes": .list { $0.changes },
        "hasChanges": .flag { !$0.changes.isEmpty },
        "passwords": .list { $0.passwords },
        "shortcuts": .view { $0.shortcuts },
    ]
}
