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

extension TenantStore {
    /// The services of the tenant that are allowed, in the order in which they were added.
    package func services() throws -> [Service] { try services("TRUE") }

    package func service(_ id: ServiceID) throws -> Service? { try services("s.id = \(id)").first }

    /// A line for each of the two places of a key.
    private func services(_ condition: SQL) throws -> [Service] {
        var services: [Service] = []
        _ = try db.rows("""
            SELECT s.id, s.name, s.io_service_id, s.environment, s.maximum_cents, s.disabled, s.stopped_at, s.stop_reason, s.stop_kind,
                   s.paused_at, s.daily_ceiling, s.require_secure_channels, s.preferred_slot, place.slot,
                   k.last4, k.set_at, kp.name, k.refused_at, c.last4, c.set_at, cp.name, c.answer, c.detail
            FROM service s
            JOIN (SELECT \(KeySlot.primary) AS slot UNION ALL SELECT \(KeySlot.secondary)) place
            LEFT JOIN service_key k ON k.tenant_id = s.tenant_id AND k.service_id = s.id AND k.slot = place.slot
            LEFT JOIN person kp ON kp.tenant_id = k.tenant_id AND kp.id = k.set_by
            LEFT JOIN key_candidate c ON c.tenant_id = s.tenant_id AND c.service_id = s.id AND c.slot = place.slot
            LEFT JOIN person cp ON cp.tenant_id = c.tenant_id AND cp.id = c.set_by
            WHERE s.tenant_id = \(tenant) AND \(allows("s.id")) AND \(condition) ORDER BY s.id
            """) { row in
            let service = Service(
                id: row.next(), name: row.next(), ioServiceID: row.next(), environment: row.next(), maximumAmount: row.next(),
                isDisabled: row.next(), stoppedAt: row.next(), stopReason: row.next(), stopKind: row.next(), pausedAt: row.next(),
                dailyCeiling: row.next(), requiresSecureChannels: row.next(), preferred: row.next())
            if services.last?.id != service.id { services.append(service) }
            let (slot, place) = (row.next(KeySlot.self), services.count - 1)
            let key = (row.next(String?.self), row.next(Moment?.self), row.next(String?.self), row.next(Moment?.self))
            if let last4 = key.0 { services[place].keys[slot] = .init(last4: last4, setAt: key.1!, setBy: key.2, refusedAt: key.3) }
            guard let last4 = row.next(String?.self) else { return }
            services[place].candidates[slot] = KeyCandidate(
                last4: last4, setAt: row.next(), setBy: row.next(), answer: row.next(), detail: row.next())
        }
        return services
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
