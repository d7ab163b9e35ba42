import Domain
import FastCGI
import Store

/// What monitoring asks. nginx lets only this machine reach it.
enum Health {
    static func answer(_ request: Request, _ installation: InstallationStore) -> Response? {
        switch request.path {
        case "/vivo": .text("vivo\n")
        case "/pronto": ready(installation)
        case "/metriche": metrics(installation)
        default: nil
        }
    }

    private static func ready(_ installation: InstallationStore) -> Response {
        guard let alive = try? installation.workerIsAlive() else { return .text("base dati assente\n", status: 503) }
        return alive ? .text("pronto\n") : .text("nessun worker\n", status: 503)
    }

    /// Prometheus' text format 0.0.4.
    private static func metrics(_ installation: InstallationStore) -> Response {
        guard let metrics = try? installation.metrics() else { return .text("base dati assente\n", status: 503) }
        var text = """
            # HELP puntuale_notifiche_aperte Notifiche che attendono qualcuno, per stato.
            # TYPE puntuale_notifiche_aperte gauge

            """
        for (state, count) in metrics.open { text += "puntuale_notifiche_aperte{stato=\"\(state.rawValue)\"} \(count)\n" }
        text += """
            # HELP puntuale_attesa_piu_lunga_secondi Da quanto la più vecchia notifica da inviare doveva partire.
            # TYPE puntuale_attesa_piu_lunga_secondi gauge
            puntuale_attesa_piu_lunga_secondi \(metrics.oldestWait)
            # HELP puntuale_worker_vivi Worker visti negli ultimi 15 secondi.
            # TYPE puntuale_worker_vivi gauge
            puntuale_worker_vivi \(metrics.workersAlive)
            # HELP puntuale_servizi_fermi Servizi che il programma ha fermato, per motivo.
            # TYPE puntuale_servizi_fermi gauge

            """
        for (kind, count) in metrics.stopped { text += "puntuale_servizi_fermi{motivo=\"\(kind.rawValue)\"} \(count)\n" }
        text += """
            # HELP puntuale_sospensioni Enti e servizi i cui invii sono sospesi; l'intero sistema conta per uno.
            # TYPE puntuale_sospensioni gauge
            puntuale_sospensioni \(metrics.paused)
            # HELP puntuale_ripristino_da_verificare Se la base dati viene da una copia e attende la verifica.
            # TYPE puntuale_ripristino_da_verificare gauge
            puntuale_ripristino_da_verificare \(metrics.awaitsAfterRestore ? 1 : 0)

            """
        return .text(text)
    }
}
