import MariaDB

/// A column of a table as the database knows it, and how its values stand in JSON.
struct TableColumn {
    enum Kind { case identifier, bytes, flag, number, day, moment, text }

    let name: String
    let kind: Kind

    private var column: SQL { SQL(trusted: name) }

    /// A value of it as JSON has it.
    var asJSON: SQL {
        switch kind {
        case .identifier:
            "INSERT(INSERT(INSERT(INSERT(LOWER(HEX(\(column))), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-')"
        case .bytes: "LOWER(HEX(\(column)))"
        // JSON_COMPACT says that it is JSON already.
        case .flag: "JSON_COMPACT(IF(\(column) IS NULL, 'null', IF(\(column), 'true', 'false')))"
        case .number, .text: column
        case .day: "DATE_FORMAT(\(column), '%Y-%m-%d')"
        case .moment: "DATE_FORMAT(\(column), '%Y-%m-%dT%H:%i:%s.%fZ')"
        }
    }

    /// The value again, of the text that `j` has from JSON.
    var fromJSON: SQL {
        let text: SQL = "j.\(column)"
        return switch kind {
        case .identifier: "UNHEX(REPLACE(\(text), '-', ''))"
        case .bytes: "UNHEX(\(text))"
        case .flag: "CASE \(text) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END"
        case .number, .text, .day: text
        case .moment: "REPLACE(REPLACE(\(text), 'T', ' '), 'Z', '')"
        }
    }

    /// Where JSON_TABLE finds it.
    var path: SQL { "\(column) LONGTEXT CHARACTER SET utf8mb4 PATH '$.\(column)'" }
}

extension TenantTable {
    /// The columns that move, but for the one that names the tenant.
    func columns(_ db: Connection) throws -> [TableColumn] {
        try db.rows("""
            SELECT column_name, data_type, column_type FROM information_schema.columns
            WHERE table_schema = DATABASE() AND table_name = \(name) AND generation_expression IS NULL ORDER BY ordinal_position
            """) { row in
            let (name, type, whole) = (row.next(String.self), row.next(String.self), row.next(String.self))
            let kind: TableColumn.Kind = switch type {
            case "binary" where whole == "binary(16)": .identifier
            case "binary", "varbinary", "blob", "mediumblob", "longblob": .bytes
            case "tinyint" where whole == "tinyint(1)": .flag
            case "tinyint", "smallint", "int", "bigint": .number
            case "date": .day
            case "datetime": .moment
            default: .text
            }
            return TableColumn(name: name, kind: kind)
        }.filter { $0.name != key && !leavesOut.contains($0.name) }
    }

    /// What orders its rows: the rest of its primary key.
    func order(_ db: Connection) throws -> SQL {
        let names = try db.rows("""
            SELECT column_name FROM information_schema.statistics
            WHERE table_schema = DATABASE() AND table_name = \(name) AND index_name = 'PRIMARY' ORDER BY seq_in_index
            """) { $0.next(String.self) }
        return SQL.joined(names.map { SQL(trusted: $0) }, separator: ", ")
    }
}
