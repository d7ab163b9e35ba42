package import Domain
import MariaDB

/// What an exported tenant says of itself: which it is, and what each of its files must be.
package struct TenantManifest: Sendable {
    package struct File: Sendable, Equatable {
        package var name: String
        package var rows: Int
        package var bytes: Int
        /// SHA-256, as hexadecimal digits.
        package var digest: String

        package init(name: String, rows: Int, bytes: Int, digest: String) {
            (self.name, self.rows, self.bytes, self.digest) = (name, rows, bytes, digest)
        }
    }

    package var format: Int
    /// The version of the tables that its rows fit.
    package var schema: Int
    package var tenant: TenantID
    package var code: String
    package var files: [File]

    /// The one that this program writes and reads.
    package static let format = 1
}

extension InstallationStore {
    /// Reads a manifest; `nil` when it is none.
    package func manifest(_ json: String) throws -> TenantManifest? {
        guard try db.first("SELECT COALESCE(JSON_VALID(\(json)), FALSE)", { $0.next(Bool.self) }) == true else { return nil }
        let files = try db.rows("""
            SELECT name, rows_, bytes, digest FROM JSON_TABLE(\(json), '$.files[*]' COLUMNS (
                name VARCHAR(80) PATH '$.name', rows_ BIGINT PATH '$.rows', bytes BIGINT PATH '$.bytes', digest VARCHAR(64) PATH '$.sha256'
                )) f WHERE name IS NOT NULL AND rows_ IS NOT NULL AND bytes IS NOT NULL AND digest IS NOT NULL
            """) { TenantManifest.File(name: $0.next(), rows: $0.next(), bytes: $0.next(), digest: $0.next()) }
        let head = try db.first("""
            SELECT format, schema_, tenant, code FROM JSON_TABLE(\(json), '$' COLUMNS (
                format INT PATH '$.format', schema_ INT PATH '$.schema', tenant VARCHAR(36) PATH '$.tenant', code VARCHAR(32) PATH '$.code'
                )) h
            """) { (format: $0.next(Int?.self), schema: $0.next(Int?.self), tenant: $0.next(String?.self), code: $0.next(String?.self)) }
        guard let head, let format = head.format, let schema = head.schema, let tenant = head.tenant.flatMap({ TenantID($0) }),
              let code = head.code else { return nil }
        return TenantManifest(format: format, schema: schema, tenant: tenant, code: code, files: files)
    }

    /// The host names among exported rows, the canonical one first.
    package func hostNames(in rows: [UInt8]) throws -> [String] {
        try db.rows("""
            SELECT name FROM JSON_TABLE(\(String(decoding: rows, as: UTF8.self)), '$[*]' COLUMNS (
                name VARCHAR(253) PATH '$.name', canonical VARCHAR(5) PATH '$.canonical')) h
            WHERE name IS NOT NULL ORDER BY canonical DESC, name
            """) { $0.next() }
    }

    /// The keys among exported rows.
    package func sealedKeys(in rows: [UInt8]) throws -> [(service: ServiceID, slot: KeySlot, key: SealedKey)] {
        try db.rows("""
            SELECT UNHEX(REPLACE(service_id, '-', '')), slot, UNHEX(sealed), last4
            FROM JSON_TABLE(\(String(decoding: rows, as: UTF8.self)), '$[*]' COLUMNS (
                service_id VARCHAR(36) PATH '$.service_id', slot VARCHAR(9) PATH '$.slot', sealed VARCHAR(1024) PATH '$.sealed',
                last4 VARCHAR(4) PATH '$.last4')) k
            """) { row in
            let (service, slot) = (row.next(ServiceID.self), row.next(KeySlot.self))
            return (service, slot, SealedKey(bytes: row.next(), last4: row.next()))
        }
    }
}
