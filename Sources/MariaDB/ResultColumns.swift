import CMariaDB

/// Buffers into which libmariadb writes the columns of each row of one statement.
final class ResultColumns {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    let names: [String]
    let kinds: [Kind]
    private let states: UnsafeMutablePointer<State>

    enum Kind { case integer, time, text }

    struct State {
        var length: UInt = 0
        var isNull: my_bool = 0
        var error: my_bool = 0
    }

    /// What a text column gets at first; a longer value is fetched again in its own length.
    private static let textCapacity = 256

    init(_ metadata: UnsafeMutablePointer<MYSQL_RES>) {
        let count = Int(mysql_num_fields(metadata))
        binds = .allocate(capacity: count)
        binds.initialize(repeating: MYSQL_BIND(), count: count)
        states = .allocate(capacity: count)
        states.initialize(repeating: State(), count: count)
        var names: [String] = [], kinds: [Kind] = []
        for index in 0..<count {
            let field = mysql_fetch_field_direct(metadata, UInt32(index))!.pointee
            names.append(String(cString: field.name))
            kinds.append(Self.kind(of: field.type))
            let capacity: Int
            switch kinds[index] {
            case .integer: (capacity, binds[index].buffer_type) = (MemoryLayout<Int64>.size, MYSQL_TYPE_LONGLONG)
            case .time: (capacity, binds[index].buffer_type) = (MemoryLayout<MYSQL_TIME>.size, MYSQL_TYPE_DATETIME)
            case .text: (capacity, binds[index].buffer_type) = (Self.textCapacity, MYSQL_TYPE_STRING)
            }
            binds[index].buffer = .allocate(byteCount: capacity, alignment: 16)
            binds[index].buffer_length = UInt(capacity)
            let state = UnsafeMutableRawPointer(states + index)
            binds[index].length = (state + MemoryLayout<State>.offset(of: \.length)!).assumingMemoryBound(to: UInt.self)
            binds[index].is_null = (state + MemoryLayout<State>.offset(of: \.isNull)!).assumingMemoryBound(to: my_bool.self)
            binds[index].error = (state + MemoryLayout<State>.offset(of: \.error)!).assumingMemoryBound(to: my_bool.self)
        }
        self.names = names
        self.kinds = kinds
    }

    deinit {
        for index in names.indices { binds[index].buffer.deallocate() }
        binds.deallocate()
        states.deallocate()
    }

    func isNull(_ index: Int) -> Bool { states[index].isNull != 0 }
    func length(_ index: Int) -> Int { Int(states[index].length) }

    private static func kind(of type: enum_field_types) -> Kind {
        switch type {
        case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_INT24, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_YEAR: .integer
        case MYSQL_TYPE_DATE, MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP: .time
        default: .text
        }
    }
}
