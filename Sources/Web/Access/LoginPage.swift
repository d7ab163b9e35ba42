import Domain
import FastCGI
import Logging
import Secrets
import Store
import Template
import Text

/// Log in by name and password, and log out. The second step is SecondStepPage's.
struct LoginPage: Sendable {
    static let address = "/entra"

    private let template: CompiledTemplate<LoginView, Layout>
    private let secondStep: SecondStepPage
    private let secondFactor: SecondFactorPage
    private let compose: ComposePage

    init(
        _ library: Library, _ secondStep: SecondStepPage, _ secondFactor: SecondFactorPage, _ compose: ComposePage
    ) throws(TemplateError) {
        template = try library.template("login", LoginView.self, within: Layout.self)
        (self.secondStep, self.secondFactor, self.compose) = (secondStep, secondFactor, compose)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var returnTo = ReturnTo()
        returnTo.next = exchange.request.query["dopo"] ?? ""
        switch exchange.entering?.stepLeft(at: exchange.tenant) {
        case .giveCode: return try secondStep.render(exchange, returnTo)
        case .setSecondFactor: return exchange.redirect(to: returnTo.address(of: SecondFactorPage.address))
        case nil:
            if exchange.session != nil { return exchange.redirect(to: exchange.site.home) }
            return try render(exchange, LoginView(returnTo: returnTo))
        }
    }

    /// In the place of a page for which somebody must log in first, or go on with it.
    func interrupt(_ exchange: Exchange) throws -> Response {
        let returnTo = ReturnTo(of: exchange.request, exchange.site.routes)
        let step = exchange.entering?.stepLeft(at: exchange.tenant)
        guard exchange.request.method == "POST" else {
            return exchange.redirect(to: returnTo.address(of: step == .setSecondFactor ? SecondFactorPage.address : Self.address))
        }
        let alert = (step == nil ? "La sessione è scaduta e l’operazione non è stata eseguita: entrare di nuovo."
            : "L’operazione non è stata eseguita: prima occorre il secondo fattore.")
            + (returnTo.resumed.isEmpty ? "" : " Quanto scritto è conservato.")
        return switch step {
        case nil: try render(exchange, LoginView(returnTo: returnTo), alert: alert, status: 403)
        case .giveCode: try secondStep.render(exchange, returnTo, alert: alert, status: 403)
        case .setSecondFactor: try secondFactor.propose(exchange, returnTo, alert: alert, status: 403)
        }
    }

    func enter(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        if form.has("codice") { return try secondStep.enter(exchange) }
        var view = LoginView(returnTo: ReturnTo(form))
        view.username.value = form.text("utente")
        guard tokenHolds(exchange) else {
            return try render(exchange, view, alert: "La pagina era aperta da troppo tempo: inserire di nuovo la password.")
        }
        let username = view.username.value.lowercased(), token = Token.random()
        let person = Self.mayBe(username) ? try exchange.store.person(username: username) : nil
        var opened: OpenSession?
        // What is compared in the database may be written in several ways: the tries at all of them count together.
        let throttle = try LoginThrottle(.password, of: person?.username ?? username, exchange)
        let outcome = try throttle.tried {
            let hash = try person.flatMap { try exchange.store.passwordHash(of: $0.id) }
            // The same work whether the name exists or not, so that time does not tell.
            let holds = throttle.passwordLimit.pass(of: exchange.tenant.id, waiting: Site.passwordWait) {
                Password.verify(form["password"] ?? "", against: hash ?? Password.decoy)
            }
            guard holds == true, let person, let hash else { return holds.map { _ in false } }
            opened = try exchange.store.openSession(token.digest, for: person.id, passwordHash: hash, at: exchange.request.place)
            return opened != nil
        }
        guard case .right = outcome, let opened else {
            exchange.logRefusal(outcome, "password")
            let alert = outcome.sentence(wrong: "Nome utente o password non corretti.")
            return try outcome.answer(render(exchange, view, alert: alert, status: outcome.status))
        }
        let session = Session(person: opened.person, stage: opened.stage, token: token)
        var response = try lead(exchange.with(session), view.returnTo)
        response.add("Set-Cookie", Session.header(session.token))
        if session.stage == .complete { response.add("Set-Cookie", try exchange.recognise(opened.person.username)) }
        return response
    }

