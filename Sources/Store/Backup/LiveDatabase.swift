package import Domain
package import MariaDB

/// The database that a backup is to take the place of.
package struct LiveDatabase: Sendable {
    /// Of its tables; `nil`: it is not there, is empty, or is half of one that was being loaded.
    package var schema: Int?
    package var installation: TenantID?
    /// Whether there is any tenant but the installation's own.
    package var hasTenants = false
    /// Of the hosts whose workers were seen within the last 15 seconds.
    package var workers: [String] = []

    package init() {}

    /// What it has that a backup of a moment does not have.
    package struct Younger: Sendable, Equatable {
        package var registered: Int
        package var sent: Int
        package var tenants: Int
    }
}

extension Connection {
    /// - Returns: what can be known of it, whatever state it is in.
    package func liveDatabase() throws -> LiveDatabase {
        var live = LiveDatabase()
        live.workers = try workersAlive()
        do {
            live.schema = try first("SELECT MAX(number) FROM schema_version") { $0.next(Int?.self) } ?? nil
            live.installation = try installation()
            live.hasTenants = try first("SELECT 1 FROM tenant WHERE only_host IS NULL LIMIT 1") { $0.next(Int.self) } != nil
        } catch let error as DatabaseError where error.isMissingTable || error.isMissingDatabase {
            live.schema = nil
        }
        return live
    }

    /// The hosts of those that were seen within the last 15 seconds.
    package func workersAlive() throws -> [String] {
        do {
            return try rows("SELECT DISTINCT host FROM worker w WHERE \(SQL.isAlive) ORDER BY host") { $0.next() }
        } catch let error as DatabaseError where error.isMissingTable || error.isMissingDatabase {
            return []
        }
    }

    /// Looks at every notification.
    package func younger(than moment: Moment) throws -> LiveDatabase.Younger {
        // An id of a notification begins with the milliseconds at which it was made.
        let first = NotificationID(UInt128(moment.microseconds / 1_000) << 80)
        let at: SQL = "FROM_UNIXTIME(\(Int(moment.microseconds)) * 0.000001)"
        return try self.first("""
            SELECT COUNT(IF(id > \(first), 1, NULL)), COUNT(IF(sent_at > \(at), 1, NULL)),
                   (SELECT COUNT(*) FROM tenant WHERE created_at > \(at) AND kind = \(Tenant.Kind.publicBody))
            FROM notification
            """) { LiveDatabase.Younger(registered: $0.next(), sent: $0.next(), tenants: $0.next()) }!
    }
}
