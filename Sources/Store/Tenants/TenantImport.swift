package import Domain
import MariaDB

extension InstallationStore {
    /// What stands in the way of a tenant that comes from elsewhere, in a sentence; `nil`: nothing.
    ///
    /// A tenant without a host name is one whose import was interrupted, and stands in nobody's way.
    package func obstacle(toImporting tenant: TenantID, code: String, hostNames: [String]) throws -> String? {
        let other = try db.first("""
            SELECT t.code FROM tenant t WHERE (t.id = \(tenant) OR t.code = \(code.inASCII))
              AND (t.id <> \(tenant) OR EXISTS (SELECT 1 FROM hostname h WHERE h.tenant_id = t.id))
            """) { $0.next(String.self) }
        if let other { return "C'è già l'ente «\(other)»." }
        let taken = try hostNames.filter { name in
            try db.first("SELECT 1 FROM hostname WHERE name = \(name.inASCII)") { $0.next(Int.self) } != nil
        }
        return taken.isEmpty ? nil : "Appartiene già a un ente: «\(taken.joined(separator: "», «"))»."
    }

    /// Removes what an interrupted import has left, a few rows at a time.
    package func removeUnfinishedImport(of tenant: TenantID) throws {
        let isOpen = try db.first("SELECT 1 FROM hostname WHERE tenant_id = \(tenant) LIMIT 1") { $0.next(Int.self) } != nil
        precondition(!isOpen, "an ente that people reach is no unfinished import")
        let store = store(of: tenant)
        for table in TenantTable.all.reversed() {
            while try db.transaction({ try table.removeSome(store).values.reduce(0, +) }) > 0 {}
        }
        try db.execute("DELETE FROM budget WHERE account_id = \(tenant)")
        try db.execute("DELETE FROM tenant WHERE id = \(tenant)")
    }

    /// Opens a tenant that is all there, under its host names.
    ///
    /// - Parameter names: the canonical one first.
    package func open(_ tenant: TenantID, hostNames names: [String]) throws {
        try db.transaction {
            for (index, name) in names.enumerated() {
                try db.execute("INSERT INTO hostname (name, tenant_id, canonical) VALUES (\(name), \(tenant), \(index == 0))")
            }
            try db.execute("UPDATE tenant SET state = \(Tenant.State.active) WHERE id = \(tenant)")
            try audit(.tenantImported, on: tenant, by: nil)
        }
    }
}

extension TenantStore {
    /// Adds rows of a table.
    ///
    /// - Parameters:
    ///   - rows: a JSON array of what `export` lent. Of the tenant itself there is one; it comes closed.
    ///   - others: columns that were left out, with their values.
    /// - Returns: how many.
    package func add(_ rows: [UInt8], to table: TenantTable, with others: [String: [UInt8]] = [:]) throws -> Int {
        var columns = try table.columns(db)
        // Its people come after the tenant.
        if table.name == TenantTable.tenant.name { columns.removeAll { $0.name == "paused_by" } }
        var names = columns.map { SQL(trusted: $0.name) }, values = columns.map(\.fromJSON)
        for (name, value) in others {
            names.append(SQL(trusted: name))
            values.append("\(value)")
        }
        if table.name == TenantTable.tenant.name {
            names.append("state")
            values.append("\(Tenant.State.closed)")
        }
        return try db.execute("""
            INSERT INTO \(SQL(trusted: table.name)) (\(SQL(trusted: table.key)), \(SQL.joined(names, separator: ", ")))
            SELECT \(tenant), \(SQL.joined(values, separator: ", "))
            FROM JSON_TABLE(\(String(decoding: rows, as: UTF8.self)), '$[*]' COLUMNS (\(SQL.joined(columns.map(\.path), separator: ", "))))
              AS j
            """)
    }

    /// Who had stopped the tenant's sends, once its people are there.
    ///
    /// - Parameter line: what `export` lent of the tenant.
    package func setPausedBy(from line: [UInt8]) throws {
        try db.execute("""
            UPDATE tenant SET paused_by = UNHEX(REPLACE(JSON_VALUE(\(String(decoding: line, as: UTF8.self)), '$.paused_by'), '-', ''))
            WHERE id = \(tenant)
            """)
    }

    package func addKey(_ key: SealedKey, _ slot: KeySlot, of service: ServiceID) throws {
        try db.execute("""
            INSERT INTO service_key (tenant_id, service_id, slot, sealed, last4)
            VALUES (\(tenant), \(service), \(slot), \(key.bytes), \(key.last4))
            """)
    }

    /// What waited to be sent may have left the host that it comes from after all: it becomes a doubt, and a person decides.
    ///
    /// - Returns: how many.
    package func doubtWhatWaited() throws -> Int {
        var uncertain = 0
        while true {
            let some = try db.execute("""
                UPDATE notification SET attempt = attempt + (state <> \(NotificationState.sending)), due_at = NULL, owner = NULL,
                       reason = \(Reason.moved), updated_at = NOW(6), state = \(NotificationState.uncertain)
                WHERE tenant_id = \(tenant) AND state IN (\(list: NotificationState.toSend)) LIMIT 1000
                """)
            uncertain += some
            if some < 1000 { return uncertain }
        }
    }
}
