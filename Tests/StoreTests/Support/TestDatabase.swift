import Domain
import MariaDB
import Store

@preconcurrency import Glibc

/// A migrated database of its own for one test, with two tenants that look alike, on the server whose
/// socket PUNTUALE_TEST_DATABASE_SOCKET names; who runs the test is root there.
final class TestDatabase {
    static let socket = getenv("PUNTUALE_TEST_DATABASE_SOCKET").map { String(cString: $0) }
    static var isThere: Bool { socket != nil }

    let options: ConnectionOptions
    let installation: InstallationStore
    let one: Ente
    let other: Ente
    var db: Connection { installation.db }

    /// Makes the database, lends it to the body and drops it.
    static func run(_ body: (TestDatabase) throws -> Void) throws {
        try runEmpty { options in
            let db = Connection(options)
            try SchemaStatements.migrated.get().make(in: db)
            try body(TestDatabase(options, InstallationStore(db)))
        }
    }

    /// The same without a table in it.
    static func runEmpty(_ body: (ConnectionOptions) throws -> Void) throws {
        let name = "test_store_" + String(UInt64.random(in: .min ... .max), radix: 36)
        var options = ConnectionOptions(socket: socket, user: String(cString: getpwuid(getuid()).pointee.pw_name))
        let server = Connection(options)
        try server.script(SQL(trusted: "CREATE DATABASE \(name) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
        defer { try? server.script(SQL(trusted: "DROP DATABASE \(name)")) }
        options.database = name
        try body(options)
    }

    private init(_ options: ConnectionOptions, _ installation: InstallationStore) throws {
        self.options = options
        self.installation = installation
        one = try Ente(installation, code: "c_a001")
        other = try Ente(installation, code: "c_b002")
    }

    /// What another process of the installation sees.
    func connect() -> InstallationStore { InstallationStore(Connection(options)) }
}

extension TenantStore {
    /// For who has the password of all people here.
    @discardableResult
    func openSession(_ digest: [UInt8], for person: Identifier, at place: OpenSession.Origin? = nil) throws -> OpenSession.Stage? {
        try openSession(digest, for: person, passwordHash: "x", at: place)?.stage
    }
}

/// A tenant with a service that can be used and two people.
struct Ente {
    let id: Identifier
    let code: String
    let store: TenantStore
    let service = Identifier.make()
    let operator_: Identifier
    let administrator: Identifier

    fileprivate init(_ installation: InstallationStore, code: String) throws {
        self.code = code
        id = try installation.addTenant(code: code, name: "Comune \(code)", canonicalHost: "\(code.dropFirst(2)).example.it", aliases: [])
        store = installation.store(of: id)
        operator_ = try store.addPerson(username: "anna", name: "Anna Bianchi", role: .operator, passwordHash: "x", by: nil)
        administrator = try store.addPerson(username: "capo", name: "Carla Verdi", role: .administrator, passwordHash: "x", by: nil)
        try store.addService(
            service, ServiceDescription(name: "Protocollo", ioServiceID: "01SERVIZIO", environment: .trial, maximumAmount: .maximum),
            keys: [.primary: SealedKey(bytes: [1, 2, 3], last4: "cdef")], by: administrator)
    }

    /// The tenant's store on another connection.
    func store(on installation: InstallationStore) -> TenantStore { installation.store(of: id) }

    func content(
        subject: String = "Comunicazione di prova", fiscalCode: String = "RSSMRA80A01H501U", payment: Payment? = nil
    ) -> NotificationContent {
        NotificationContent(service: service, fiscalCode: FiscalCode(stored: fiscalCode), subject: subject,
                            markdown: String(repeating: "Testo della comunicazione. ", count: 5), dueDate: nil, payment: payment)
    }

    /// Registers a notification, also one that the citizen has already.
    @discardableResult
    func add(_ content: NotificationContent? = nil) throws -> Identifier {
        let content = content ?? self.content(), key = Identifier.make(), twin = try store.twin(of: content, formKey: key)
        return try store.addNotification(content, environment: .trial, formKey: key, knownTwin: twin?.id, by: operator_).id
    }

    func state(_ id: Identifier) throws -> NotificationState? { try store.progress(of: id)?.state }
}
