import Domain
import Store
import Template

/// What has become, a moment after a decision, of what is to be sent because of it.
struct SeveralAftermath: View {
    private var decision: Decision
    private var counts: [ServiceCount]
    /// Why those that wait do not leave at once.
    private var obstacles: [String]
    /// Where the new notifications are.
    private var address: String

    init(_ exchange: Exchange, _ decision: Decision, _ outcome: SeveralOutcome) throws {
        self.decision = decision
        counts = try exchange.store.serviceCounts(of: outcome.toSend)
        let waiting = Set(counts.filter { $0.state == .queued }.map(\.service)), notices = try exchange.headerNotices()
        let alarms = notices.alarms.filter { alarm in alarm.service.map { waiting.contains($0.id) } ?? true }
        let isDisabled = counts.contains { $0.state == .queued && $0.isDisabled }
        let found = (notices.aWorkerSends ? [] : ["l’invio è momentaneamente fermo"]) + alarms.map(\.obstacle)
            + (isDisabled ? ["il servizio è disattivato"] : [])
        obstacles = waiting.isEmpty ? [] : found.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        address = switch decision {
        case .retry, .assume: "/notifiche?stato=\(NotificationState.queued.rawValue)"
        case .resend where outcome.toSend.count == 1: "/notifiche/\(outcome.toSend[0])"
        case .resend: "/notifiche?operatore=\(exchange.person.id)&dal=\(RomeTime(.now()).date.iso)"
        }
    }

    private var count: Int { counts.map(\.count).reduce(0, +) }
    private var waiting: Int { counts.filter { $0.state == .queued }.map(\.count).reduce(0, +) }

    private var standing: String {
        let states = Dictionary(counts.map { ($0.state, $0.count) }, uniquingKeysWith: +)
        let words = NotificationState.allCases.compactMap { state in states[state].map { "\($0.italian) «\(state.label)»" } }
        return "Ora: \(words.joined(separator: ", "))."
    }

    private var made: String {
        guard decision == .resend else { return "" }
        return count == 1 ? "È stata creata una notifica nuova; quella di prima è «Considerata inviata»."
            : "Sono state create \(count.italian) notifiche nuove; quelle di prima sono «Considerata inviata»."
    }

    private var wait: String {
        guard waiting > 0 else { return "" }
        let leave = waiting == 1 ? "Parte da sola" : "Partono da sole"
        return obstacles.isEmpty ? "\(leave)." : "\(leave) appena possibile; per ora: \(obstacles.joined(separator: "; "))."
    }

    private var way: String {
        if decision == .resend { return count == 1 ? "Apri la notifica nuova" : "Mostra le notifiche nuove" }
        return waiting > 0 ? "Mostra quelle da inviare" : ""
    }

    static let fields: Fields<Self> = [
        "sentence": .text { [$0.made, $0.standing, $0.wait].filter { !$0.isEmpty }.joined(separator: " ") },
        "way": .text { $0.way },
        "address": .text { $0.address },
    ]
}
