import Domain
import FastCGI
import Secrets
import Store
import Template

/// `/invito?codice=…`: the link by which a person sets a password. To look at it spends nothing, since mail filters open
/// links before people do; the form does.
///
/// What it holds stands in the query and not in the path: no log of ours keeps queries, and no other site gets one
/// (Referrer-Policy).
struct InvitationPage: Sendable {
    private let template: CompiledTemplate<InvitationView, Layout>
    private let madeTemplate: CompiledTemplate<InvitationMadeView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("invitation", InvitationView.self, within: Layout.self)
        madeTemplate = try library.template("invitation-made", InvitationMadeView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let code = exchange.request.query["codice"] ?? ""
        return try render(exchange, code, try invited(exchange, code))
    }

    func accept(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form, code = form["codice"] ?? ""
        guard let person = try invited(exchange, code), let token = Token(hexadecimal: code) else {
            return try render(exchange, code, nil)
        }
        var passwords = Self.passwords
        guard let password = passwords.read(form, for: person, at: exchange.tenant) else {
            return try render(exchange, code, person, passwords)
        }
        let hash = exchange.site.passwordLimit.pass(of: exchange.tenant.id, waiting: Site.passwordWait) { Password.hash(password) }
        guard let hash else {
            passwords.refuse("Riprovare fra qualche secondo.")
            return try render(exchange, code, person, passwords, status: 503)
        }
        guard try exchange.store.acceptInvitation(token.digest, passwordHash: hash) else { return try render(exchange, code, nil) }
        var response = exchange.redirect(to: LoginPage.address, saying: .passwordSet)
        // Somebody else may be logged in on this browser.
        response.add("Set-Cookie", Session.removal)
        // The link proved who it is: no guesser of the new password keeps them out.
        response.add("Set-Cookie", try exchange.recognise(person.username))
        return response
    }

    /// Makes the link of a person and shows it, this once: not a 303 and a page after it, since only its digest is kept.
    func make(_ exchange: Exchange, for person: Person) throws -> Response {
        let token = Token.random()
        try exchange.store.invite(person.id, token.digest, by: exchange.person.id)
        return try hand(over: token, at: exchange.tenant.canonicalHost, exchange, InvitationMadeView(
            name: person.name, username: person.username, list: .init(label: "Utenti", address: PeoplePage.address),
            origin: .init(label: person.name, address: "\(PeoplePage.address)/\(person.id)")))
    }

    /// Shows a link that was just made.
    ///
    /// - Parameter hostName: of the tenant that the person belongs to; scheme and port are those of the request.
    func hand(over token: Token, at hostName: String, _ exchange: Exchange, _ view: InvitationMadeView) throws -> Response {
        var view = view
        view.link = "\(exchange.request.scheme)://\(hostName)\(exchange.request.portSuffix)/invito?codice=\(token.hexadecimal)"
        return try exchange.page(madeTemplate, view, title: "Collegamento di accesso")
    }

    private func invited(_ exchange: Exchange, _ code: String) throws -> Person? {
        try Token(hexadecimal: code).flatMap { try exchange.store.invited($0.digest) }
    }

    private static var passwords: NewPasswordFields { NewPasswordFields(label: "Password") }

    private func render(
        _ exchange: Exchange, _ code: String, _ person: Person?, _ passwords: NewPasswordFields = passwords, status: Int = 200
    ) throws -> Response {
        let view = InvitationView(username: person?.username ?? "", code: code, passwords: passwords.list)
        let faults = Faults(
            passwords.list.compactMap(\.fault), heading: "La password non è stata impostata: correggere quanto indicato.")
        return try exchange.page(template, view, title: "Imposta la password", status: person == nil ? 404 : status, faults: faults)
    }
}

private struct InvitationView: View {
    /// Empty: the link does not hold.
    var username: String
    var code: String
    var passwords: [FieldView]

    static let fields: Fields<Self> = [
        "username": .text { $0.username },
        "code": .text { $0.code },
        "passwords": .list { $0.passwords },
    ]
}

struct InvitationMadeView: View {
    var name: String
    var username: String
    /// The pages above, the last of which one goes back to.
    var list: Above
    var origin: Above
    var link = ""

    struct Above: View {
        var label: String
        var address: String

        static let fields: Fields<Self> = ["label": .text { $0.label }, "address": .text { $0.address }]
    }

    static let fields: Fields<Self> = [
        "name": .text { $0.name },
        "username": .text { $0.username },
        "above": .list { [$0.list, $0.origin] },
        "back": .text { $0.origin.address },
        "link": .text { $0.link },
    ]
}
