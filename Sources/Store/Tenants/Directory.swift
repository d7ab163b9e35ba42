package import Domain
import MariaDB
import Text

/// What the pages of a tenant name and offer: its services, people and templates. A page may keep it as long as the tenant's
/// `directoryVersion` stays the same: every change of it renews that number in the same transaction, because it writes a line of the
/// audit (`AuditAction.changesDirectory`). On every host the first statement of a request reads the number, so none shows what
/// another has changed; a number never comes back, since it is drawn at random, also after a restore. Whatever changes without a
/// line, such as what the worker finds out about a service and its keys, is not in it.
package struct Directory: Sendable, Equatable {
    package struct Service: Sendable, Equatable {
        package var id: ServiceID
        package var name: String
        /// App IO's id of it.
        package var ioServiceID: String
        package var environment: Environment
        /// 0: App IO refuses every payment.
        package var maximumAmount: Amount
        package var isDisabled: Bool
        package var requiresSecureChannels: Bool
        package var hasKey: Bool

        /// Whether a notification may be sent with it now.
        package var isUsable: Bool { !isDisabled && hasKey }

        package var description: ServiceDescription {
            ServiceDescription(name: name, ioServiceID: ioServiceID, environment: environment, maximumAmount: maximumAmount,
                               requiresSecureChannels: requiresSecureChannels)
        }
    }

    package struct Person: Sendable, Equatable {
        package var id: PersonID
        package var name: String
        package var role: Role
        package var isDisabled: Bool
        /// Whether notifications may be of this person: sends now, or has sent with another role.
        package var sends: Bool
    }

    package struct Template: Sendable, Equatable {
        package var id: TemplateID
        package var service: ServiceID
        package var name: String
        /// No longer offered; what was filled in from it stays as it is.
        package var isWithdrawn: Bool
    }

    /// In the order in which they were added.
    package var services: [Service] = []
    /// By name.
    package var people: [Person] = []
    /// By service and name, those too that are withdrawn.
    package var templates: [Template] = []
    /// 32 bytes that the codes of the tenant's printed proofs are signed with. They never change.
    package var proofKey: [UInt8] = []

    package init() {}

    package func service(_ id: ServiceID) -> Service? { services.first { $0.id == id } }
    package func template(_ id: TemplateID) -> Template? { templates.first { $0.id == id } }

    /// What of it somebody may know who works with those services only.
    package func within(_ scope: Scope) -> Directory {
        guard case .only(let allowed) = scope else { return self }
        var part = self
        part.services.removeAll { !allowed.contains($0.id) }
        part.templates.removeAll { !allowed.contains($0.service) }
        return part
    }
}

extension TenantStore {
    /// As it stands now, within the scope.
    ///
    /// Whether a person has ever sent is looked up in the one index that knows. MariaDB, which sees but the averages of an index, takes the
    /// primary key for as good where most enti have one person, and reads an ente's whole archive for somebody who has sent nothing.
    package func directory() throws -> Directory {
        var found = Directory()
        _ = try db.rows("""
            SELECT 'service', s.id, s.name, NULL, s.disabled, s.io_service_id, s.environment, s.maximum_cents, s.require_secure_channels,
                   EXISTS (SELECT 1 FROM service_key k WHERE k.tenant_id = s.tenant_id AND k.service_id = s.id) AS has_key
            FROM service s WHERE s.tenant_id = \(tenant) AND \(allows("s.id"))
            UNION ALL
            SELECT 'person', p.id, p.name, NULL, p.disabled, p.role, NULL, NULL, NULL, p.role IN (\(list: Role.allCases.filter(\.maySend)))
                   OR (SELECT 1 FROM notification n FORCE INDEX (notification_person)
                       WHERE n.tenant_id = p.tenant_id AND n.created_by = p.id LIMIT 1) IS NOT NULL
            FROM person p WHERE p.tenant_id = \(tenant)
            UNION ALL
            SELECT 'template', t.id, t.name, t.service_id, t.withdrawn, NULL, NULL, NULL, NULL, NULL
            FROM message_template t WHERE t.tenant_id = \(tenant) AND \(allows("t.service_id"))
            UNION ALL
            SELECT 'tenant', LEFT(t.proof_key, 16), HEX(t.proof_key), NULL, FALSE, NULL, NULL, NULL, NULL, NULL
            FROM tenant t WHERE t.id = \(tenant)
            ORDER BY 1, 4, 3, 2
            """) { found.add(&$0) }
        found.services.sort { $0.id < $1.id }
        return found
    }

    /// From now on what was kept of the directory is no longer used.
    func renewDirectory() throws {
        try db.execute("UPDATE tenant SET directory_version = \(Int64.random(in: .min ... .max)) WHERE id = \(tenant)")
    }
}

extension Directory {
    fileprivate enum Kind: String, StoredEnum { case service, person, template, tenant }

    fileprivate mutating func add(_ row: inout Row) {
        let (kind, id, name) = (row.next(Kind.self), row.next(ServiceID.self).value, row.next(String.self))
        let (service, isOut) = (row.next(ServiceID?.self), row.next(Bool.self))
        switch kind {
        case .service:
            services.append(Service(
                id: ID(id), name: name, ioServiceID: row.next(), environment: row.next(), maximumAmount: row.next(), isDisabled: isOut,
                requiresSecureChannels: row.next(), hasKey: row.next()))
        case .person:
            let role = row.next(Role.self)
            for _ in 1...3 { _ = row.next(Int?.self) }
            people.append(Person(id: ID(id), name: name, role: role, isDisabled: isOut, sends: row.next()))
        case .template:
            templates.append(Template(id: ID(id), service: service!, name: name, isWithdrawn: isOut))
        case .tenant:
            proofKey = [UInt8](hexadecimal: name)!
        }
    }
}
