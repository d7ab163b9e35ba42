import FastCGI
import Otp
import Secrets
import Store
import Template
@preconcurrency import Glibc

/// A person's own second factor: set up, new recovery codes, another telephone.
struct SecondFactorPage: Sendable {
    static let address = "/profilo/secondo-fattore"

    private let setUpTemplate: CompiledTemplate<SetUpView, Layout>
    private let codesTemplate: CompiledTemplate<RecoveryCodesView, Layout>
    private let template: CompiledTemplate<SecondFactorView, Layout>

    init(_ library: Library) throws(TemplateError) {
        setUpTemplate = try library.template("second-factor-set-up", SetUpView.self, within: Layout.self)
        codesTemplate = try library.template("recovery-codes", RecoveryCodesView.self, within: Layout.self)
        template = try library.template("second-factor", SecondFactorView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        guard let session = exchange.withPassword else { return exchange.redirect(to: "/entra") }
        if session.person.hasSecondFactor { return try render(exchange) }
        var returnTo = ReturnTo()
        returnTo.next = exchange.request.query["dopo"] ?? ""
        return try propose(exchange, returnTo)
    }

    func change(_ exchange: Exchange) throws -> Response {
        guard let session = exchange.withPassword else { return exchange.redirect(to: "/entra") }
        let form = exchange.request.form
        switch (form["azione"], session.person.hasSecondFactor) {
        case ("attiva", false): return try setUp(exchange, session)
        case ("codici", true):
            let outcome = try exchange.accepts(form["codice"] ?? "", of: session.person)
            guard case .right = outcome else { return try refuse(exchange, outcome, \.codesError) }
            let codes = SecondFactor.newRecoveryCodes()
            try exchange.store.replaceRecoveryCodes(exchange.recoveryDigests(of: codes, session.person), of: session.person.id)
            return try exchange.page(codesTemplate, RecoveryCodesView(codes: codes), title: "Codici di recupero")
        case ("togli", true):
            let outcome = try exchange.accepts(form["codice"] ?? "", of: session.person)
            guard case .right = outcome else { return try refuse(exchange, outcome, \.removalError) }
            try exchange.store.removeSecondFactor(of: session.person.id, keeping: session.token.digest, by: session.person.id)
            return exchange.redirect(to: Self.address)
        case ("attiva", true), ("codici", false), ("togli", false): return exchange.redirect(to: Self.address)
        default: throw HTTPRefusal.notFound
        }
    }

    /// Proposes a secret, of which nothing is kept until a code proves that the telephone has it.
    func propose(
        _ exchange: Exchange, _ returnTo: ReturnTo, alert: String = "", codeError: String = "", passwordError: String = "",
        status: Int = 200
    ) throws -> Response {
        guard let session = exchange.withPassword else { preconditionFailure("nobody to propose it to") }
        let view = SetUpView(
            password: proposal(exchange, session), issuer: exchange.tenant.name, account: session.person.username,
            isRequired: session.person.needsSecondFactor(at: exchange.tenant), asksPassword: mustProve(exchange, session),
            returnTo: returnTo, alert: alert, codeError: codeError, passwordError: passwordError)
        return try exchange.page(setUpTemplate, view, title: "Secondo fattore", status: status)
    }

    /// The session's own, so that a page that is loaded again shows what the telephone has by now.
    private func proposal(_ exchange: Exchange, _ session: Session) -> OneTimePassword {
        OneTimePassword(secret: Array(exchange.site.signer.sign([Array("second factor".utf8), session.token.bytes]).prefix(20)))
    }

    /// Whoever found a session open makes it theirs no more than they change its password. In the middle of a log in it was
    /// given already; but whose role or whose tenant asks for a second factor since then was never in the middle of one.
    private func mustProve(_ exchange: Exchange, _ session: Session) -> Bool { exchange.session != nil || !session.isFresh }

    private func setUp(_ exchange: Exchange, _ session: Session) throws -> Response {
        let form = exchange.request.form, returnTo = ReturnTo(form)
        var person = session.person
        let outcome = mustProve(exchange, session) ? try exchange.acceptsPassword(form["password"] ?? "", of: person) : .right
        let password = proposal(exchange, session), counter = password.counter(of: form["codice"] ?? "", at: Int64(time(nil)))
        guard case .right = outcome, let counter else {
            let passwordError = outcome.sentence(wrong: ProfilePage.wrongPassword)
            return try outcome.answer(propose(
                exchange, returnTo, codeError: counter == nil ? SecondFactor.setUpFault : "", passwordError: passwordError,
                status: passwordError.isEmpty ? 422 : outcome.status))
        }
        let codes = SecondFactor.newRecoveryCodes()
        let sealed = exchange.site.storage.seal(password.secret, for: exchange.binding(of: person))
        person.hasSecondFactor = true
        let renewed = Session(person: person, stage: .complete, token: .random())
        try exchange.installation.together {
            guard try exchange.store.setSecondFactor(
                sealed, counter: counter, recoveryCodes: exchange.recoveryDigests(of: codes, person), of: person.id,
                keeping: session.token.digest, by: person.id) else { throw HTTPRefusal.secondFactorSet }
            guard try exchange.store.renewSession(session.token.digest, as: renewed.token.digest, of: person.id) else {
                throw HTTPRefusal.expiredForm
            }
        }
        let view = RecoveryCodesView(
            codes: codes, next: returnTo.destination(exchange.site),
            typed: Form(urlEncoded: Array(returnTo.resumed.utf8)).fields.map { TypedField(name: $0.name, value: $0.value) })
        // Not a 303 and a page after it: the codes are kept nowhere that it could read them from.
        var response = try exchange.with(renewed).page(codesTemplate, view, title: "Codici di recupero")
        response.add("Set-Cookie", Session.header(renewed.token))
        return response
    }

    private func refuse(
        _ exchange: Exchange, _ outcome: LoginThrottle.Outcome, _ field: WritableKeyPath<SecondFactorView, String>
    ) throws -> Response {
        let sentence = outcome.sentence(wrong: SecondFactor.fault(of: exchange.request.form["codice"] ?? ""))
        return try outcome.answer(render(exchange, status: outcome.status) { $0[keyPath: field] = sentence })
    }

    private func render(
        _ exchange: Exchange, status: Int = 200, _ change: (inout SecondFactorView) -> Void = { _ in }
    ) throws -> Response {
        var view = SecondFactorView(
            left: try exchange.store.recoveryCodesLeft(of: exchange.person.id),
            isRequired: exchange.person.needsSecondFactor(at: exchange.tenant))
        change(&view)
        return try exchange.page(template, view, title: "Secondo fattore", status: status)
    }
}

extension Exchange {
    /// Of who has given all that they have: there may be no second factor yet.
    fileprivate var withPassword: Session? {
        (session ?? entering).flatMap { $0.stage == .complete ? $0 : nil }
    }
}

private struct SetUpView: View {
    var password: OneTimePassword
    var issuer: String
    var account: String
    var isRequired: Bool
    var asksPassword: Bool
    var returnTo: ReturnTo
    var alert: String
    var codeError: String
    var passwordError: String

