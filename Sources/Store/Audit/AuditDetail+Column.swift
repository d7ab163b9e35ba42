import Domain
package import MariaDB

/// How it stands in its column: a word, and mostly `=` and a value.
extension AuditDetail: SQLConvertible {
    enum Key: String, CaseIterable {
        case resentAs = "resent_as", contact, several, environment, key, stop, role, dailyCeiling = "daily_ceiling"
        case citizenCeiling = "citizen_ceiling", retention, minimumContent = "minimum_content", confirmsSends = "confirms_sends"
        case requiresSecondFactor = "requires_second_factor", hours, sendTime = "send_time", name, contacts, logo
        case templateVersion = "template_version", uncertain
        case foundSent = "found_sent", stillScheduled = "still_scheduled", notInArchive = "not_in_archive"
        case forgottenNotifications = "forgotten_notifications", forgottenAudit = "forgotten_audit", services, state, quotas, account
        case hostAdded = "host_added", hostRemoved = "host_removed", hostCanonical = "host_canonical", username, code
        case mailServer = "mail_server", mailAlerts = "mail_alerts", ofAudit = "of_audit"
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
        case .mailServer(let host): (.mailServer, host ?? "")
        case .mailAlerts(let words): (.mailAlerts, words)
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
        case .mailServer: .mailServer(value.isEmpty ? nil : value)
        case .mailAlerts: .mailAlerts(value)
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
