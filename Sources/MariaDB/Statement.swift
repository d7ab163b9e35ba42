import CMariaDB

/// A prepared statement. Its connection owns it, and closes it before it closes itself.
final class Statement {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    private let text: String
    private let columns: ResultColumns?

    init(_ text: String, on connection: UnsafeMutablePointer<MYSQL>) throws {
        guard let handle = mysql_stmt_init(connection) else { fatalError("out of memory") }
        self.handle = handle
        self.text = text
        guard mysql_stmt_prepare(handle, text, UInt(text.utf8.count)) == 0 else {
            let error = Self.error(of: handle, in: text)
            columns = nil
            // deinit does not run for an instance that was never whole, but all of its
            // properties are set here, so it does: it closes the handle.
            throw error
        }
        columns = mysql_stmt_result_metadata(handle).map { metadata in
            defer { mysql_free_result(metadata) }
            return ResultColumns(metadata)
        }
        if let columns { try check(mysql_stmt_bind_result(handle, columns.binds)) }
    }

    deinit { mysql_stmt_close(handle) }

    /// Binds, executes, and lends each row to the closure.
    func run(_ values: [SQLValue], _ each: (inout Row) throws -> Void) throws -> Int {
        precondition(values.count == Int(mysql_stmt_param_count(handle)), "wrong number of values for: \(text)")
        let parameters = BoundParameters(values)
        try check(mysql_stmt_bind_param(handle, parameters.binds))
        try check(mysql_stmt_execute(handle))
        guard let columns else { return Int(mysql_stmt_affected_rows(handle)) }
        defer { mysql_stmt_free_result(handle) }
        var count = 0
        while true {
            switch mysql_stmt_fetch(handle) {
            case 0, MYSQL_DATA_TRUNCATED:
                count += 1
                var row = Row(columns, handle)
                try each(&row)
            case MYSQL_NO_DATA:
                return count
            default:
                throw Self.error(of: handle, in: text)
            }
        }
    }

    private func check(_ failed: my_bool) throws {
        if failed != 0 { throw Self.error(of: handle, in: text) }
    }

    private func check(_ code: Int32) throws {
        if code != 0 { throw Self.error(of: handle, in: text) }
    }

    private static func error(of handle: UnsafeMutablePointer<MYSQL_STMT>, in text: String) -> DatabaseError {
        // Of an error that comes among the rows, such as a deadlock of FOR UPDATE, only the connection knows.
        if mysql_stmt_errno(handle) == 0, let connection = handle.pointee.mysql {
            return DatabaseError(of: connection, in: text)
        }
        return DatabaseError(
            code: mysql_stmt_errno(handle), state: mysql_stmt_sqlstate(handle), message: mysql_stmt_error(handle), statement: text)
    }
}

@available(*, unavailable)
extension Statement: Sendable {}

/// The values of one execution, in memory that lives as long as it.
private final class BoundParameters {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    /// A place for each value that needs no more room.
    private let numbers: UnsafeMutablePointer<UInt128>
    private var texts: [UnsafeMutableRawPointer] = []
    private let count: Int

    init(_ values: [SQLValue]) {
        count = values.count
        binds = .allocate(capacity: max(count, 1))
        binds.initialize(repeating: MYSQL_BIND(), count: max(count, 1))
        numbers = .allocate(capacity: max(count, 1))
        numbers.initialize(repeating: 0, count: max(count, 1))
        for (index, value) in values.enumerated() {
            switch value {
            case .null:
                binds[index].buffer_type = MYSQL_TYPE_NULL
            case .integer(let integer):
                binds[index].buffer_type = MYSQL_TYPE_LONGLONG
                binds[index].buffer = UnsafeMutableRawPointer(numbers + index)
                binds[index].buffer.storeBytes(of: integer, as: Int64.self)
            case .binary(let number, let width):
                numbers[index] = (number << (8 * (16 - width))).bigEndian
                binds[index].buffer_type = MYSQL_TYPE_BLOB
                binds[index].buffer = UnsafeMutableRawPointer(numbers + index)
                binds[index].buffer_length = UInt(width)
            case .text(let text):
                var text = text
                text.withUTF8 { bind(UnsafeRawBufferPointer($0), at: index, as: MYSQL_TYPE_STRING) }
            case .bytes(let bytes):
                bytes.withUnsafeBytes { bind($0, at: index, as: MYSQL_TYPE_BLOB) }
            }
        }
    }

    private func bind(_ bytes: UnsafeRawBufferPointer, at index: Int, as type: enum_field_types) {
        let copy = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 1)
        copy.copyMemory(from: bytes.baseAddress ?? UnsafeRawPointer(copy), byteCount: bytes.count)
        texts.append(copy)
        binds[index].buffer_type = type
        binds[index].buffer = copy
        binds[index].buffer_length = UInt(bytes.count)
    }

    deinit {
        for text in texts { text.deallocate() }
        binds.deallocate()
        numbers.deallocate()
    }
}
