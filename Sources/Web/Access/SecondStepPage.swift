import FastCGI
import Secrets
import Store
import Template

/// The second step of a log in: the code of the telephone, or a recovery code.
struct SecondStepPage: Sendable {
    private let template: CompiledTemplate<SecondStepView, Layout>
    private let compose: ComposePage

    init(_ library: Library, _ compose: ComposePage) throws(TemplateError) {
        template = try library.template("second-step", SecondStepView.self, within: Layout.self)
        self.compose = compose
    }

    func enter(_ exchange: Exchange) throws -> Response {
        let form = exchange.request.form
        let returnTo = ReturnTo(form)
        guard let session = exchange.entering, session.stage == .password, exchange.hasValidToken else {
            return exchange.redirect(to: returnTo.address(of: LoginPage.address))
        }
        let typed = form.text("codice"), half = session.token.digest, person = session.person
        let complete = Session(person: person, stage: .complete, token: .random())
        let outcome = try exchange.store.completing(half, of: person.id) {
            let outcome = try exchange.accepts(typed, of: person)
            if case .right = outcome { _ = try exchange.store.completeSession(half, as: complete.token.digest, of: person.id) }
            return outcome
        }
        guard let outcome else { return exchange.redirect(to: returnTo.address(of: LoginPage.address)) }
        guard case .right = outcome else {
            let alert = outcome.sentence(wrong: SecondFactor.fault(of: typed))
            return try outcome.answer(render(exchange, returnTo, alert: alert, status: outcome.status))
        }
        var response = try returnTo.goOn(exchange.with(complete), compose)
        response.add("Set-Cookie", Session.header(complete.token))
        response.add("Set-Cookie", try exchange.recognise(session.person.username))
        return response
    }

    func render(_ exchange: Exchange, _ returnTo: ReturnTo, alert: String = "", status: Int = 200) throws -> Response {
        var view = SecondStepView(returnTo: returnTo)
        view.code.isFocused = alert.isEmpty
        return try exchange.page(template, view, title: "Entra: secondo passo", status: status, faults: Faults(saying: alert))
    }
}

private struct SecondStepView: View {
    var code = FieldView(
        name: "codice", label: "Codice", kind: .exact(autocomplete: "one-time-code"),
        help: "Le 6 cifre che il telefono mostra ora, oppure un codice di recupero.", isRequired: true, marksRequired: false,
        maximumLength: 30)
    var returnTo: ReturnTo

    static let fields: Fields<Self> = [
        "returnTo": .view { $0.returnTo },
        "codeField": .view { $0.code },
    ]
}
