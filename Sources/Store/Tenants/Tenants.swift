package import Domain
import MariaDB

/// A tenant, or the administration of the installation.
package struct Tenant: Sendable {
    package var id: TenantID
    package var kind: Kind
    /// The codice IPA.
    package var code: String
    package var name: String
    package var state: State
    /// Why it is not active, as the installation's administrator says it; may be empty.
    package var stateReason: String
    package var quotas: Quotas
    /// UTF-16 units, 80 to 10,000.
    package var minimumContent: Int
    /// Whether Aggiungi first shows what is about to leave.
    package var confirmsSends: Bool
    /// Whether everybody needs a second factor, not only administrators.
    package var requiresSecondFactor: Bool
    package var hours: SendingHours
    /// Since when a person has stopped all its sends.
    package var pausedAt: Moment?
    /// Messages a day to one citizen; `nil`: any number.
    package var citizenCeiling: Int?
    /// The tenant whose account at App IO it shares; `nil`: it has its own.
    package var account: TenantID?
    /// The host name to which its other names send browsers.
    package var canonicalHost: String
    /// `nil`: none was set.
    package var logo: Logo?
    package var retention: RetentionRule
    /// Of what `Directory` holds: another number after each change.
    package var directoryVersion: Int64

    package enum Kind: String, Sendable, CaseIterable { case publicBody = "ente", installation = "host" }

    package enum State: String, Sendable, CaseIterable {
        case active, readOnly = "read_only", closed

        package var label: String {
            switch self {
            case .active: "attivo"
            case .readOnly: "sola lettura"
            case .closed: "chiuso"
            }
        }

        /// Why nobody decides about its notifications while it stands so; `nil`: they may.
        package var refusal: String? {
            switch self {
            case .active: nil
            case .readOnly: "L’ente è in sola lettura: le notifiche si consultano, ma non se ne inviano."
            case .closed: "Il servizio di questo ente è sospeso. Rivolgersi a chi lo gestisce."
            }
        }
    }
}

extension Tenant {
    static let columns: SQL = """
        t.id, t.kind, t.code, t.name, t.state, COALESCE(t.state_reason, ''), \(Quotas.columns), t.minimum_content, t.confirms_sends,
        t.requires_second_factor, t.sends_from, t.sends_until, t.sends_on_holidays,
        t.paused_at, t.citizen_ceiling, t.account_id, c.name, LOWER(HEX(l.digest)), l.width, l.height,
        t.retention_days, t.retention_ceiling_days, t.directory_version
        """

    /// The canonical name and the logo of `t`.
    static let beside: SQL = """
        JOIN hostname c ON c.tenant_id = t.id AND c.canonical LEFT JOIN tenant_logo l ON l.tenant_id = t.id
        """

    init(_ row: inout Row) {
        self.init(
            id: row.next(), kind: row.next(), code: row.next(), name: row.next(), state: row.next(),
            stateReason: row.next(), quotas: .read(&row), minimumContent: row.next(), confirmsSends: row.next(),
            requiresSecondFactor: row.next(), hours: readHours(&row), pausedAt: row.next(), citizenCeiling: row.next(), account: row.next(),
            canonicalHost: row.next(), logo: readLogo(&row), retention: RetentionRule(own: row.next(), ceiling: row.next()),
            directoryVersion: row.next())
    }
}

/// The schema refuses hours that there are not.
private func readHours(_ row: inout Row) -> SendingHours {
    SendingHours(from: row.next(), until: row.next(), onHolidays: row.next())!
}

private func readLogo(_ row: inout Row) -> Logo? {
    let (digest, width, height) = (row.next(String?.self), row.next(Int?.self), row.next(Int?.self))
    guard let digest, let width, let height else { return nil }
    return Logo(digest: digest, width: width, height: height)
}

extension InstallationStore {
    /// Whose a host name is.
    ///
    /// - Parameter host: lower case, without a port.
    package func tenant(host: String) throws -> Tenant? {
        try db.first("""
            SELECT \(Tenant.columns) FROM hostname h
            JOIN tenant t ON t.id = h.tenant_id \(Tenant.beside)
            WHERE h.name = \(host.inASCII)
            """, Tenant.init)
    }

    /// The tenant with a codice IPA, or the administration of the installation, whose code is `host`.
    package func tenant(code: String) throws -> Tenant? {
        try db.first("""
            SELECT \(Tenant.columns) FROM tenant t \(Tenant.beside) WHERE t.code = \(code.inASCII)
            """, Tenant.init)
    }

    /// Every host name of this installation, by name; that of its administration too.
    package func hostNames() throws -> [String] { try db.rows("SELECT name FROM hostname ORDER BY name") { $0.next() } }

    /// All tenants, by codice.
    package func tenants() throws -> [Tenant] {
        try db.rows("""
            SELECT \(Tenant.columns) FROM tenant t \(Tenant.beside) WHERE t.kind = \(Tenant.Kind.publicBody) ORDER BY t.code
            """, Tenant.init)
    }
}

extension TenantStore {
    /// Gives the tenant another name, 1 to 200 characters.
    package func rename(to name: String, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("UPDATE tenant SET name = \(name) WHERE id = \(tenant)")
            try audit(.settingsChanged, by: person, detail: .name(name))
        }
    }

    /// Changes what Aggiungi asks for before it sends.
    ///
    /// - Parameters:
    ///   - minimum: the shortest contenuto that is sent without a warning, 80 to 10,000 UTF-16 units; the schema refuses others.
    ///   - confirms: whether the operator first sees what is about to leave.
    package func setCompose(minimumContent minimum: Int, confirmsSends confirms: Bool, by person: PersonID) throws {
        try db.transaction {
            try db.execute("UPDATE tenant SET minimum_content = \(minimum), confirms_sends = \(confirms) WHERE id = \(tenant)")
            try audit(.settingsChanged, by: person, detail: .minimumContent(minimum))
            try audit(.settingsChanged, by: person, detail: .confirmsSends(confirms))
        }
    }

    /// Changes when messages are to leave. What is scheduled already stays as it is.
    package func setHours(_ hours: SendingHours, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("""
                UPDATE tenant SET sends_from = \(hours.from), sends_until = \(hours.until), sends_on_holidays = \(hours.onHolidays)
                WHERE id = \(tenant)
                """)
            try audit(.settingsChanged, by: person, detail: .hours(hours))
        }
    }
}
