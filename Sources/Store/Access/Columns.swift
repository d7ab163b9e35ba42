package import Domain
package import MariaDB

// How the domain's values stand in columns.

extension ID: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .binary(value, width: Kind.width) }
    package static func read(from row: inout Row) -> ID {
        let value = row.binary(Kind.width)
        return ID(row.required(value))
    }
}

extension String {
    /// What was typed, to be compared with a column in ascii: MariaDB refuses (error 1267) to compare
    /// one with a character that it cannot hold. Such a character becomes SUB, which no row has.
    var inASCII: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in unicodeScalars { scalars.append(scalar.isASCII ? scalar : "\u{1A}") }
        return String(scalars)
    }

    /// In a LIKE pattern, with `%` and `_` standing for themselves.
    var asLiteralPattern: String {
        // By code points: "%" with a combining accent is another Character, and to MariaDB still a wildcard.
        var pattern = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.append("\\") }
            pattern.append(scalar)
        }
        return String(pattern)
    }
}

extension SQL {
    /// A column, in few rows, with one sign for all apostrophes, to be compared with `foldedForSearch`.
    static func folded(_ column: SQL) -> SQL {
        "REPLACE(REPLACE(REPLACE(REPLACE(\(column), '\u{2018}', ''''), '\u{2019}', ''''), '\u{02BC}', ''''), '\u{00B4}', '''')"
    }
}

extension Moment: ColumnReadable {
    package static func read(from row: inout Row) -> Moment {
        let value = row.time()
        return Moment(microseconds: row.required(value))
    }
}

extension CalendarDate: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .text(iso) }
    package static func read(from row: inout Row) -> CalendarDate {
        let date = row.date().flatMap { CalendarDate(year: $0.year, month: $0.month, day: $0.day) }
        return row.required(date)
    }
}

extension FiscalCode: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .text(value) }
    package static func read(from row: inout Row) -> FiscalCode { FiscalCode(stored: row.next()) }
}

extension MailAddress: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .text(description) }
    package static func read(from row: inout Row) -> MailAddress {
        let address = MailAddress(row.next(String.self))
        return row.required(address)
    }
}

extension NoticeNumber: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .text(value) }
    package static func read(from row: inout Row) -> NoticeNumber { NoticeNumber(stored: row.next()) }
}

extension Amount: SQLConvertible, ColumnReadable {
    package var sqlValue: SQLValue { .integer(cents) }
    package static func read(from row: inout Row) -> Amount { Amount(cents: row.next()) }
}
