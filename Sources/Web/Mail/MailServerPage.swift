import Domain
import FastCGI
import Secrets
import Store
import Template

/// Posta elettronica: the server by which the host sends e-mails. What is typed is tried, and only what takes a trial is put to use.
struct MailServerPage: Sendable {
    static let address = "/posta"

    private let template: CompiledTemplate<MailServerView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("mail-server", MailServerView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        var view = try view(exchange)
        view.trial = (exchange.request.query.id("prova") as MailID?).flatMap { MailTrialView($0, view.servers) }
        if let trial = view.servers.onTrial, let trouble = trial.trouble { view.form.show(trouble) }
        return try exchange.page(template, view, title: "Posta elettronica")
    }

    func tryOut(_ exchange: Exchange) throws -> Response {
        var view = try view(exchange)
        view.form.read(exchange.request.form)
        guard let typed = view.form.check(insteadOf: view.servers.inUse) else {
            return try exchange.page(template, view, title: "Posta elettronica", faults: Faults(view.form.faults))
        }
        let sealed = try typed.password.map { try exchange.site.sealingKey().seal(Array($0.utf8), for: typed.server.binding) }
        let id = try exchange.installation.proposeMailServer(
            typed.server, sealed: sealed, tryingWith: typed.triedWith, by: exchange.person.id)
        try exchange.ring { try exchange.installation.mailServers().onTrial?.isWaiting != true }
        return exchange.redirect(to: "\(Self.address)?prova=\(id)")
    }

    func discard(_ exchange: Exchange) throws -> Response {
        try exchange.installation.discardMailServerTrial()
        return exchange.redirect(to: Self.address)
    }

    func remove(_ exchange: Exchange) throws -> Response {
        try exchange.installation.removeMailServers(by: exchange.person.id, in: exchange.tenant.id)
        return exchange.redirect(to: Self.address, saying: .settingsSaved)
    }

    private func view(_ exchange: Exchange) throws -> MailServerView {
        let servers = try exchange.installation.mailServers()
        return MailServerView(servers: servers, counts: try exchange.installation.mailCounts(),
                              form: MailServerForm(servers.onTrial ?? servers.inUse, keepsPassword: servers.inUse?.hasPassword == true))
    }
}

private struct MailServerView: View {
    var servers: MailServers
    var counts: MailCounts
    var form: MailServerForm
    var trial: MailTrialView?

    private var trouble: String {
        guard let server = servers.inUse, let trouble = server.trouble, let since = server.troubledSince else { return "" }
        return "Le e-mail non partono dal \(since.italianInSentence). \(trouble.advice)"
    }

    static let fields: Fields<Self> = [
        "trial": .view { $0.trial },
        "trouble": .text { $0.trouble },
        "technical": .text { $0.servers.inUse?.reply ?? "" },
        "inUse": .view { $0.servers.inUse.map(MailServerInUseView.init) },
        "isOnTrial": .flag { $0.servers.onTrial != nil },
        "fields": .list { $0.form.inputs },
        "waiting": .text { $0.counts.waiting.italian },
        "sent": .text { $0.counts.sent.italian },
        "failed": .text { $0.counts.failed.italian },
        "uncertain": .text { $0.counts.uncertain.italian },
    ]
}

private struct MailServerInUseView: View {
    var state: MailServerState

    static let fields: Fields<Self> = [
        "host": .text { "\($0.state.server.host), porta \($0.state.server.port)" },
        "security": .text { $0.state.server.security.label },
        "username": .text { $0.state.server.username ?? "" },
        "sender": .text { $0.state.server.sender.description },
        "setAt": .text { $0.state.setAt.italian },
    ]
}

/// How the server fared that was typed a moment ago.
private struct MailTrialView: View {
    var sentence: String
    var isWaiting = false
    var isRefusal = false
    /// The server's own words.
    var technical = ""

    /// - Returns: `nil` when it is no longer there.
    init?(_ id: MailID, _ servers: MailServers) {
        if let found = servers.inUse, found.id == id {
            sentence = "Il server di posta ha accettato la prova per \(found.triedWith): è in uso."
        } else if let trial = servers.onTrial, trial.id == id {
            isWaiting = trial.isWaiting
            isRefusal = !isWaiting
            sentence = trial.trouble.map { "Il server non è stato salvato. \($0.advice)" }
                ?? "La prova del server di posta è in corso: la pagina mostra l’esito appena arriva."
            technical = trial.reply
        } else {
            return nil
        }
    }

    static let fields: Fields<Self> = [
        "sentence": .text { $0.sentence },
        "isWaiting": .flag { $0.isWaiting },
        "isRefusal": .flag { $0.isRefusal },
        "isGood": .flag { !$0.isWaiting && !$0.isRefusal },
        "technical": .text { $0.technical },
    ]
}
