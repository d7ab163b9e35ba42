package import Domain
package import MariaDB

/// What a backup writes down of the database that it is of.
package struct DatabaseFacts: Sendable {
    /// By the database's clock, as `2026-11-30T18:20:38.123456Z`.
    package var moment: String
    /// The version of its tables.
    package var schema: Int
    package var server: String
    package var serverID: Int
    package var serverVersion: String
    package var hasBinaryLog: Bool
    package var installation: TenantID?
    /// In the order in which they are to be loaded: what says which version they are of comes last, so that no program takes a
    /// database that is half loaded for one that fits.
    package var tables: [String]
}

extension InstallationStore {
    package func backupFacts() throws -> DatabaseFacts {
        let tables = try db.tables()
        let installation = try db.installation()
        return try db.first("""
            SELECT DATE_FORMAT(NOW(6), '%Y-%m-%dT%H:%i:%s.%fZ'), (SELECT MAX(number) FROM schema_version),
                   @@hostname, @@server_id, @@version, @@log_bin AND NOT @@wsrep_on
            """) { row in
            DatabaseFacts(
                moment: row.next(), schema: row.next(), server: row.next(), serverID: row.next(), serverVersion: row.next(),
                hasBinaryLog: row.next(), installation: installation, tables: tables.filter { $0 != versionTable } + [versionTable])
        }!
    }
}

/// Without it a database is of no version.
private let versionTable = "schema_version"

extension Connection {
    package func tables() throws -> [String] {
        try rows("""
            SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type <> 'VIEW' ORDER BY table_name
            """) { $0.next() }
    }

    /// The tenant that is the installation's administration.
    func installation() throws -> TenantID? {
        try first("SELECT id FROM tenant WHERE only_host") { $0.next() }
    }

    /// Takes all tables and views away, so that nothing of a newer version stays beside what is loaded. Accounts keep their rights,
    /// which go by name, and connections their database.
    package func dropEverything() throws {
        let views = try rows("SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()") { $0.next(String.self) }
        try script("SET foreign_key_checks = 0")
        // The version first: from here on no program starts on it.
        let tables = try tables()
        for name in tables.filter({ $0 == versionTable }) + tables.filter({ $0 != versionTable }) {
            try script(SQL(trusted: "DROP TABLE IF EXISTS `\(name)`"))
        }
        for name in views { try script(SQL(trusted: "DROP VIEW IF EXISTS `\(name)`")) }
        try script("SET foreign_key_checks = 1")
    }

    /// How many rows each of these tables has.
    package func countRows(of tables: some Sequence<String>) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let present = Set(try self.tables())
        for name in tables where present.contains(name) {
            counts[name] = try first(SQL(trusted: "SELECT COUNT(*) FROM `\(name)`")) { $0.next() }
        }
        return counts
    }
}
