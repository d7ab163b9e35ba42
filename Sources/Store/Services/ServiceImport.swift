package import Domain
import MariaDB

/// A service that is to be added with others.
package struct NewService: Sendable {
    package var id: ServiceID
    package var description: ServiceDescription
    package var keys: [KeySlot: SealedKey]

    /// - Parameter id: made by the caller, since its keys are sealed for it.
    package init(id: ServiceID, description: ServiceDescription, keys: [KeySlot: SealedKey]) {
        (self.id, self.description, self.keys) = (id, description, keys)
    }
}

extension TenantStore {
    /// Adds services, all or none of them. Their keys are candidates, which the worker tries at its own pace.
    ///
    /// - Throws: `DatabaseError` that is a duplicate of `service_name` or `service_io`.
    package func addServices(_ services: [NewService], by person: PersonID?) throws {
        try db.transaction {
            // As many rows in a statement as spare a thousand services a thousand round trips.
            for start in stride(from: 0, to: services.count, by: 100) {
                let some = services[start..<min(start + 100, services.count)]
                try insert(some)
                let keys = some.flatMap { service in service.keys.map { (service.id, $0.key, $0.value) } }
                try insert(keys, by: person)
                for service in some {
                    try audit(.serviceAdded, by: person, on: .service(service.id), detail: .environment(service.description.environment))
                }
            }
        }
    }

    private func insert(_ services: ArraySlice<NewService>) throws {
        let rows = services.map { service -> SQL in
            let said = service.description
            return """
                (\(tenant), \(service.id), \(said.name), \(said.ioServiceID), \(said.environment), \(said.maximumAmount),
                 \(said.requiresSecureChannels))
                """
        }
        try db.execute("""
            INSERT INTO service (tenant_id, id, name, io_service_id, environment, maximum_cents, require_secure_channels)
            VALUES \(SQL.joined(rows, separator: ", "))
            """)
    }

    private func insert(_ keys: [(service: ServiceID, slot: KeySlot, key: SealedKey)], by person: PersonID?) throws {
        guard !keys.isEmpty else { return }
        let rows = keys.map { found -> SQL in
            "(\(tenant), \(found.service), \(found.slot), \(found.key.bytes), \(found.key.last4), \(person))"
        }
        try db.execute("""
            INSERT INTO key_candidate (tenant_id, service_id, slot, sealed, last4, set_by) VALUES \(SQL.joined(rows, separator: ", "))
            """)
    }
}
