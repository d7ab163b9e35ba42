import Domain
import Store

extension AuditDetail {
    /// What people read; empty for what the line shows in another way.
    var words: String {
        switch self {
        case .resentAs: ""
        case .environment(let environment): environment.label
        case .key(let slot): slot.label
        case .stop(let kind): kind.word
        case .role(let role): role.label
        case .dailyCeiling(let ceiling): "massimo di messaggi al giorno: \(Self.limit(ceiling))"
        case .citizenCeiling(let ceiling): "massimo al giorno allo stesso cittadino: \(Self.limit(ceiling))"
        case .retention(let days): "conservazione: \(days.map { "\($0.italian) giorni" } ?? "illimitata")"
        case .minimumContent(let length): "lunghezza minima del Contenuto: \(length.italian)"
        case .confirmsSends(let confirms): "conferma prima dell’invio: \(confirms ? "sì" : "no")"
        case .requiresSecondFactor(let requires): "secondo fattore per tutti: \(requires ? "sì" : "no")"
        case .name(let name): "nome: \(name)"
        case .contacts: "contatti delle pagine pubbliche"
        case .logo(let isSet): isSet ? "logo impostato" : "logo tolto"
        case .templateVersion(let version): "versione \(version.italian)"
        case .uncertain(let count): "esiti incerti: \(count.italian)"
        case .forgottenNotifications(let count): "notifiche cancellate: \(count.italian)"
        case .forgottenAudit(let count): "righe del registro cancellate: \(count.italian)"
        case .services(let count): "servizi ammessi: \(count?.italian ?? "tutti")"
        case .state(let state): "stato: \(state.label)"
        case .quotas(let quotas): Self.words(quotas)
        case .account(let code): "account di App IO: dell’ente\(code.map { " \($0)" } ?? "")"
        case .hostAdded(let name): "aggiunto \(name)"
        case .hostRemoved(let name): "tolto \(name)"
        case .hostCanonical(let name): "principale \(name)"
        case .username(let username): "nome utente: \(username)"
        case .code(let code): code
        }
    }

    private static func limit(_ number: Int?) -> String { number?.italian ?? "nessun limite" }

    private static func words(_ quotas: Quotas) -> String {
        [
            "messaggi al giorno: \(limit(quotas.messagesADay))", "messaggi al minuto: \(limit(quotas.messagesAMinute))",
            "persone: \(limit(quotas.people))", "conservazione in giorni: \(limit(quotas.retention))",
        ].joined(separator: "; ")
    }
}
