import Domain
import MariaDB

extension InstallationStore {
    /// Seals every key again, of services and candidates, and the passwords of mail servers, while web and worker go on: some rows
    /// at a time, each only if it is still what was read.
    ///
    /// - Parameter reseal: gives what a sealed key becomes; `nil` for one that stays as it is.
    /// - Returns: how many were changed. Only when it is 0 was there none left.
    package func resealKeys(_ reseal: ([UInt8]) -> [UInt8]?) throws -> Int {
        try resealRows(of: "service_key", reseal) + resealRows(of: "key_candidate", reseal) + resealMailServers(reseal)
    }

    private func resealMailServers(_ reseal: ([UInt8]) -> [UInt8]?) throws -> Int {
        let rows = try db.rows("SELECT id, sealed FROM mail_server WHERE sealed IS NOT NULL") {
            (id: $0.next(MailID.self), sealed: $0.next([UInt8].self))
        }
        return try rows.reduce(0) { changed, row in
            guard let new = reseal(row.sealed) else { return changed }
            return try changed + db.execute("UPDATE mail_server SET sealed = \(new) WHERE id = \(row.id) AND sealed = \(row.sealed)")
        }
    }

    private func resealRows(of table: SQL, _ reseal: ([UInt8]) -> [UInt8]?) throws -> Int {
        let batch = 100
        var after: (tenant: TenantID, service: ServiceID, slot: KeySlot)?
        var changed = 0
        while true {
            let rest: SQL = after.map {
                """
                WHERE tenant_id > \($0.tenant) OR tenant_id = \($0.tenant)
                  AND (service_id > \($0.service) OR service_id = \($0.service) AND slot > \($0.slot))
                """
            } ?? ""
            let rows = try db.rows("""
                SELECT tenant_id, service_id, slot, sealed FROM \(table) \(rest) ORDER BY tenant_id, service_id, slot LIMIT \(batch)
                """) { row in
                (tenant: row.next(TenantID.self), service: row.next(ServiceID.self), slot: row.next(KeySlot.self),
                 sealed: row.next([UInt8].self))
            }
            let resealed = rows.compactMap { row in reseal(row.sealed).map { (row: row, new: $0) } }
            try db.transaction {
                for (row, new) in resealed {
                    try db.execute("""
                        UPDATE \(table) SET sealed = \(new)
                        WHERE tenant_id = \(row.tenant) AND service_id = \(row.service) AND slot = \(row.slot) AND sealed = \(row.sealed)
                        """)
                }
            }
            changed += resealed.count
            guard rows.count == batch, let last = rows.last else { return changed }
            after = (last.tenant, last.service, last.slot)
        }
    }

    /// The hosts of living workers that do not open what is sealed with this public key.
    package func hostsWithout(_ publicKey: [UInt8]) throws -> [String] {
        try db.rows("""
            SELECT DISTINCT host FROM worker w
            WHERE \(SQL.isAlive) AND (newest_key IS NULL OR newest_key <> \(publicKey)) ORDER BY host
            """) { $0.next() }
    }
}
