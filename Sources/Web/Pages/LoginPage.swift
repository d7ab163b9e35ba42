import Domain
import FastCGI
import Logging
import Secrets
import Store
import Template

/// Log in and log out. A form that was sent after the session had ended comes along through the log in, so
/// that what was typed is not lost.
struct LoginPage: Sendable {
    private let template: CompiledTemplate<LoginView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("login", LoginView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        if exchange.session != nil { return exchange.redirect(to: "/notifiche") }
        return try render(exchange, LoginView(next: exchange.request.query["dopo"] ?? ""))
    }

    /// In the place of a page for which somebody must log in first.
    func interrupt(_ exchange: Exchange) throws -> Response {
        let path = exchange.request.path
        guard exchange.request.method == "POST" else {
            return exchange.redirect(to: path == "/notifiche" ? "/entra" : "/entra?dopo=\(Form.encode(path + Self.origin(of: exchange)))")
        }
        let view = LoginView(
            next: path, resumed: path == "/notifiche/nuova" ? exchange.request.form.urlEncoded : "",
            alert: "La sessione è scaduta e l’operazione non è stata eseguita: entrare di nuovo."
                + (path == "/notifiche/nuova" ? " Quanto scritto è conservato." : ""))
        return try render(exchange, view, status: 403)
    }

    /// What a new notification was to start from: of a query nothing else goes along, since it may name a citizen.
    private static func origin(of exchange: Exchange) -> String {
        let query = exchange.request.query
        guard let id = query["da"].flatMap({ Identifier($0) }) else { return "" }
        return "?da=\(id)" + (query["errata"] == nil ? "" : "&errata=1")
    }

    func enter(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        var view = LoginView(
            username: form["utente"] ?? "", next: form["dopo"] ?? "", resumed: form["ripresa"] ?? "")
        guard tokenHolds(exchange) else {
            view.alert = "La pagina era aperta da troppo tempo: inserire di nuovo la password."
            return try render(exchange, view, status: 422)
        }
        guard let found = try exchange.site.passwords.pass({
            try authenticated(exchange, username: view.username, password: form["password"] ?? "")
        }) else {
            view.alert = "Troppe persone stanno entrando in questo momento: attendere qualche secondo e inserire di nuovo la password."
            return try render(exchange, view, status: 503)
        }
        guard let person = found else {
            exchange.site.logger.notice("access denied", metadata: [
                "ente": "\(exchange.tenant.code)", "address": "\(exchange.request.parameters["REMOTE_ADDR"] ?? "-")",
            ])
            view.alert = "Nome utente o password non corretti."
            return try render(exchange, view, status: 422)
        }
        let token = Token.random()
        try exchange.store.openSession(token.digest, for: person.id)
        var response = try resume(exchange, person, token, view)
        response.add("Set-Cookie", Session.header(token))
        return response
    }

    func leave(_ exchange: Exchange) throws -> Response {
        if let session = exchange.session { try exchange.store.closeSession(session.token.digest, of: session.person.id) }
        var response = exchange.redirect(to: "/entra")
        response.add("Set-Cookie", Session.removal)
        return response
    }

    /// The same work whether the name exists or not, so that time does not tell.
    private func authenticated(_ exchange: Exchange, username: String, password: String) throws -> Person? {
        let person = try exchange.store.person(username: username.lowercased())
        let hash = try person.flatMap { try exchange.store.passwordHash(of: $0.id) }
        let holds = Password.verify(password, against: hash ?? Password.decoy)
        guard let person, holds, !person.isDisabled else { return nil }
        return person
    }

    private func resume(_ exchange: Exchange, _ person: Person, _ token: Token, _ view: LoginView) throws -> Response {
        guard view.next == "/notifiche/nuova", !view.resumed.isEmpty, person.role.maySend else {
            let isOurs = view.next.hasPrefix("/") && !view.next.hasPrefix("//") && !view.next.contains("\\")
            let parts = view.next.split(separator: "?", maxSplits: 1).map(String.init)
            let query = parts.count > 1 ? "?" + Form(urlEncoded: Array(parts[1].utf8)).urlEncoded : ""
            return exchange.redirect(to: isOurs ? parts[0].percentEncodedPath + query : "/notifiche")
        }
        let entered = Exchange(
            site: exchange.site, host: exchange.host, tenant: exchange.tenant, request: exchange.request,
            session: Session(person: person, token: token), id: nil)
        return try exchange.site.pages.compose.resume(entered, Form(urlEncoded: Array(view.resumed.utf8)))
    }

    // MARK: - A token before there is a session: the cookie and the field must come from the same answer

    private static let cookie = "__Host-entra"

    private func tokenHolds(_ exchange: Exchange) -> Bool {
        guard let cookie = exchange.request.cookie(Self.cookie), let token = Token(hexadecimal: cookie),
              let sent = exchange.request.form["_token"].flatMap([UInt8].init(hexadecimal:)) else { return false }
        return exchange.site.signer.verify(sent, of: [Array("login".utf8), token.bytes])
    }

    private func render(_ exchange: Exchange, _ view: LoginView, status: Int = 200) throws -> Response {
        var view = view
        let known = exchange.request.cookie(Self.cookie).flatMap(Token.init(hexadecimal:))
        let token = known ?? .random()
        view.token = exchange.site.signer.sign([Array("login".utf8), token.bytes]).hexadecimal
        var response = try exchange.page(template, view, title: "Entra", status: status)
        if known == nil {
            response.add("Set-Cookie", "\(Self.cookie)=\(token.hexadecimal); Path=/; Secure; HttpOnly; SameSite=Lax")
        }
        return response
    }
}

private struct LoginView: View {
    var username = ""
    /// Where to go after.
    var next = ""
    /// The fields of the form that was interrupted.
    var resumed = ""
    var alert = ""
    var token = ""

    static let fields: Fields<Self> = [
        "username": .text { $0.username },
        "next": .text { $0.next },
        "resumed": .text { $0.resumed },
        "alert": .text { $0.alert },
        "loginToken": .text { $0.token },
    ]
}
