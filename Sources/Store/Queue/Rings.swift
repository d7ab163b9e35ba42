package import Domain
import MariaDB

/// The doorbell between hosts: its socket reaches only the workers of its own.
extension InstallationStore {
    /// Leaves word for the workers of other hosts that a tenant's rows are to be looked at.
    package func leaveRing(for tenant: TenantID) throws {
        try db.execute("INSERT IGNORE INTO ring (tenant_id) VALUES (\(tenant))")
    }

    /// Takes out for whom word was left. Their rows are to be looked at after this: who rings meanwhile leaves word anew, or had
    /// committed what there is to see.
    package func takeRings() throws -> [TenantID] {
        let tenants = try db.rows("SELECT tenant_id FROM ring") { $0.next(TenantID.self) }
        if !tenants.isEmpty { try db.execute("DELETE FROM ring WHERE tenant_id IN (\(list: tenants))") }
        return tenants
    }
}
