package import Domain
import MariaDB

/// A service of App IO that a tenant sends with. It holds no key.
package struct Service: Sendable {
    package var id: ServiceID
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
    package var requiresSecureChannels: Bool
    /// The one that the worker tries first, if it is there.
    package var preferred: KeySlot
    package var keys: [KeySlot: KeyMark] = [:]
    /// Typed and not taken by App IO yet.
    package var candidates: [KeySlot: KeyCandidate] = [:]

    /// What may be shown of a key.
    package struct KeyMark: Sendable {
        package var last4: String
        package var setAt: Moment
        /// Who set it; `nil`: the command line.
        package var setBy: String?
        /// Since when App IO refuses it.
        package var refusedAt: Moment?
    }

    package var description: ServiceDescription {
        ServiceDescription(name: name, ioServiceID: ioServiceID, environment: environment, maximumAmount: maximumAmount,
                           requiresSecureChannels: requiresSecureChannels)
    }

    /// Whether a notification may be sent with it now.
    package var isUsable: Bool { !isDisabled && !keys.isEmpty }
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

    /// What a sealed key is bound to: moved to another tenant or service it does not open.
    package static func binding(tenant: TenantID, service: ServiceID) -> [UInt8] {
        Array("v1|".utf8) + tenant.bytes + service.bytes
    }
}

private let serviceColumns: SQL = """
    s.id, s.name, s.io_service_id, s.environment, s.maximum_cents, s.disabled, s.stopped_at, s.stop_reason,
    s.stop_kind, s.paused_at, s.daily_ceiling, s.require_secure_channels, s.preferred_slot
    """

private func readService(_ row: inout Row) -> Service {
    Service(id: row.next(), name: row.next(), ioServiceID: row.next(), environment: row.next(), maximumAmount: row.next(),
            isDisabled: row.next(), stoppedAt: row.next(), stopReason: row.next(), stopKind: row.next(),
            pausedAt: row.next(), dailyCeiling: row.next(), requiresSecureChannels: row.next(), preferred: row.next())
}

extension TenantStore {
    /// The services of the tenant that are allowed, in the order in which they were added.
    package func services() throws -> [Service] {
        let services = try db.rows("""
            SELECT \(serviceColumns) FROM service s WHERE s.tenant_id = \(tenant) AND \(allows("s.id")) ORDER BY s.id
            """, readService)
        let keys = Dictionary(grouping: try keyMarks(""), by: \.service)
        let candidates = Dictionary(grouping: try keyCandidates(""), by: \.service)
        return services.map { service in
            var service = service
            for mark in keys[service.id] ?? [] { service.keys[mark.slot] = mark.key }
            for candidate in candidates[service.id] ?? [] { service.candidates[candidate.slot] = candidate.key }
            return service
        }
    }

    package func service(_ id: ServiceID) throws -> Service? {
        var service = try db.first("""
            SELECT \(serviceColumns) FROM service s WHERE s.tenant_id = \(tenant) AND s.id = \(id) AND \(allows("s.id"))
            """, readService)
        for mark in try keyMarks("AND k.service_id = \(id)") { service?.keys[mark.slot] = mark.key }
        for candidate in try keyCandidates("AND k.service_id = \(id)") { service?.candidates[candidate.slot] = candidate.key }
        return service
    }

    private func keyMarks(_ condition: SQL) throws -> [(service: ServiceID, slot: KeySlot, key: Service.KeyMark)] {
        try db.rows("""
            SELECT k.service_id, k.slot, k.last4, k.set_at, p.name, k.refused_at FROM service_key k
            LEFT JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.set_by
            WHERE k.tenant_id = \(tenant) AND \(allows("k.service_id")) \(condition)
            """) { row in
            (row.next(), row.next(), Service.KeyMark(last4: row.next(), setAt: row.next(), setBy: row.next(), refusedAt: row.next()))
        }
    }

    /// Adds a service.
    ///
    /// - Parameters:
    ///   - id: made by the caller, since its keys are sealed for it.
    ///   - keys: used without a test.
    ///   - candidates: used once the worker has found that App IO takes them.
    /// - Throws: `DatabaseError` that is a duplicate of `service_name` or `service_io`.
    package func addService(
        _ id: ServiceID, _ description: ServiceDescription, keys: [KeySlot: SealedKey] = [:], candidates: [KeySlot: SealedKey] = [:],
        by person: PersonID?
    ) throws {
        try db.transaction {
            try db.execute("""
                INSERT INTO service (tenant_id, id, name, io_service_id, environment, maximum_cents, require_secure_channels)
                VALUES (\(tenant), \(id), \(description.name), \(description.ioServiceID), \(description.environment),
                        \(description.maximumAmount), \(description.requiresSecureChannels))
                """)
            for (slot, key) in keys { try insertKey(key, slot, of: id, by: person) }
            for (slot, key) in candidates { try insertCandidate(key, slot, of: id, by: person) }
            try audit(.serviceAdded, by: person, on: .service(id), detail: .environment(description.environment))
        }
    }

    /// Changes a service's name, App IO id, maximum amount and secure channels. Reale or prova stays as it was made:
    /// what was sent with it must go on saying where it went.
    package func changeService(_ id: ServiceID, _ description: ServiceDescription, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("""
                UPDATE service SET name = \(description.name), io_service_id = \(description.ioServiceID),
                       maximum_cents = \(description.maximumAmount), require_secure_channels = \(description.requiresSecureChannels)
                WHERE tenant_id = \(tenant) AND id = \(id)
                """)
            try audit(.serviceChanged, by: person, on: .service(id))
        }
    }

    /// Puts a key in the place of the one in its slot, and of a candidate for it. A service that stood still because of its
    /// keys goes on, with the new one first.
    package func replaceKey(_ key: SealedKey, _ slot: KeySlot, of service: ServiceID, by person: PersonID?) throws {
        try db.transaction {
            for table: SQL in ["key_candidate", "service_key"] {
                try db.execute("DELETE FROM \(table) WHERE tenant_id = \(tenant) AND service_id = \(service) AND slot = \(slot)")
            }
            try insertKey(key, slot, of: service, by: person)
            try db.execute("""
                UPDATE service SET preferred_slot = \(slot), refusals = 0 WHERE tenant_id = \(tenant) AND id = \(service)
                """)
            try db.execute("""
                UPDATE service SET stopped_at = NULL, stop_kind = NULL, stop_reason = NULL
                WHERE tenant_id = \(tenant) AND id = \(service) AND COALESCE(stop_kind, \(StopKind.keys)) = \(StopKind.keys)
                """)
            try audit(.keyReplaced, by: person, on: .service(service), detail: .key(slot))
        }
    }

    private func insertKey(_ key: SealedKey, _ slot: KeySlot, of service: ServiceID, by person: PersonID?) throws {
        try db.execute("""
            INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4, set_by)
            VALUES (\(tenant), \(service), \(slot), \(key.bytes), \(key.last4), \(person))
            """)
    }

    /// Disables a service or enables it again; enabling also ends a stop.
    package func setDisabled(_ disabled: Bool, service: ServiceID, by person: PersonID?) throws {
        try db.transaction {
            try db.execute("""
                UPDATE service SET disabled = \(disabled), stopped_at = IF(\(disabled), stopped_at, NULL),
                       stop_kind = IF(\(disabled), stop_kind, NULL), stop_reason = IF(\(disabled), stop_reason, NULL)
                WHERE tenant_id = \(tenant) AND id = \(service)
                """)
            try audit(disabled ? .serviceDisabled : .serviceEnabled, by: person, on: .service(service))
        }
    }
}
