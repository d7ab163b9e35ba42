import Domain
import FastCGI
import Store
import Template

/// Prova di invio: what was sent to whom, when, and what became of it, for paper.
struct ProofPage: Sendable {
    private let template: CompiledTemplate<ProofView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("proof", ProofView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        guard let id: NotificationID = exchange.id(), let found = try exchange.store.detailed(id) else { throw HTTPRefusal.notFound }
        let view = try ProofView(exchange, found)
        try exchange.store.audit(.proofMade, by: exchange.person.id, on: .notification(id))
        return try exchange.page(template, view, title: view.title)
    }
}

private struct ProofView: View {
    var detail: DetailView
    var history: HistoryView
    var code: ProofCode
    var printedBy: String
    var tenant: String
    /// Where the code is checked.
    var address: String

    init(_ exchange: Exchange, _ found: DetailedNotification) throws {
        let record = found.record, directory = try exchange.directory()
        detail = DetailView(found, service: directory.service(record.service), alarms: [])
        history = HistoryView(try exchange.store.chronicle(of: record.id), of: record, isHeld: true)
        code = ProofCode(record, printedAt: .now(), signedWith: directory.proofKey)
        (printedBy, tenant) = (exchange.person.name, exchange.tenant.name)
        address = "\(exchange.request.scheme)://\(exchange.tenant.canonicalHost)\(exchange.request.portSuffix)/prova"
    }

    /// What has not left is proved not to have.
    var title: String { hasLeft ? "Prova di invio" : "Notifica non inviata" }

    private var hasLeft: Bool {
        switch detail.record.state {
        case .accepted, .processed, .rejected, .uncertain, .assumed, .undetermined: true
        case .failed: detail.record.ioID != nil
        case .scheduled, .queued, .sending, .unreachable, .refused, .cancelled: false
        }
    }

    static let fields: Fields<Self> = [
        "title": .text { $0.title },
        "detail": .view { $0.detail },
        "history": .view { $0.history },
        "facts": .list { FactView.of($0.detail.record.content).filter { !$0.value.isEmpty } },
        "markdown": .text { $0.detail.record.markdown },
        "digest": .text { ProofCode.digest(of: $0.detail.record) },
        "groups": .texts { $0.code.groups },
        "printedAt": .text { $0.code.printedAt.italianInSentence },
        "printedBy": .text { $0.printedBy },
        "ente": .text { $0.tenant },
        "address": .text { $0.address },
    ]
}
