package import Domain
import MariaDB

extension InstallationStore {
    /// Reads one unchanging picture of the database, whatever others commit meanwhile.
    package func snapshot<T>(_ body: () throws -> T) throws -> T { try db.snapshot(body) }
}

extension TenantStore {
    /// Lends the rows of a table one after the other, each as a line of JSON under the names of its columns.
    package func export(_ table: TenantTable, _ each: ([UInt8]) throws -> Void) throws {
        let members = try table.columns(db).map { column -> SQL in "'\(SQL(trusted: column.name))', \(column.asJSON)" }
        let name = SQL(trusted: table.name)
        // The rows are not kept: an array of nothing has no size.
        _ = try db.rows("""
            SELECT JSON_OBJECT(\(SQL.joined(members, separator: ", "))) FROM \(name) FORCE INDEX (PRIMARY)
            WHERE \(SQL(trusted: table.key)) = \(tenant) ORDER BY \(table.order(db))
            """) { try each($0.next([UInt8].self)) }
    }

    /// The sealed keys of the tenant's services, each for the place that it is bound to.
    package func sealedKeys() throws -> [(service: ServiceID, slot: KeySlot, sealed: [UInt8], last4: String)] {
        try db.rows("SELECT service_id, slot, sealed, last4 FROM service_key WHERE tenant_id = \(tenant) ORDER BY service_id, slot") {
            ($0.next(), $0.next(), $0.next(), $0.next())
        }
    }
}
