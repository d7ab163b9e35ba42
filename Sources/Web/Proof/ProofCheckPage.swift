import Domain
import FastCGI
import Store
import Template

/// Where the code of a printed proof is typed, and it is said whether the proof is true and what it said.
struct ProofCheckPage: Sendable {
    private let template: CompiledTemplate<ProofCheckView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("proof-check", ProofCheckView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response { try page(exchange, ProofCheckView()) }

    func check(_ exchange: Exchange) throws -> Response {
        var view = ProofCheckView()
        view.field.read(exchange.request.form)
        guard let code = ProofCode(typed: view.field.value) else {
            view.field.error = "Il codice è di 32 lettere e cifre, come sta in fondo alla prova."
            return try page(exchange, view)
        }
        let key = try exchange.directory().proofKey
        let found = try exchange.store.notifications(madeAt: code.tick).lazy.compactMap { record in
            code.state(of: record, signedWith: key).map { ProofFound(record: record, state: $0, printedAt: code.printedAt) }
        }.first
        guard let found else {
            view.field.error = """
                Nessuna prova vera ha questo codice, fra quelle delle notifiche che si possono vedere: controllare di averlo scritto giusto.
                """
            return try page(exchange, view)
        }
        view.found = found
        view.field.isFocused = false
        try exchange.store.audit(.proofChecked, by: exchange.person.id, on: .notification(found.record.id))
        return try page(exchange, view)
    }

    private func page(_ exchange: Exchange, _ view: ProofCheckView) throws -> Response {
        let faults = Faults(view.field.fault.map { [$0] } ?? [], heading: "La prova non è verificata.")
        return try exchange.page(template, view, title: "Verifica di una prova", faults: faults)
    }
}

private struct ProofCheckView: View {
    var field = FieldView(
        name: "codice", label: "Codice della prova", kind: .exact(), help: "32 lettere e cifre: spazi e trattini non contano.",
        isRequired: true, marksRequired: false, isUppercase: true, isFocused: true)
    var found: ProofFound?

    static let fields: Fields<Self> = [
        "field": .view { $0.field },
        "found": .view { $0.found },
    ]
}

/// A true proof.
private struct ProofFound: View {
    var record: NotificationRecord
    /// As the proof says.
    var state: NotificationState
    var printedAt: Moment

    /// Whether all stands as on paper. What has moved since may have left at another time.
    private var isUnmoved: Bool { record.state == state }

    static let fields: Fields<Self> = [
        "id": .shown { $0.record.id },
        "fiscalCode": .text { $0.record.fiscalCode.value },
        "subject": .text { $0.record.subject },
        "service": .text { $0.record.serviceName },
        "isTrial": .flag { $0.record.environment == .trial },
        "createdAt": .text { $0.record.createdAt.italianInSentence },
        "createdBy": .text { $0.record.createdBy },
        "facts": .list { FactView.of($0.record.content).filter { !$0.value.isEmpty } },
        "sentAt": .text { $0.isUnmoved ? $0.record.sentAt?.italianInSentence ?? "" : "" },
        "ioID": .text { $0.isUnmoved ? $0.record.ioID ?? "" : "" },
        "printedAt": .text { $0.printedAt.italianInSentence },
        "state": .view { StateView(state: $0.state) },
        "now": .view { $0.isUnmoved ? nil : StateView(state: $0.record.state) },
        "digest": .text { ProofCode.digest(of: $0.record) },
    ]
}
