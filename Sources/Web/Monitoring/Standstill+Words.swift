import Store

extension Standstill {
    /// What who watches has to do.
    var sentence: String {
        switch self {
        case .databaseAway: "base dati assente"
        case .afterRestore: "ripristino da verificare: nulla parte prima di puntuale after-restore"
        case .noWorker: "nessun worker"
        case .noWorkerWrites: "nessun worker può scrivere i propri file: il suo log dice quale e perché"
        case .appIO(let cause): "\(cause.meaning): gli invii riprendono da soli"
        case .keysRefused: "App IO rifiuta le chiavi: gli invii riprendono quando le accetta o vengono sostituite"
        case .installationPaused: "invii di tutti gli enti sospesi: riprendono con puntuale queue resume"
        }
    }
}
