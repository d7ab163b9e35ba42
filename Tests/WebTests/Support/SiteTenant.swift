import Domain
import MariaDB
import Secrets
import Store
import TestSupport

/// A tenant as those who ask know it: its host name, their sessions, and what there is to ask about.
struct SiteTenant: Sendable {
    let id: TenantID
    let kind: Tenant.Kind
    let host: String
    let name: String
    /// The cookie of a session, by whose it is.
    fileprivate(set) var sessions: [Who: Token] = [:]
    /// Ids by the name of the table. A person, and for each of those who enter an export and a draft of their own.
    fileprivate(set) var rows: [Who: [String: AnyID]] = [:]

    fileprivate init(id: TenantID, kind: Tenant.Kind, host: String, name: String) {
        (self.id, self.kind, self.host, self.name) = (id, kind, host, name)
    }
}

/// All of an installation that does not change: two tenants that look alike, and the administration.
struct SiteTenants: Sendable {
    private(set) var one: SiteTenant
    private(set) var other: SiteTenant
    private(set) var administration: SiteTenant

    init(in database: TestDatabase) throws {
        one = try SiteTenant(furnishing: database.one, database.installation)
        other = try SiteTenant(furnishing: database.other, database.installation)
        administration = try SiteTenant(administrationOf: database.installation)
        // A cookie goes where its browser takes it.
        let (cookies, others) = (one.sessions, other.sessions)
        one.sessions[.foreigner] = others[.administrator]
        other.sessions[.foreigner] = cookies[.administrator]
        for who in [Who.viewer, .operator, .administrator] { administration.sessions[who] = cookies[who] }
        administration.sessions[.foreigner] = cookies[.administrator]
        one.sessions[.installation] = administration.sessions[.installation]
        other.sessions[.installation] = administration.sessions[.installation]
    }
}

extension SiteTenant {
    /// People of every role, with one of everything that an address may name.
    fileprivate init(furnishing tenant: TestTenant, _ installation: InstallationStore) throws {
        let host = "\(tenant.code.dropFirst(2)).example.it", store = tenant.store, db = installation.db
        self.init(id: tenant.id, kind: .publicBody, host: host, name: "Comune \(tenant.code)")
        let viewer = try store.addPerson(username: "lea", name: "Lea Neri", role: .viewer, passwordHash: "x", by: nil)
        let unready = try store.addPerson(username: "nuova", name: "Nora Gialli", role: .administrator, passwordHash: "x", by: nil)
        try store.setSecondFactor([1], counter: 1, recoveryCodes: [], of: tenant.administrator, keeping: nil, by: tenant.administrator)
        try open([.viewer: viewer, .operator: tenant.operator_, .administrator: tenant.administrator, .unready: unready,
                  .halfway: tenant.administrator], store)

        let notification = try tenant.add()
        try db.execute("""
            UPDATE notification SET state = 'processed', attempt = 1, io_id = 'IO1', due_at = NULL
            WHERE id = \(notification)
            """)
        let template = try store.addMessageTemplate(
            MessageTemplate(stored: "Avviso di prova", content: String(repeating: "Testo. ", count: 30), fields: []),
            name: "Avviso", service: tenant.service, by: tenant.administrator)
        let ask = try store.ask(.key(service: tenant.service, slot: .primary), by: tenant.administrator)
        try db.execute("UPDATE ask SET answer = 'accepted', due_at = NULL, expires_at = NOW(6) + INTERVAL 1 HOUR WHERE id = \(ask)")
        for (who, person) in [(Who.viewer, viewer), (.operator, tenant.operator_), (.administrator, tenant.administrator)] {
            rows[who] = ["notification": any(notification), "service": any(tenant.service), "template": any(template),
                         "person": any(unready), "ask": any(ask), "draft": any(try addDraft(of: person, store)),
                         "export": any(try addExport(of: person, store))]
        }
    }

    fileprivate init(administrationOf installation: InstallationStore) throws {
        let id = try installation.addInstallation(name: "Gestione di prova", canonicalHost: "gestione.example.it")
        self.init(id: id, kind: .installation, host: "gestione.example.it", name: "Gestione di prova")
        let store = installation.store(of: id)
        let add = { (name: String) in
            try store.addPerson(username: name, name: "Gaia \(name)", role: .installation, passwordHash: "x", by: nil)
        }
        let (person, unready) = (try add("gaia"), try add("nuova"))
        try store.setSecondFactor([1], counter: 1, recoveryCodes: [], of: person, keeping: nil, by: person)
        try open([.installation: person, .unready: unready, .halfway: person], store)
        rows[.installation] = ["person": any(unready), "tenant": any(try installation.tenants()[0].id)]
    }

    private mutating func open(_ people: [Who: PersonID], _ store: TenantStore) throws {
        for (who, person) in people {
            let (first, whole) = (Token.random(), Token.random())
            let stage = try store.openSession(first.digest, for: person)
            let isWhole = try stage == .password && who != .halfway && store.completeSession(first.digest, as: whole.digest, of: person)
            sessions[who] = isWhole ? whole : first
        }
    }

    private func addDraft(of person: PersonID, _ store: TenantStore) throws -> FormID {
        let id = FormID.make()
        _ = try store.saveDraft(id, form: "oggetto=Bozza", typed: NotificationForm(), of: person, replacing: nil)
        return id
    }

    /// A finished file.
    private func addExport(of person: PersonID, _ store: TenantStore) throws -> ExportID {
        let id = try store.addExport(filter: ArchiveFilter(), by: person)!
        try store.db.execute("""
            UPDATE export SET state = 'ready', due_at = NULL, file_name = 'x.xlsx', size = 3, chunks = 1 WHERE id = \(id)
            """)
        try store.db.execute("INSERT INTO export_chunk (tenant_id, export_id, number, data) VALUES (\(store.tenant), \(id), 0, 'abc')")
        return id
    }
}

private func any(_ id: ID<some Identified>) -> AnyID { AnyID(id) }

/// The id of whatever an address may name.
struct AnyID: SQLConvertible, CustomStringConvertible {
    let value: UInt128
    let sqlValue: SQLValue
    let description: String

    init(_ id: ID<some Identified>) { (value, sqlValue, description) = (id.value, id.sqlValue, id.description) }
}
