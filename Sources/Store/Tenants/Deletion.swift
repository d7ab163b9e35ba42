package import Domain
import MariaDB

/// A tenant that is being deleted.
package struct Deletion: Sendable {
    package var certificate: CertificateID
    package var tenant: TenantID
}

/// The tenant is closed for ever: its keys are destroyed and its rows are going.
package struct IsBeingDeleted: Error {}

extension InstallationStore {
    /// Whether a deletion has begun and not ended. The host's account may read nothing else of a certificate than this column.
    package func isBeingDeleted(_ tenant: TenantID) throws -> Bool {
        try db.first("SELECT 1 FROM deletion_certificate WHERE open_for = \(tenant)") { $0.next(Int.self) } != nil
    }

    /// The tenants that send with the account at App IO of another: it cannot go before they have their own.
    package func sharers(of account: TenantID) throws -> [String] {
        try db.rows("SELECT code FROM tenant WHERE account_id = \(account) ORDER BY code") { $0.next() }
    }

    /// Closes a tenant for ever and destroys its keys: from now on nothing of it is claimed. Goes on with a deletion that
    /// was begun before.
    ///
    /// - Parameter author: for the certificate, in a few words.
    package func beginDeletion(of tenant: Tenant, by author: String) throws -> Deletion {
        precondition(tenant.kind == .publicBody, "the administration of the host cannot go")
        return try db.transaction {
            try db.execute("UPDATE tenant SET state = \(Tenant.State.closed) WHERE id = \(tenant.id)")
            if let open = try deletion(of: tenant.id) { return open }
            try audit(.tenantDeleted, on: tenant.id, by: nil, detail: .code(tenant.code))
            let id = CertificateID.make()
            let names = try db.rows("SELECT name FROM hostname WHERE tenant_id = \(tenant.id) ORDER BY canonical DESC, name") {
                $0.next(String.self)
            }
            try db.execute("""
                INSERT INTO deletion_certificate (id, ente, code, name, hostnames, requested_by)
                VALUES (\(id), \(tenant.id), \(tenant.code), \(tenant.name), \(names.joined(separator: " ")), \(author))
                """)
            // Those first that are still to be tried: the worker puts one to use as long as it is there.
            let candidates = try db.execute("DELETE FROM key_candidate WHERE tenant_id = \(tenant.id)")
            let keys = try db.execute("DELETE FROM service_key WHERE tenant_id = \(tenant.id)")
            try note(["key_candidate": candidates, "service_key": keys], in: id)
            // What has no key is not asked where its messages stand either.
            try db.execute("""
                UPDATE service SET stopped_at = COALESCE(stopped_at, NOW(6)), stop_kind = \(StopKind.keys) WHERE tenant_id = \(tenant.id)
                """)
            return Deletion(certificate: id, tenant: tenant.id)
        }
    }

    /// The deletion of a tenant that has begun and not ended.
    package func deletion(of tenant: TenantID) throws -> Deletion? {
        try db.first("SELECT id FROM deletion_certificate WHERE open_for = \(tenant)") {
            Deletion(certificate: $0.next(), tenant: tenant)
        }
    }

    /// How many POSTs are on their way: their outcome is waited for before anything is removed.
    package func inFlight(of tenant: TenantID) throws -> Int {
        try db.first("""
            SELECT COUNT(*) FROM notification FORCE INDEX (notification_state)
            WHERE tenant_id = \(tenant) AND state = \(NotificationState.sending)
            """) { $0.next() } ?? 0
    }

    /// Nothing is waited for any more. What is then still on its way or in doubt, nobody will ever learn of.
    ///
    /// - Returns: how many these are.
    package func giveUpWaiting(_ deletion: Deletion) throws -> Int {
        try db.execute("""
            UPDATE deletion_certificate SET doubts = GREATEST(doubts, (
                SELECT COUNT(*) FROM notification FORCE INDEX (notification_state)
                WHERE tenant_id = \(deletion.tenant) AND state IN (\(list: NotificationState.unanswered))))
            WHERE id = \(deletion.certificate)
            """)
        return try db.first("SELECT doubts FROM deletion_certificate WHERE id = \(deletion.certificate)") { $0.next() } ?? 0
    }

    /// Removes some rows, children before parents, in a short transaction.
    ///
    /// - Returns: how many; 0 when there is nothing left but the tenant itself.
    package func removeSome(_ deletion: Deletion) throws -> Int {
        let store = store(of: deletion.tenant)
        for table in TenantTable.all.reversed() {
            let removed = try db.transaction {
                let removed = try table.removeSome(store)
                try note(removed, in: deletion.certificate)
                return removed.values.reduce(0, +)
            }
            if removed > 0 { return removed }
        }
        return 0
    }

    /// Removes the tenant itself and finishes its certificate.
    package func finish(_ deletion: Deletion) throws {
        try db.transaction {
            try db.execute("DELETE FROM budget WHERE account_id = \(deletion.tenant)")
            let names = try db.execute("DELETE FROM hostname WHERE tenant_id = \(deletion.tenant)")
            let tenants = try db.execute("DELETE FROM tenant WHERE id = \(deletion.tenant)")
            try note(["hostname": names, "tenant": tenants], in: deletion.certificate)
            // One after the other, so that each certificate has one before it.
            let previous = try db.first("""
                SELECT digest FROM deletion_certificate WHERE finished_at IS NOT NULL ORDER BY finished_at DESC, id DESC LIMIT 1 FOR UPDATE
                """) { $0.next([UInt8].self) }
            try db.execute("""
                UPDATE deletion_certificate SET finished_at = NOW(6), previous = \(previous), digest = REPEAT(x'00', 32)
                WHERE id = \(deletion.certificate)
                """)
            let certificate = try certificates().first { $0.id == deletion.certificate }!
            try db.execute("UPDATE deletion_certificate SET digest = UNHEX(SHA2(\(certificate.text), 256)) WHERE id = \(certificate.id)")
        }
    }

    private func note(_ removed: [String: Int], in certificate: CertificateID) throws {
        for (name, count) in removed where count > 0 {
            try db.execute("""
                INSERT INTO deletion_count (certificate_id, name, removed) VALUES (\(certificate), \(name), \(count))
                ON DUPLICATE KEY UPDATE removed = removed + \(count)
                """)
        }
    }
}
