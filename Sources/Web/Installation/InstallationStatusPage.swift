import Domain
import FastCGI
import Store
import Template

/// Stato: whether the host sends, and what waits.
struct InstallationStatusPage: Sendable {
    private let template: CompiledTemplate<InstallationStatusView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("status", InstallationStatusView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        let installation = exchange.installation
        let metrics = try installation.metrics()
        let view = InstallationStatusView(
            metrics: metrics, held: try installation.servicesHeldByAppIO(), standstill: try installation.standstill(metrics),
            mail: try installation.mailServers().inUse)
        return try exchange.page(template, view, title: "Stato")
    }
}

private struct InstallationStatusView: View {
    var metrics: Metrics
    /// Services that wait for App IO, by why.
    var held: [(cause: PauseCause, count: Int)]
    /// What `/pronto` says.
    var standstill: Standstill?
    /// `nil`: there is none.
    var mail: MailServerState?

    /// What an administrator must do something about, or know.
    private var troubles: [String] {
        var found: [String] = []
        switch standstill {
        case .appIO, .keysRefused: found.append("Non parte nulla di ciò che attende. \(standstill?.sentence ?? "").")
        // Said below, with more of it.
        case nil, .databaseAway, .afterRestore, .noWorker, .noWorkerWrites, .installationPaused: break
        }
        if metrics.workersAlive == 0 { found.append("Nessun worker è attivo: nulla parte.") }
        if metrics.workersUnable > 0 {
            found.append("Worker che non possono scrivere i propri file, e non inviano: \(metrics.workersUnable.italian). Il loro log dice "
                + "perché.")
        }
        if let restored = metrics.pauses.restored {
            found.append("La base dati è stata ripristinata da una copia, rilevato il \(restored.italianInSentence): nulla parte prima di "
                + "puntuale after-restore.")
        }
        if let paused = metrics.pauses.paused { found.append("Gli invii di tutti gli enti sono sospesi dal \(paused.italianInSentence).") }
        for (cause, count) in held where count > 0 {
            let services = count == 1 ? "1 servizio attende" : "\(count.italian) servizi attendono"
            found.append("\(cause.meaning): \(services), e gli invii riprendono da soli.")
        }
        if let trouble = mail?.trouble, let since = mail?.troubledSince {
            found.append("Le e-mail non partono dal \(since.italianInSentence). \(trouble.advice)")
        }
        for (kind, count) in metrics.stopped where count > 0 {
            let services = count == 1 ? "1 servizio fermo" : "\(count.italian) servizi fermi"
            found.append("\(services) (\(kind.word)): \(kind.end).")
        }
        return found
    }

    /// What people have decided, which is no trouble and still keeps something from leaving.
    private var decisions: [String] {
        let (readOnly, closed) = metrics.suspended
        return [readOnly == 0 ? "" : readOnly == 1 ? "1 ente è in sola lettura." : "\(readOnly.italian) enti sono in sola lettura.",
                closed == 0 ? "" : closed == 1 ? "1 ente è chiuso." : "\(closed.italian) enti sono chiusi.",
                metrics.paused == 0 ? "" : metrics.paused == 1 ? "1 sospensione degli invii è decisa da una persona."
                    : "\(metrics.paused.italian) sospensioni degli invii sono decise da persone."].filter { !$0.isEmpty }
    }

    private var stoppedCount: Int { metrics.stopped.map(\.count).reduce(0, +) }

    private var wait: String {
        switch metrics.oldestWait {
        case 0: "nessuna attesa"
        case ..<120: "\(metrics.oldestWait) s"
        case ..<7200: "\(metrics.oldestWait / 60) min"
        default: "\((metrics.oldestWait / 3600).italian) ore"
        }
    }

    static let fields: Fields<Self> = [
        "troubles": .texts { $0.troubles },
        "isWell": .flag { $0.troubles.isEmpty && $0.decisions.isEmpty },
        "decisions": .texts { $0.troubles.isEmpty ? $0.decisions : [] },
        "hasDecisions": .flag { $0.troubles.isEmpty && !$0.decisions.isEmpty },
        "readOnly": .text { $0.metrics.suspended.readOnly.italian },
        "closed": .text { $0.metrics.suspended.closed.italian },
        "workers": .text { $0.metrics.workersAlive.italian },
        "wait": .text { $0.wait },
        "paused": .text { $0.metrics.paused.italian },
        "stopped": .text { $0.stoppedCount.italian },
        "schema": .text { _ in String(Schema.version) },
        "open": .list { $0.metrics.open.map { OpenCount(state: $0.state, count: $0.count) } },
    ]
}

private struct OpenCount: View {
    var state: NotificationState
    var count: Int

    static let fields: Fields<Self> = ["state": .text { $0.state.label }, "count": .text { $0.count.italian }]
}
