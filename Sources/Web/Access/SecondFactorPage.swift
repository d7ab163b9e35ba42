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
        guard let session = exchange.withPassword else { return exchange.redirect(to: LoginPage.address) }
        if session.person.hasSecondFactor { return try render(exchange, SecondFactorView(exchange)) }
        var returnTo = ReturnTo()
        returnTo.next = exchange.request.query["dopo"] ?? ""
        return try propose(exchange, returnTo)
    }

    func activate(_ exchange: Exchange) throws -> Response {
        guard let session = exchange.withPassword else { return exchange.redirect(to: LoginPage.address) }
        return session.person.hasSecondFactor ? exchange.redirect(to: Self.address) : try setUp(exchange, session)
    }

    func replaceCodes(_ exchange: Exchange) throws -> Response {
        guard exchange.person.hasSecondFactor else { return exchange.redirect(to: Self.address) }
        if let refusal = try refusal(exchange, of: \.codes, because: "I codici di recupero restano quelli di prima") { return refusal }
        let codes = SecondFactor.newRecoveryCodes(), person = exchange.person
        try exchange.store.replaceRecoveryCodes(exchange.recoveryDigests(of: codes, person), of: person.id)
        return try handOut(RecoveryCodesView(codes: codes), exchange)
    }

    func remove(_ exchange: Exchange) throws -> Response {
        let person = exchange.person
        guard person.hasSecondFactor else { return exchange.redirect(to: Self.address) }
        if let refusal = try refusal(exchange, of: \.removal, because: "Il secondo fattore resta quello di ora") { return refusal }
        try exchange.store.removeSecondFactor(of: person.id, keeping: exchange.session?.token.digest, by: person.id)
        return exchange.redirect(to: Self.address)
    }

    /// The page once more when the code that was typed into a field of it does not hold; else `nil`.
    private func refusal(
        _ exchange: Exchange, of field: WritableKeyPath<SecondFactorView, FieldView>, because heading: String
    ) throws -> Response? {
        var view = try SecondFactorView(exchange)
        let typed = exchange.request.form.text(view[keyPath: field].name)
        let outcome = try exchange.accepts(typed, of: exchange.person)
        if case .right = outcome { return nil }
        view[keyPath: field].error = outcome.sentence(wrong: SecondFactor.fault(of: typed))
        return try outcome.answer(render(exchange, view, heading: "\(heading): correggere quanto indicato.", status: outcome.status))
    }

    private func render(
        _ exchange: Exchange, _ view: SecondFactorView, heading: String = "", status: Int = 200
    ) throws -> Response {
        let faults = Faults([view.codes, view.removal].compactMap(\.fault), heading: heading)
        return try exchange.page(template, view, title: "Secondo fattore", status: status, faults: faults)
    }

    /// Proposes a secret, of which nothing is kept until a code proves that the telephone has it.
    func propose(_ exchange: Exchange, _ returnTo: ReturnTo, alert: String = "", status: Int = 200) throws -> Response {
        guard let session = exchange.withPassword else { preconditionFailure("nobody to propose it to") }
        return try propose(exchange, proposal(exchange, session, returnTo), Faults(saying: alert), status: status)
    }

    private func propose(_ exchange: Exchange, _ view: SetUpView, _ faults: Faults, status: Int) throws -> Response {
        try exchange.page(setUpTemplate, view, title: "Secondo fattore", status: status, faults: faults)
    }

    private func proposal(_ exchange: Exchange, _ session: Session, _ returnTo: ReturnTo) -> SetUpView {
        SetUpView(
            secret: secret(exchange, session), issuer: exchange.tenant.name, account: session.person.username,
            isRequired: session.person.needsSecondFactor(at: exchange.tenant), asksPassword: mustProve(exchange, session),
            returnTo: returnTo)
    }

    /// The session's own, so that a page that is loaded again shows what the telephone has by now.
    private func secret(_ exchange: Exchange, _ session: Session) -> OneTimePassword {
        OneTimePassword(secret: Array(exchange.site.signer.sign([Array("second factor".utf8), session.token.bytes]).prefix(20)))
    }

    /// Whoever found a session open makes it theirs no more than they change its password. In the middle of a log in it was
    /// given already; but whose role or whose tenant asks for a second factor since then was never in the middle of one.
    private func mustProve(_ exchange: Exchange, _ session: Session) -> Bool { exchange.session != nil || !session.isFresh }

    private func setUp(_ exchange: Exchange, _ session: Session) throws -> Response {
        let form = exchange.request.form, returnTo = ReturnTo(form)
        var person = session.person, view = proposal(exchange, session, returnTo)
        let outcome = view.asksPassword ? try exchange.acceptsPassword(form["password"] ?? "", of: person) : .right
        let password = view.secret, counter = password.counter(of: form.text("codice"), at: Int64(time(nil)))
        guard case .right = outcome, let counter else {
            view.password.error = outcome.sentence(wrong: ProfilePage.wrongPassword)
            if counter == nil { view.code.error = SecondFactor.setUpFault }
            let faults = Faults(
                view.inputs.compactMap(\.fault), heading: "Il secondo fattore non è stato attivato: correggere quanto indicato.")
            return try outcome.answer(propose(exchange, view, faults, status: outcome.status))
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
        let handedOut = RecoveryCodesView(
            codes: codes, next: returnTo.destination(exchange.site),
            typed: Form(urlEncoded: Array(returnTo.resumed.utf8)).fields.map { TypedField(name: $0.name, value: $0.value) })
        var response = try handOut(handedOut, exchange.with(renewed))
        response.add("Set-Cookie", Session.header(renewed.token))
        return response
    }

    /// Not a 303 and a page after it: the codes are kept nowhere that it could read them from.
    private func handOut(_ codes: RecoveryCodesView, _ exchange: Exchange) throws -> Response {
        try exchange.page(codesTemplate, codes, title: "Codici di recupero", notice: "Il secondo fattore è attivo.")
    }
}

