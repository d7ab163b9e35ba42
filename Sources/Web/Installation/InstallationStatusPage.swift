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
        let view = InstallationStatusView(metrics: try exchange.installation.metrics(), pauses: try exchange.installation.pauses())
        return try exchange.page(template, view, title: "Stato")
    }
}

private struct InstallationStatusView: View {
    var metrics: Metrics
    var pauses: (paused: Moment?, restored: Moment?)

    /// What an administrator must do something about.
    private var troubles: [String] {
        var found: [String] = []
        if metrics.workersAlive == 0 { found.append("Nessun worker è attivo: nulla parte.") }
        if metrics.workersUnable > 0 {
            found.append("Worker che non possono scrivere i propri file, e non inviano: \(metrics.workersUnable.italian). Il loro log dice "
                + "perché.")
        }
        if let restored = pauses.restored {
            found.append("La base dati è stata ripristinata da una copia, rilevato il \(restored.italianInSentence): nulla parte prima di "
                + "puntuale after-restore.")
        }
        if let paused = pauses.paused { found.append("Gli invii di tutti gli enti sono sospesi dal \(paused.italianInSentence).") }
        for (kind, count) in metrics.stopped where count > 0 { found.append("Servizi fermi (\(kind.word)): \(count.italian).") }
        return found
    }

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
        "isWell": .flag { $0.troubles.isEmpty },
        "workers": .text { $0.metrics.workersAlive.italian },
        "wait": .text { $0.wait },
        "paused": .text { $0.metrics.paused.italian },
        "schema": .text { _ in String(Schema.version) },
        "open": .list { $0.metrics.open.map { OpenCount(state: $0.state, count: $0.count) } },
    ]
}

private struct OpenCount: View {
    var state: NotificationState
    var count: Int

    static let fields: Fields<Self> = ["state": .text { $0.state.label }, "count": .text { $0.count.italian }]
}
