package import Domain
import MariaDB

/// What a backup says of itself.
package struct BackupManifest: Sendable {
    package var format: Int
    /// Of the program that made it.
    package var program: String
    /// The version of its tables.
    package var schema: Int
    /// By the database's clock: what was committed before is in it.
    package var moment: Moment
    /// The tenant that is the installation's administration, by which an installation is known; `nil` where there is none.
    package var installation: TenantID?
    /// How many rows of each table.
    package var rows: [String: Int]

    /// The one that this program writes and reads.
    package static let format = 1
}

extension Connection {
    /// Reads a manifest; `nil` when it is none. The database need not be there.
    package func backupManifest(_ json: String) throws -> BackupManifest? {
        guard try first("SELECT COALESCE(JSON_VALID(\(json)), FALSE)", { $0.next(Bool.self) }) == true else { return nil }
        let rows = try rows("""
            SELECT name, rows_ FROM JSON_TABLE(\(json), '$.tables[*]' COLUMNS (
                name VARCHAR(64) PATH '$.name', rows_ BIGINT PATH '$.rows')) t WHERE name IS NOT NULL AND rows_ IS NOT NULL
            """) { ($0.next(String.self), $0.next(Int.self)) }
        return try first("""
            SELECT format, program, schema_, CAST(REPLACE(REPLACE(moment, 'T', ' '), 'Z', '') AS DATETIME(6)), installation
            FROM JSON_TABLE(\(json), '$' COLUMNS (
                format INT PATH '$.format', program VARCHAR(40) PATH '$.program', schema_ INT PATH '$.schema',
                moment VARCHAR(40) PATH '$.moment', installation VARCHAR(40) PATH '$.installation')) h
            WHERE format IS NOT NULL AND program IS NOT NULL AND schema_ IS NOT NULL AND moment RLIKE '^[0-9]{4}-[0-9T:.-]+Z$'
            """) { row in
            BackupManifest(
                format: row.next(), program: row.next(), schema: row.next(), moment: row.next(),
                installation: row.next(String?.self).flatMap { TenantID($0) },
                rows: Dictionary(rows, uniquingKeysWith: { one, _ in one }))
        }
    }
}
