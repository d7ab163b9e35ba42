package import Domain
package import MariaDB

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

/// How it stands in its column: a word, and mostly `=` and a value.
extension AuditDetail: SQLConvertible {
    enum Key: String, CaseIterable {
        case resentAs = "resent_as", contact, several, environment, key, stop, role, dailyCeiling = "daily_ceiling"
        case citizenCeiling = "citizen_ceiling", retention, minimumContent = "minimum_content", confirmsSends = "confirms_sends"
        case requiresSecondFactor = "requires_second_factor", hours, sendTime = "send_time", name, contacts, logo
        case templateVersion = "template_version", uncertain
        case foundSent = "found_sent", stillScheduled = "still_scheduled", notInArchive = "not_in_archive"
        case forgottenNotifications = "forgotten_notifications", forgottenAudit = "forgotten_audit", services, state, quotas, account
        case hostAdded = "host_added", hostRemoved = "host_removed", hostCanonical = "host_canonical", username, code, ofAudit = "of_audit"
    }

    package var sqlValue: SQLValue {
        let (key, value) = parts
        return .text(value.isEmpty ? key.rawValue : "\(key.rawValue)=\(value)")
    }

    private static func several(_ value: String) -> AuditDetail? {
        let parts = value.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let done = Int(parts[0]), let left = Int(parts[1]) else { return nil }
        return .several(done: done, left: left, chosen: String(parts[2]))
    }

    private static func text(_ number: Int?) -> String { number.map(String.init) ?? "" }

    var parts: (Key, String) {
        switch self {
        case .resentAs(let id): (.resentAs, id.description)
        case .contact(let channel): (.contact, channel.rawValue)
        case .several(let done, let left, let chosen): (.several, "\(done),\(left),\(chosen)")
        case .environment(let environment): (.environment, environment.rawValue)
        case .key(let slot): (.key, slot.rawValue)
        case .stop(let kind): (.stop, kind.rawValue)
        case .role(let role): (.role, role.rawValue)
        case .dailyCeiling(let ceiling): (.dailyCeiling, Self.text(ceiling))
        case .citizenCeiling(let ceiling): (.citizenCeiling, Self.text(ceiling))
        case .retention(let days): (.retention, Self.text(days))
        case .minimumContent(let length): (.minimumContent, String(length))
        case .confirmsSends(let confirms): (.confirmsSends, String(confirms))
        case .requiresSecondFactor(let requires): (.requiresSecondFactor, String(requires))
        case .hours(let hours): (.hours, hours.text)
        case .sendTime(let moment): (.sendTime, String(moment.microseconds))
        case .name(let name): (.name, name)
        case .contacts: (.contacts, "")
        case .logo(let isSet): (.logo, String(isSet))
        case .templateVersion(let version): (.templateVersion, String(version))
        case .uncertain(let count): (.uncertain, String(count))
        case .foundSent(let count): (.foundSent, String(count))
        case .stillScheduled(let count): (.stillScheduled, String(count))
        case .notInArchive(let count): (.notInArchive, String(count))
        case .forgottenNotifications(let count): (.forgottenNotifications, String(count))
        case .forgottenAudit(let count): (.forgottenAudit, String(count))
        case .services(let count): (.services, Self.text(count))
        case .state(let state): (.state, state.rawValue)
        case .quotas(let quotas): (.quotas, quotas.all.map(Self.text).joined(separator: ","))
        case .account(let code): (.account, code ?? "")
        case .hostAdded(let name): (.hostAdded, name)
        case .hostRemoved(let name): (.hostRemoved, name)
        case .hostCanonical(let name): (.hostCanonical, name)
        case .username(let username): (.username, username)
        case .code(let code): (.code, code)
        case .ofAudit: (.ofAudit, "")
        }
    }

    /// - Returns: `nil` for what none of its cases writes.
    package init?(stored: String) {
        // By code points: with a combining accent after it, "=" is another Character.
        let scalars = stored.unicodeScalars, equals = scalars.firstIndex(of: "=")
        guard let key = Key(rawValue: String(scalars[..<(equals ?? scalars.endIndex)])) else { return nil }
        let value = equals.map { String(scalars[scalars.index(after: $0)...]) } ?? ""
        let found: AuditDetail? = switch key {
        case .resentAs: NotificationID(value).map { .resentAs($0) }
        case .contact: ContactChannel(rawValue: value).map { .contact($0) }
        case .several: Self.several(value)
        case .environment: Environment(rawValue: value).map { .environment($0) }
        case .key: KeySlot(rawValue: value).map { .key($0) }
        case .stop: StopKind(rawValue: value).map { .stop($0) }
        case .role: Role(rawValue: value).map { .role($0) }
        case .dailyCeiling: .dailyCeiling(Int(value))
        case .citizenCeiling: .citizenCeiling(Int(value))
        case .retention: .retention(Int(value))
        case .minimumContent: Int(value).map { .minimumContent($0) }
        case .confirmsSends: Bool(value).map { .confirmsSends($0) }
        case .requiresSecondFactor: Bool(value).map { .requiresSecondFactor($0) }
        case .hours: SendingHours(text: value).map { .hours($0) }
        case .sendTime: Int64(value).map { .sendTime(Moment(microseconds: $0)) }
        case .name: .name(value)
        case .contacts: .contacts
        case .logo: Bool(value).map { .logo(isSet: $0) }
        case .templateVersion: Int(value).map { .templateVersion($0) }
        case .uncertain: Int(value).map { .uncertain($0) }
        case .foundSent: Int(value).map { .foundSent($0) }
        case .stillScheduled: Int(value).map { .stillScheduled($0) }
        case .notInArchive: Int(value).map { .notInArchive($0) }
        case .forgottenNotifications: Int(value).map { .forgottenNotifications($0) }
        case .forgottenAudit: Int(value).map { .forgottenAudit($0) }
        case .services: .services(Int(value))
        case .state: Tenant.State(rawValue: value).map { .state($0) }
        case .quotas: Quotas(value.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }).map { .quotas($0) }
        case .account: .account(of: value.isEmpty ? nil : value)
        case .hostAdded: .hostAdded(value)
        case .hostRemoved: .hostRemoved(value)
        case .hostCanonical: .hostCanonical(value)
        case .username: .username(value)
        case .code: .code(value)
        case .ofAudit: .ofAudit
        }
        guard let found else { return nil }
        self = found
    }
}

extension SendingHours {
    fileprivate var text: String { "\(from),\(until),\(onHolidays)" }

    fileprivate init?(text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let from = Int(parts[0]), let until = Int(parts[1]), let onHolidays = Bool(String(parts[2]))
        else { return nil }
        self.init(from: from, until: until, onHolidays: onHolidays)
    }
}

extension Quotas {
    fileprivate var all: [Int?] { [messagesADay, messagesAMinute, people, retention] }

    fileprivate init?(_ all: [Int?]) {
        guard all.count == 4 else { return nil }
        self.init(messagesADay: all[0], messagesAMinute: all[1], people: all[2], retention: all[3])
    }
}
