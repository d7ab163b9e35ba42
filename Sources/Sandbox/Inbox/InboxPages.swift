import Domain
import FastCGI
import Template

/// `/posta`: what the citizens received, as a phone would show it, and as JSON for tests.
struct InboxPages {
    private let state: SandboxState
    private let page: CompiledTemplate<InboxPage, PageLayout>

    init(_ state: SandboxState, _ library: Library) throws(TemplateError) {
        self.state = state
        page = try library.template("posta", InboxPage.self, within: PageLayout.self)
    }

    func show(_ request: Request) -> Response {
        let fiscalCode = fiscalCode(request.query)
        let messages = state.inbox(of: fiscalCode)
        if request.wantsJSON { return .data(.array(messages.map(json))) }
        let services = Dictionary(state.services.map { ($0.id, $0) }) { first, _ in first }
        let view = InboxPage(fiscalCode: fiscalCode ?? "", messages: messages.map { InboxMessage($0, services[$0.service]) })
        let layout = PageLayout(title: "Posta dei cittadini", section: .inbox, stylesheets: state.configuration.stylesheets)
        return .page(page.render(view, layout))
    }

    func clear(_ request: Request) -> Response {
        do {
            try state.clearInbox(of: fiscalCode(request.query) ?? fiscalCode(request.form))
        } catch {
            return Response(status: 500)
        }
        return request.wantsJSON || request.method == "DELETE" ? Response(status: 204) : .seeOther("/posta")
    }

    private func fiscalCode(_ form: Form) -> String? {
        form["cf"].flatMap { $0.isEmpty ? nil : $0.uppercased() }
    }

    private func json(_ message: StoredMessage) -> JSON {
        [
            "id": .string(message.id), "fiscal_code": .string(message.fiscalCode), "service": .string(message.service),
            "subject": message.content["subject"], "markdown": message.content["markdown"],
            "received_at": .string(Timestamp.text(message.receivedAt)),
        ]
    }
}

struct InboxPage: View {
    var fiscalCode: String
    var messages: [InboxMessage]

    static let fields: Fields<Self> = [
        "cf": .text { $0.fiscalCode },
        "messaggi": .list { $0.messages },
        "quanti": .text { $0.count },
    ]

    private var count: String {
        switch messages.count {
        case 0: ""
        case 1: "1 messaggio"
        default: "\(messages.count) messaggi, dal più recente"
        }
    }
}

struct InboxMessage: View {
    let message: StoredMessage
    let service: Service?

    init(_ message: StoredMessage, _ service: Service?) {
        self.message = message
        self.service = service
    }

    static let fields: Fields<Self> = [
        "id": .text { $0.message.id },
        "cf_destinatario": .text { $0.message.fiscalCode },
        "ente": .text { $0.service?.organizationName ?? "" },
        "servizio": .text { $0.service?.name ?? $0.message.service },
        "oggetto": .text { $0.content("subject") },
        "corpo": .html { $0.body.html },
        "ha_pulsanti": .flag { !$0.body.buttons.isEmpty },
        "pulsanti": .texts { $0.body.buttons },
        "ricevuto": .text { Timestamp.text($0.message.receivedAt) },
        "ricevuto_italiano": .text { italian(Timestamp.text($0.message.receivedAt)) },
        "scadenza": .text { $0.content("due_date") },
        "scadenza_italiana": .text { italian($0.content("due_date")) },
        "pagamento": .view { $0.message.content["payment_data"].map(InboxPayment.init) },
    ]

    private var body: MessageBody { MessageBody(content("markdown")) }

    private func content(_ name: String) -> String { message.content[name]?.string ?? "" }

    /// What a phone in Italy shows; a year that `RomeTime` does not know stays as it was written.
    private static func italian(_ timestamp: String) -> String {
        guard timestamp > "1000-01-02", timestamp < "9999-12-30", let moment = Timestamp.parse(timestamp) else { return timestamp }
        return moment.italianInSentence
    }
}

struct InboxPayment: View {
    let data: JSON

    static let fields: Fields<Self> = [
        "importo": .text { Amount(cents: Int64($0.data["amount"]?.integer ?? 0)).italian },
        "avviso": .text { $0.data["notice_number"]?.string ?? "" },
    ]
}
