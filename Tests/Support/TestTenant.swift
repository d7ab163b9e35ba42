package import Domain
import MariaDB
package import Store

/// A tenant with a service that can be used and two people.
package struct TestTenant {
    package let id: TenantID
    package let code: String
    package let store: TenantStore
    package let service = ServiceID.make()
    package let operator_: PersonID
    package let administrator: PersonID

    init(_ installation: InstallationStore, code: String) throws {
        self.code = code
        id = try installation.addTenant(code: code, name: "Comune \(code)", canonicalHost: "\(code.dropFirst(2)).example.it", aliases: [])
        store = installation.store(of: id)
        // Tests send at any hour of the night.
        try store.db.execute("UPDATE tenant SET sends_from = 0, sends_until = 24, sends_on_holidays = TRUE WHERE id = \(id)")
        operator_ = try store.addPerson(username: "anna", name: "Anna Bianchi", role: .operator, passwordHash: "x", by: nil)
        administrator = try store.addPerson(username: "capo", name: "Carla Verdi", role: .administrator, passwordHash: "x", by: nil)
        try store.addService(
            service, ServiceDescription(name: "Protocollo", ioServiceID: "01SERVIZIO", environment: .trial, maximumAmount: .maximum),
            keys: [.primary: SealedKey(bytes: [1, 2, 3], last4: "cdef")], by: administrator)
    }

    /// The tenant's store on another connection.
    package func store(on installation: InstallationStore) -> TenantStore { installation.store(of: id) }

    package func content(
        subject: String = "Comunicazione di prova", fiscalCode: String = "RSSMRA80A01H501U", payment: Payment? = nil
    ) -> NotificationContent {
        NotificationContent(service: service, fiscalCode: FiscalCode(stored: fiscalCode), subject: subject,
                            markdown: String(repeating: "Testo della comunicazione. ", count: 5), dueDate: nil, payment: payment)
    }

    /// Registers a notification, also one that the citizen has already.
    @discardableResult
    package func add(_ content: NotificationContent? = nil, sendAt: Moment? = nil) throws -> NotificationID {
        let content = content ?? self.content(), key = FormID.make(), twin = try store.twin(of: content, formKey: key)
        return try store.addNotification(
            content, environment: .trial, formKey: key, sendAt: sendAt, knownTwin: twin?.id, by: operator_).id
    }

    package func state(_ id: NotificationID) throws -> NotificationState? { try store.progress(of: id)?.state }
}

extension TenantStore {
    /// For who has the password of all people here.
    @discardableResult
    package func openSession(
        _ digest: [UInt8], for person: PersonID, at place: OpenSession.Origin? = nil
    ) throws -> OpenSession.Stage? {
        try openSession(digest, for: person, passwordHash: "x", at: place)?.stage
    }
}
