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
        var interruption = Interruption()
        interruption.next = exchange.request.query["dopo"] ?? ""
        return try propose(exchange, interruption)
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
        default: throw Refusal.notFound
        }
    }

    /// A new secret. Nothing is kept of it until a code proves that the telephone has it: it comes back with the form,
    /// sealed as it will lie in the database.
    func propose(_ exchange: Exchange, _ interruption: Interruption, alert: String = "", status: Int = 200) throws -> Response {
        guard let session = exchange.withPassword else { preconditionFailure("nobody to propose it to") }
        let sealed = exchange.site.storage.seal(Array(Token.random().bytes.prefix(20)), for: exchange.place(of: session.person))
        return try propose(exchange, session, sealed, interruption, alert: alert, status: status)
    }

    private func propose(
        _ exchange: Exchange, _ session: Session, _ sealed: [UInt8], _ interruption: Interruption, alert: String = "", error: String = "",
        status: Int = 200
    ) throws -> Response {
        guard let secret = exchange.site.storage.open(sealed, for: exchange.place(of: session.person)) else {
            return try propose(exchange, interruption, alert: alert, status: status)
        }
        let view = SetUpView(
            password: OneTimePassword(secret: secret), sealed: sealed, issuer: exchange.tenant.name, account: session.person.username,
            isRequired: session.person.needsSecondFactor(at: exchange.tenant), interruption: interruption, alert: alert, error: error)
        return try exchange.page(setUpTemplate, view, title: "Secondo fattore", status: status)
    }

    private func setUp(_ exchange: Exchange, _ session: Session) throws -> Response {
        let form = exchange.request.form, interruption = Interruption(form)
        var person = session.person
        let sealed = [UInt8](hexadecimal: form["segreto"] ?? "") ?? []
        guard let secret = exchange.site.storage.open(sealed, for: exchange.place(of: person)),
              let counter = OneTimePassword(secret: secret).counter(of: form["codice"] ?? "", at: Int64(time(nil))) else {
            return try propose(exchange, session, sealed, interruption, error: SecondFactor.setUpFault, status: 422)
        }
        let codes = SecondFactor.newRecoveryCodes()
        person.hasSecondFactor = true
        let renewed = Session(person: person, stage: .complete, token: .random())
        try exchange.host.together {
            try exchange.store.setSecondFactor(
                sealed, counter: counter, recoveryCodes: exchange.recoveryDigests(of: codes, person), of: person.id,
                keeping: session.token.digest, by: person.id)
            try exchange.store.renewSession(session.token.digest, as: renewed.token.digest)
        }
        let view = RecoveryCodesView(
            codes: codes, next: interruption.destination(exchange.site),
            typed: Form(urlEncoded: Array(interruption.resumed.utf8)).fields.map { TypedField(name: $0.name, value: $0.value) })
        // Not a 303 and a page after it: the codes are kept nowhere that it could read them from.
        var response = try exchange.with(renewed).page(codesTemplate, view, title: "Codici di recupero")
        response.add("Set-Cookie", Session.header(renewed.token))
        return response
    }

    private func refuse(
        _ exchange: Exchange, _ outcome: Guess.Outcome, _ field: WritableKeyPath<SecondFactorView, String>
    ) throws -> Response {
        try outcome.answer(render(exchange, status: outcome.status) { $0[keyPath: field] = outcome.sentence(wrong: SecondFactor.fault) })
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
    var sealed: [UInt8]
    var issuer: String
    var account: String
    var isRequired: Bool
    var interruption: Interruption
    var alert: String
    var error: String

    static let fields: Fields<Self> = [
        "qr": .html { HTML(trusting: QRCode.svg(of: $0.password.address(issuer: $0.issuer, account: $0.account), label: "Codice QR")) },
        "address": .text { $0.password.address(issuer: $0.issuer, account: $0.account) },
        "secret": .text { $0.password.base32.groupedByFour },
        "sealed": .text { $0.sealed.hexadecimal },
        "isRequired": .flag { $0.isRequired },
        "interruption": .view { $0.interruption },
        "alert": .text { $0.alert },
        "error": .text { $0.error },
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
