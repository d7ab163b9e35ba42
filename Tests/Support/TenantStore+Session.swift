import MariaDB
package import Store

extension TenantStore {
    /// The session that a request with such a cookie would find.
    package func session(_ digest: [UInt8], idle: Int, whole: Int) throws -> OpenSession? {
        guard let host = try db.first("SELECT name FROM hostname WHERE tenant_id = \(tenant) AND canonical", { $0.next(String.self) })
        else { return nil }
        return try InstallationStore(db).arrival(at: host, of: .publicBody, with: digest, idle: idle, whole: whole)?.session
    }
}
