package import Domain

/// What a line of the audit says beside its action and its subject. It holds no codice fiscale, key or message body.
package enum AuditDetail: Sendable, Equatable {
    /// The notification that left in place of the subject.
    case resentAs(NotificationID)
    /// How the citizen was told.
    case contact(ContactChannel)
    /// A decision on several: how many it was taken on, how many had moved on, and how they were chosen, in words.
    case several(done: Int, left: Int, chosen: String)
    case environment(Environment)
    case key(KeySlot)
    case stop(StopKind)
    case role(Role)
    /// Messages a day of a service; `nil`, here and below: any number.
    case dailyCeiling(Int?)
    /// Messages a day to one citizen.
    case citizenCeiling(Int?)
    /// Days.
    case retention(Int?)
    case minimumContent(Int)
    case confirmsSends(Bool)
    case requiresSecondFactor(Bool)
    /// When messages are to leave.
    case hours(SendingHours)
    /// When a notification is to leave.
    case sendTime(Moment)
    /// Of the tenant, as it is from now on.
    case name(String)
    case contacts
    case logo(isSet: Bool)
    case templateVersion(Int)
    /// Notifications that became doubts.
    case uncertain(Int)
    /// Notifications that are sent, as a journal says that the database did not.
    case foundSent(Int)
    /// Notifications that are still to leave at their time after a restore.
    case stillScheduled(Int)
    /// Notifications that left, as a journal says, and are not in the archive.
    case notInArchive(Int)
    case forgottenNotifications(Int)
    case forgottenAudit(Int)
    /// How many services a person may work with.
    case services(Int?)
    case state(Tenant.State)
    case quotas(Quotas)
    /// By the codice IPA of its owner; `nil`: the tenant's own.
    case account(of: String?)
    case hostAdded(String)
    case hostRemoved(String)
    case hostCanonical(String)
    case username(String)
    /// The codice IPA of a tenant that goes.
    case code(String)
    /// By which the host sends e-mails from now on; `nil`: none.
    case mailServer(String?)
    /// What a tenant wants to be told by e-mail, in words.
    case mailAlerts(String)
    /// Of an extraction: of the audit, not of the archive.
    case ofAudit
}

extension AuditDetail {
    /// What people read; empty for what the line shows in another way.
    package var words: String {
        switch self {
        case .resentAs: ""
        case .contact(let channel): channel.label
        case .several(let done, let left, let chosen): "fatte: \(done.italian); lasciate: \(left.italian); \(chosen)"
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
        case .hours(let hours): "orario degli invii: \(hours.words)"
        case .sendTime(let moment): "invio programmato: \(moment.italianMinute)"
        case .name(let name): "nome: \(name)"
        case .contacts: "contatti delle pagine pubbliche"
        case .logo(let isSet): isSet ? "logo impostato" : "logo tolto"
        case .templateVersion(let version): "versione \(version.italian)"
        case .uncertain(let count): "esiti incerti: \(count.italian)"
        case .foundSent(let count): "di nuovo inviate, dal diario: \(count.italian)"
        case .stillScheduled(let count): "programmate come nella copia: \(count.italian)"
        case .notInArchive(let count): "inviate e non più in archivio: \(count.italian)"
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
        case .mailServer(let host): "server di posta: \(host ?? "nessuno")"
        case .mailAlerts(let words): "avvisi per e-mail: \(words)"
        case .ofAudit: "del Registro"
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
