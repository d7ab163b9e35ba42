package import Domain
import MariaDB

/// A service of App IO that an ente sends with. It holds no key.
package struct Service: Sendable {
    package var id: Identifier
    package var name: String
    /// App IO's id of it.
    package var ioServiceID: String
    package var environment: Environment
    /// 0: App IO refuses every payment.
    package var maximumAmount: Amount
    package var isDisabled: Bool
    /// Since when the program has stopped it, and why.
    package var stoppedAt: Moment?
    package var stopReason: String?
    package var stopKind: StopKind?
    /// Since when a person has stopped its sends.
    package var pausedAt: Moment?
    /// Messages a day; `nil`: any number.
    package var dailyCeiling: Int?
    package var keys: [KeySlot: KeyMark] = [:]

    /// What may be shown of a key.
    package struct KeyMark: Sendable {
        package var last4: String
        package var setAt: Moment
        /// Who set it; `nil`: the command line.
        package var setBy: String?
    }

    /// Whether a notification may be sent with it now.
    package var isUsable: Bool { !isDisabled && !keys.isEmpty }
}

/// What an administrator says of a service.
package struct ServiceDescription: Sendable {
    package var name: String
    package var ioServiceID: String
    package var environment: Environment
    package var maximumAmount: Amount

    package init(name: String, ioServiceID: String, environment: Environment, maximumAmount: Amount) {
        self.name = name
        self.ioServiceID = ioServiceID
        self.environment = environment
        self.maximumAmount = maximumAmount
    }
}

/// A key already sealed for its place.
package struct SealedKey: Sendable {
    package var bytes: [UInt8]
    /// The last four characters, to recognise it by.
    package var last4: String

    package init(bytes: [UInt8], last4: String) {
        self.bytes = bytes
        self.last4 = last4
    }

    /// What a sealed key is bound to: moved to another ente or service it does not open.
    package static func place(tenant: Identifier, service: Identifier) -> [UInt8] {
        Array("v1|".utf8) + tenant.bytes + service.bytes
    }
}

private let serviceColumns: SQL = """
    s.id, s.name, s.io_service_id, s.environment, s.maximum_cents, s.disabled, s.stopped_at, s.stop_reason,
    s.stop_kind, s.paused_at, s.daily_ceiling
    """

private func readService(_ row: inout Row) -> Service {
    Service(id: row.next(), name: row.next(), ioServiceID: row.next(), environment: row.next(), maximumAmount: row.next(),
            isDisabled: row.next(), stoppedAt: row.next(), stopReason: row.next(), stopKind: row.next(),
            pausedAt: row.next(), dailyCeiling: row.next())
}

extension TenantStore {
    /// The services of the ente that are allowed, in the order in which they were added.
    package func services() throws -> [Service] {
        let services = try db.rows("""
            SELECT \(serviceColumns) FROM service s WHERE s.tenant_id = \(tenant) AND \(allows("s.id")) ORDER BY s.id
            """, readService)
        let marks = try keyMarks("")
        return services.map { service in
            var service = service
            for mark in marks where mark.service == service.id { service.keys[mark.slot] = mark.key }
            return service
        }
    }

    package func service(_ id: Identifier) throws -> Service? {
        var service = try db.first("""
            SELECT \(serviceColumns) FROM service s WHERE s.tenant_id = \(tenant) AND s.id = \(id) AND \(allows("s.id"))
            """, readService)
        for mark in try keyMarks("AND k.service_id = \(id)") { service?.keys[mark.slot] = mark.key }
        return service
    }

    private func keyMarks(_ condition: SQL) throws -> [(service: Identifier, slot: KeySlot, key: Service.KeyMark)] {
        try db.rows("""
            SELECT k.service_id, k.slot, k.last4, k.set_at, p.name FROM service_key k
            LEFT JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.set_by
            WHERE k.tenant_id = \(tenant) AND \(allows("k.service_id")) \(condition)
            """) { row in
            (row.next(), row.next(), Service.KeyMark(last4: row.next(), setAt: row.next(), setBy: row.next()))
        }
    }

    /// Adds a service.
    ///
    /// - Parameters:
    ///   - id: made by the caller, since its keys are sealed for it.
    /// - Throws: `DatabaseError` that is a duplicate of `service_name`.
    package func addService(
        _ id: Identifier, _ description: ServiceDescription, keys: [KeySlot: SealedKey], by person: Identifier?
    ) throws {
        try db.transaction {
            try db.execute("""
                INSERT INTO service (tenant_id, id, name, io_service_id, environment, maximum_cents)
                VALUES (\(tenant), \(id), \(description.name), \(description.ioServiceID), \(description.environment),
                        \(description.maximumAmount))
                """)
            for (slot, key) in keys { try insertKey(key, slot, of: id, by: person) }
            try audit(.serviceAdded, by: person, on: id, detail: description.environment.rawValue)
        }
    }

    /// Changes a service's name, App IO id and maximum amount. Reale or prova stays as it was made:
    /// what was sent with it must go on saying where it went.
    package func changeService(_ id: Identifier, _ description: ServiceDescription, by person: Identifier?) throws {
        try db.transaction {
            try db.execute("""
                UPDATE service SET name = \(description.name), io_service_id = \(description.ioServiceID),
                       maximum_cents = \(description.maximumAmount)
                WHERE tenant_id = \(tenant) AND id = \(id)
                """)
            try audit(.serviceChanged, by: person, on: id)
        }
    }

    /// Puts a key in the place of the one in its slot. A service that stood still because of its
    /// keys goes on, with the new one first.
    package func replaceKey(_ key: SealedKey, _ slot: KeySlot, of service: Identifier, by person: Identifier?) throws {
        try db.transaction {
            try db.execute("DELETE FROM service_key WHERE tenant_id = \(tenant) AND service_id = \(service) AND slot = \(slot)")
            try insertKey(key, slot, of: service, by: person)
            try db.execute("""
                UPDATE service SET stopped_at = NULL, stop_kind = NULL, stop_reason = NULL, refusals = 0, preferred_slot = \(slot)
                WHERE tenant_id = \(tenant) AND id = \(service)
                """)
            try audit(.keyReplaced, by: person, on: service, detail: slot.rawValue)
        }
    }

    private func insertKey(_ key: SealedKey, _ slot: KeySlot, of service: Identifier, by person: Identifier?) throws {
        try db.execute("""
            INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4, set_by)
            VALUES (\(tenant), \(service), \(slot), \(key.bytes), \(key.last4), \(person))
            """)
    }

    /// Disables a service or enables it again; enabling also ends a stop.
    package func setDisabled(_ disabled: Bool, service: Identifier, by person: Identifier?) throws {
        try db.transaction {
            try db.execute("""
                UPDATE service SET disabled = \(disabled), stopped_at = IF(\(disabled), stopped_at, NULL),
                       stop_kind = IF(\(disabled), stop_kind, NULL), stop_reason = IF(\(disabled), stop_reason, NULL)
                WHERE tenant_id = \(tenant) AND id = \(service)
                """)
            try audit(disabled ? .serviceDisabled : .serviceEnabled, by: person, on: service)
        }
    }
}