    func leave(_ exchange: Exchange) throws -> Response {
        if let session = exchange.session ?? exchange.entering {
            try exchange.store.closeSession(session.token.digest, of: session.person.id)
        }
        var response = exchange.redirect(to: Self.address)
        response.add("Set-Cookie", Session.removal)
        return response
    }

    /// To what is still to be done, or to the page that was asked for. A form that was interrupted fits into no address:
    /// the next step's page comes at once then.
    private func lead(_ exchange: Exchange, _ returnTo: ReturnTo) throws -> Response {
        switch exchange.entering?.stepLeft(at: exchange.tenant) {
        case nil: try returnTo.goOn(exchange, compose)
        case .giveCode:
            returnTo.resumed.isEmpty ? exchange.redirect(to: returnTo.address(of: Self.address))
                : try secondStep.render(exchange, returnTo)
        case .setSecondFactor:
            returnTo.resumed.isEmpty ? exchange.redirect(to: returnTo.address(of: SecondFactorPage.address))
                : try secondFactor.propose(exchange, returnTo)
        }
    }

    /// Whether somebody may be called so: 64 visible characters of ASCII at most.
    private static func mayBe(_ username: String) -> Bool {
        (1...64).contains(username.utf8.count) && username.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    // MARK: - A token before there is a session: the cookie and the field must come from the same answer

    private static let cookie = "__Host-entra"

    private func tokenHolds(_ exchange: Exchange) -> Bool {
        guard let cookie = exchange.request.cookie(Self.cookie), let token = Token(hexadecimal: cookie),
              let sent = exchange.request.form["_token"].flatMap([UInt8].init(hexadecimal:)) else { return false }
        return exchange.site.signer.verify(sent, of: [Array("login".utf8), token.bytes])
    }

    private func render(_ exchange: Exchange, _ view: LoginView, alert: String = "", status: Int = 200) throws -> Response {
        var view = view
        view.username.isFocused = alert.isEmpty
        let known = exchange.request.cookie(Self.cookie).flatMap(Token.init(hexadecimal:))
        let token = known ?? .random()
        view.token = exchange.site.signer.sign([Array("login".utf8), token.bytes]).hexadecimal
        var response = try exchange.page(template, view, title: "Entra", status: status, faults: Faults(saying: alert))
        if known == nil {
            response.add("Set-Cookie", "\(Self.cookie)=\(token.hexadecimal); Path=/; Secure; HttpOnly; SameSite=Lax")
        }
        return response
    }
}

extension Exchange {
    /// For who watches the log, such as fail2ban.
    func logRefusal(_ outcome: LoginThrottle.Outcome, _ kind: String) {
        let reason: String
        switch outcome {
        case .right, .crowded: return
        case .wrong: reason = kind
        case .tooSoon: reason = "delay"
        }
        site.meter.noteFailedLogIn()
        site.logger.notice("access denied", metadata: [
            "tenant": "\(tenant.code)", "address": "\(request.parameters["REMOTE_ADDR"] ?? "-")", "reason": "\(reason)",
        ])
    }
}

private struct LoginView: View {
    var username = FieldView(
        name: "utente", label: "Nome utente", kind: .exact(autocomplete: "username"), isRequired: true, marksRequired: false)
    var password = FieldView(
        name: "password", label: "Password", kind: .password(autocomplete: "current-password"), isRequired: true, marksRequired: false)
    var returnTo: ReturnTo
    var token = ""

    static let fields: Fields<Self> = [
        "fields": .list { [$0.username, $0.password] },
        "returnTo": .view { $0.returnTo },
        "loginToken": .text { $0.token },
    ]
}
