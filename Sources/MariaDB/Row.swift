import CMariaDB

/// A row while it is lent: columns are read from left to right, in the order of the SELECT, each by
/// the type that takes it.
///
/// A column that is NULL, or of another kind than asked for, is a mistake in the statement, not in
/// the data, and traps with the column's name.
@usableFromInline package struct Row {
    private let columns: ResultColumns
    private let statement: UnsafeMutablePointer<MYSQL_STMT>
    private var position = 0

    init(_ columns: ResultColumns, _ statement: UnsafeMutablePointer<MYSQL_STMT>) {
        self.columns = columns
        self.statement = statement
    }

    /// The next column.
    @inlinable package mutating func next<T: ColumnReadable>(_ type: T.Type = T.self) -> T {
        T.read(from: &self)
    }

    /// Takes the next column as a whole number.
    package mutating func integer() -> Int64? {
        take(.integer) { $0.load(as: Int64.self) }
    }

    /// Takes the next column, a DATE or DATETIME, as microseconds since 1970 in UTC.
    package mutating func time() -> Int64? {
        take(.time) { buffer in
            let time = buffer.load(as: MYSQL_TIME.self)
            let days = Self.daysSince1970(year: Int64(time.year), month: Int64(time.month), day: Int64(time.day))
            let seconds = days * 86_400 + Int64(time.hour) * 3_600 + Int64(time.minute) * 60 + Int64(time.second)
            return seconds * 1_000_000 + Int64(time.second_part)
        }
    }

    /// Takes the next column, a DATE, as it stands.
    package mutating func date() -> (year: Int, month: Int, day: Int)? {
        take(.time) { buffer in
            let time = buffer.load(as: MYSQL_TIME.self)
            return (Int(time.year), Int(time.month), Int(time.day))
        }
    }

    /// Takes the next column as text; the connection speaks utf8mb4.
    package mutating func text() -> String? {
        data { String(decoding: $0, as: UTF8.self) }
    }

    /// Takes the next column as bytes.
    package mutating func bytes() -> [UInt8]? {
        data { Array($0) }
    }

    /// Takes the next column, a BINARY of so many bytes, at most 16, as one number, its first byte the most significant.
    package mutating func binary(_ width: Int) -> UInt128? {
        let (columns, index) = (columns, position)
        return data { bytes in
            precondition(bytes.count == width, "column \(columns.names[index]) is not of \(width) bytes")
            var number: UInt128 = 0
            withUnsafeMutableBytes(of: &number) { $0.copyMemory(from: bytes) }
            return UInt128(bigEndian: number) >> (8 * (16 - width))
        }
    }

    private mutating func take<T>(_ kind: ResultColumns.Kind, _ read: (UnsafeMutableRawPointer) -> T) -> T? {
        let index = position
        precondition(index < columns.names.count, "more columns read than selected")
        precondition(columns.kinds[index] == kind, "column \(columns.names[index]) is not of kind \(kind)")
        position += 1
        return columns.isNull(index) ? nil : read(columns.binds[index].buffer)
    }

    private mutating func data<T>(_ read: (UnsafeRawBufferPointer) -> T) -> T? {
        let index = position
        let (columns, statement) = (columns, statement)
        return take(.text) { buffer in
            let length = columns.length(index)
            if length <= Int(columns.binds[index].buffer_length) {
                return read(UnsafeRawBufferPointer(start: buffer, count: length))
            }
            return withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { whole in
                var bind = columns.binds[index]
                bind.buffer = whole.baseAddress
                bind.buffer_length = UInt(length)
                let failed = mysql_stmt_fetch_column(statement, &bind, UInt32(index), 0)
                precondition(failed == 0, "column \(columns.names[index]) could not be fetched again")
                return read(UnsafeRawBufferPointer(whole))
            }
        }
    }

    /// Days of the proleptic Gregorian calendar, with years that begin in March so that the leap
    /// day is the last of its year.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400, yearOfEra = shifted % 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    @usableFromInline func failAtLast() -> Never { preconditionFailure("column \(columns.names[position - 1]) is NULL") }

    @usableFromInline var nextIsNull: Bool { position < columns.names.count && columns.isNull(position) }
    @usableFromInline mutating func skip() { position += 1 }
}

/// A type that takes one column of a row.
@usableFromInline package protocol ColumnReadable {
    static func read(from row: inout Row) -> Self
}

extension Row {
    /// Unwraps what the column taken last gave, or traps with its name.
    @inlinable @inline(__always) package func required<T>(_ value: T?) -> T {
        guard let value else { failAtLast() }
        return value
    }
}

extension Int64: ColumnReadable {
    @usableFromInline package static func read(from row: inout Row) -> Int64 {
        let value = row.integer()
        return row.required(value)
    }
}

extension Int: ColumnReadable {
    @inlinable package static func read(from row: inout Row) -> Int { Int(row.next(Int64.self)) }
}

extension Bool: ColumnReadable {
    @inlinable package static func read(from row: inout Row) -> Bool { row.next(Int64.self) != 0 }
}

extension String: ColumnReadable {
    @usableFromInline package static func read(from row: inout Row) -> String {
        let value = row.text()
        return row.required(value)
    }
}

extension [UInt8]: ColumnReadable {
    @usableFromInline package static func read(from row: inout Row) -> [UInt8] {
        let value = row.bytes()
        return row.required(value)
    }
}

extension Optional: ColumnReadable where Wrapped: ColumnReadable {
    @inlinable package static func read(from row: inout Row) -> Wrapped? {
        guard row.nextIsNull else { return Wrapped.read(from: &row) }
        row.skip()
        return nil
    }
}