extension Exchange {
    /// Of who has given all that they have: there may be no second factor yet.
    fileprivate var withPassword: Session? {
        (session ?? entering).flatMap { $0.stage == .complete ? $0 : nil }
    }
}

private struct SetUpView: View {
    var secret: OneTimePassword
    var issuer: String
    var account: String
    var isRequired: Bool
    var asksPassword: Bool
    var returnTo: ReturnTo
    var code = FieldView(
        name: "codice", label: "Codice", kind: .exact(autocomplete: "one-time-code", keyboard: "numeric"),
        help: "Le 6 cifre che l’app mostra ora.", isRequired: true, marksRequired: false, maximumLength: 10)
    var password = FieldView.currentPassword

    var inputs: [FieldView] { asksPassword ? [code, password] : [code] }

    static let fields: Fields<Self> = [
        "qr": .html { HTML(trusting: QRCode.svg(of: $0.secret.address(issuer: $0.issuer, account: $0.account), label: "Codice QR")) },
        "address": .text { $0.secret.address(issuer: $0.issuer, account: $0.account) },
        "secret": .text { $0.secret.base32.groupedByFour },
        "isRequired": .flag { $0.isRequired },
        "returnTo": .view { $0.returnTo },
        "fields": .list { $0.inputs },
    ]
}

private struct SecondFactorView: View {
    var left: Int
    var isRequired: Bool
    var codes = FieldView(
        name: "codice", label: "Codice del telefono", kind: .exact(autocomplete: "one-time-code"),
        isRequired: true, marksRequired: false, maximumLength: 30)
    var removal = FieldView(
        name: "codice_di_ora", label: "Codice del telefono di ora, o di recupero", kind: .exact(autocomplete: "one-time-code"),
        isRequired: true, marksRequired: false, maximumLength: 30)

    init(_ exchange: Exchange) throws {
        left = try exchange.store.recoveryCodesLeft(of: exchange.person.id)
        isRequired = exchange.person.needsSecondFactor(at: exchange.tenant)
    }

    static let fields: Fields<Self> = [
        "left": .text { String($0.left) },
        "isFew": .flag { $0.left < 3 },
        "isRequired": .flag { $0.isRequired },
        "codesField": .view { $0.codes },
        "removalField": .view { $0.removal },
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
