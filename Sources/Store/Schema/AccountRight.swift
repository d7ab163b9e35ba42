import MariaDB

/// Something that an account of the database may do.
struct AccountRight: Hashable {
    /// Where; empty: in all databases.
    let schema: String
    /// Of it; empty: all tables.
    let table: String
    /// Of it; empty: all columns.
    let column: String
    /// As the server calls it: `SELECT`, `GRANT OPTION`.
    let privilege: String

    /// - Parameter grantee: as information_schema writes it: `'user'@'host'`.
    static func all(of grantee: String, _ db: Connection) throws -> Set<AccountRight> {
        Set(try db.rows("""
            SELECT '', '', '', privilege_type, is_grantable FROM information_schema.user_privileges WHERE grantee = \(grantee)
            UNION ALL
            SELECT table_schema, '', '', privilege_type, is_grantable FROM information_schema.schema_privileges WHERE grantee = \(grantee)
            UNION ALL
            SELECT table_schema, table_name, '', privilege_type, is_grantable
            FROM information_schema.table_privileges WHERE grantee = \(grantee)
            UNION ALL
            SELECT table_schema, table_name, column_name, privilege_type, is_grantable
            FROM information_schema.column_privileges WHERE grantee = \(grantee)
            """) { row in
            let right = AccountRight(schema: row.next(), table: row.next(), column: row.next(), privilege: row.next())
            let mayGiveIt = AccountRight(schema: right.schema, table: right.table, column: "", privilege: "GRANT OPTION")
            return row.next(String.self) == "YES" ? [right, mayGiveIt] : [right]
        }.joined()).filter { $0.privilege != "USAGE" }
    }

    /// GRANT or REVOKE of rights, a statement for each place.
    ///
    /// - Parameters:
    ///   - verb: `GRANT`, `REVOKE`.
    ///   - preposition: `TO`, `FROM`.
    static func statements(_ verb: String, _ rights: Set<AccountRight>, _ preposition: String, _ grantee: String) -> [String] {
        Dictionary(grouping: rights, by: \.place).sorted { $0.key < $1.key }.map { place, rights in
            let privileges = Dictionary(grouping: rights, by: \.privilege).sorted { $0.key < $1.key }.flatMap { privilege, rights in
                let columns = rights.map(\.column).filter { !$0.isEmpty }.sorted().map(quoted)
                return (rights.count > columns.count ? [privilege] : [])
                    + (columns.isEmpty ? [] : ["\(privilege) (\(columns.joined(separator: ", ")))"])
            }
            return "\(verb) \(privileges.joined(separator: ", ")) ON \(place) \(preposition) \(grantee)"
        }
    }

    private var place: String {
        "\(schema.isEmpty ? "*" : Self.quoted(schema)).\(table.isEmpty ? "*" : Self.quoted(table))"
    }

    private static func quoted(_ name: String) -> String { "`\(name.replacing("`", with: "``"))`" }
}