    static let fields: Fields<Self> = [
        "qr": .html { HTML(trusting: QRCode.svg(of: $0.password.address(issuer: $0.issuer, account: $0.account), label: "Codice QR")) },
        "address": .text { $0.password.address(issuer: $0.issuer, account: $0.account) },
        "secret": .text { $0.password.base32.groupedByFour },
        "isRequired": .flag { $0.isRequired },
        "asksPassword": .flag { $0.asksPassword },
        "returnTo": .view { $0.returnTo },
        "alert": .text { $0.alert },
        "codeError": .text { $0.codeError },
        "passwordError": .text { $0.passwordError },
    ]
}

private struct SecondFactorView: View {
    var left: Int
    var isRequired: Bool
    var codesError = ""
    var removalError = ""

    static let fields: Fields<Self> = [
        "left": .text { String($0.left) },
        "isFew": .flag { $0.left < 3 },
        "isRequired": .flag { $0.isRequired },
        "codesError": .text { $0.codesError },
        "removalError": .text { $0.removalError },
    ]
}

private struct RecoveryCodesView: View {
    var codes: [String]
    var next = SecondFactorPage.address
    /// Of the form that was interrupted, to be sent again by a click; its token has expired, so that it is shown first.
    var typed: [TypedField] = []

    static let fields: Fields<Self> = [
        "codes": .texts { $0.codes },
        "next": .text { $0.next },
        "typed": .list { $0.typed },
        "isResumed": .flag { !$0.typed.isEmpty },
    ]
}

extension String {
    fileprivate var groupedByFour: String {
        enumerated().map { $0.offset > 0 && $0.offset % 4 == 0 ? " \($0.element)" : String($0.element) }.joined()
    }
}
