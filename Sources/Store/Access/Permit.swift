package import Domain
import MariaDB

/// What allows somebody to act on a page. It was so when their request came; the statement that acts asks again, since a request may
/// wait for a lock while an administrator takes away what it was allowed by.
package struct Permit: Sendable {
    /// Of the person: those of the administration act on others.
    fileprivate let tenant: TenantID
    package let person: PersonID
    fileprivate let role: Role
    fileprivate let scope: Scope
    fileprivate var states: [Tenant.State]

    /// - Parameters:
    ///   - role: the least that the act asks for.
    ///   - scope: the services that the act may be about; the person may come to have more, not less.
    ///   - states: in which of them the tenant lets it be done.
    package init(tenant: TenantID, person: PersonID, role: Role, scope: Scope, states: [Tenant.State]) {
        (self.tenant, self.person, self.role, self.scope, self.states) = (tenant, person, role, scope, states)
    }

    /// Whether it still holds, for a WHERE. What it depends on is locked until the transaction ends, and a change of it that came first
    /// has been waited for. The foreign keys of a line of the audit lock the same rows in the same way.
    fileprivate var condition: SQL {
        """
        EXISTS (SELECT 1 FROM person p JOIN tenant t ON t.id = p.tenant_id
                WHERE p.tenant_id = \(tenant) AND p.id = \(person) AND NOT p.disabled
                  AND p.role IN (\(list: Role.allCases.filter { $0 >= role })) AND t.state IN (\(list: states)) AND \(coversScope)
                LOCK IN SHARE MODE)
        """
    }

    private var coversScope: SQL {
        let isUnbound: SQL = "p.all_services OR p.role IN (\(list: Role.allCases.filter { $0 >= .administrator }))"
        guard case .only(let services) = scope else { return "(\(isUnbound))" }
        guard !services.isEmpty else { return "TRUE" }
        return """
            (\(isUnbound) OR \(services.count) = (
                SELECT COUNT(*) FROM person_service ps
                WHERE ps.tenant_id = p.tenant_id AND ps.person_id = p.id AND ps.service_id IN (\(list: services.sorted()))
                LOCK IN SHARE MODE))
            """
    }
}

/// Somebody may no longer do what they were about to do: nothing of the transaction counts. Who asks again is told why.
package struct PermitLost: Error {}

/// What would be written in the name of somebody whom another site has led here: they have not asked for it.
package struct LedHere: Error {}

/// Without a permit the program itself acts, or the command line.
extension Permit? {
    var holds: SQL { self?.condition ?? "TRUE" }

    /// Tells an act that found no row from one that was not allowed.
    ///
    /// - Throws: `PermitLost`.
    func require(_ db: Connection) throws {
        guard let self else { return }
        guard try db.first("SELECT 1 FROM DUAL WHERE \(self.condition)", { $0.next(Int.self) }) != nil else { throw PermitLost() }
    }
}

extension TenantStore {
    /// For what is done only while the tenant is active, on a page that does more.
    var whileActive: TenantStore {
        var store = self
        store.permit?.states = [.active]
        return store
    }

    /// For what is written down of an act that was done while it was allowed.
    var afterwards: TenantStore {
        var store = self
        store.permit = nil
        return store
    }
}
