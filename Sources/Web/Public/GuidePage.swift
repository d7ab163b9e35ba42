import Domain
import FastCGI
import Store
import Template

/// Guida: how a notification is written, what each state means and what to do about it.
struct GuidePage: Sendable {
    private let template: CompiledTemplate<GuideView, Layout>

    init(_ library: Library) throws(TemplateError) {
        template = try library.template("guide", GuideView.self, within: Layout.self)
    }

    func show(_ exchange: Exchange) throws -> Response {
        try exchange.page(template, GuideView(minimumContent: exchange.tenant.minimumContent, hours: exchange.tenant.hours), title: "Guida")
    }
}

private struct GuideView: View {
    /// The tenant's.
    var minimumContent: Int
    var hours: SendingHours

    static let fields: Fields<Self> = [
        "minimumContent": .text { String($0.minimumContent) },
        "hours": .text { $0.hours.words },
        "mostDays": .text { _ in String(SendTime.mostDays) },
        "states": .list { _ in NotificationState.allCases.map(ExplainedState.init) },
    ]
}

private struct ExplainedState: View {
    var state: NotificationState

    static let fields: Fields<Self> = [
        "state": .view { StateView(state: $0.state) },
        "meaning": .text { $0.state.meaning },
        "advice": .text { $0.state.advice },
    ]
}

extension NotificationState {
    /// What an operator does about a notification in this state.
    fileprivate var advice: String {
        switch self {
        case .scheduled: "Attendere, oppure spostarla a un altro momento o annullarla finché non è partita."
        case .queued: "Attendere, oppure Annulla finché non è partita."
        case .sending, .accepted: "Attendere: la pagina si aggiorna da sola."
        case .processed: "Nulla. Se il messaggio è sbagliato, Errata corrige."
        case .rejected: "Usare un altro canale."
        case .cancelled: "Se serve, Duplica per inviarne un’altra."
        case .failed: "Ritenta, quando la causa scritta in Errore non c’è più."
        case .unreachable: "Usare un altro canale e registrarlo con Contattato altrimenti, oppure Ritenta quando il cittadino è su App IO."
        case .refused: "Leggere Errore: Ritenta dopo che la configurazione è stata corretta, oppure Duplica per correggere i dati."
        case .uncertain: "Aprirla e decidere: Considera inviata oppure Reinvia. Di molte si decide insieme, in Da seguire o nell’archivio."
        case .assumed: "Nulla. Se serve, Duplica per inviarne un’altra."
        case .undetermined: "Verifica Stato, quando si vuole sapere com’è andata."
        }
    }
}
