/// A statement and the values bound to it. What is interpolated becomes a `?`, so a value can never
/// become SQL:
///
///     db.execute("UPDATE person SET name = \(name) WHERE tenant_id = \(tenant)")
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    package private(set) var text: String
    package private(set) var values: [SQLValue]

    package init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    package init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    /// SQL that comes from a file of ours, such as a migration. Never for text that holds input.
    package init(trusted text: String) {
        self.init(stringLiteral: text)
    }

    package static func + (one: SQL, other: SQL) -> SQL {
        var joined = one
        joined.text += other.text
        joined.values += other.values
        return joined
    }

    /// Fragments with a separator between them, such as conditions with ` AND `.
    package static func joined(_ fragments: [SQL], separator: SQL) -> SQL {
        guard var result = fragments.first else { return "" }
        for fragment in fragments.dropFirst() { result = result + separator + fragment }
        return result
    }

    package struct Interpolation: StringInterpolationProtocol {
        var text = ""
        var values: [SQLValue] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: some SQLConvertible) {
            text += "?"
            values.append(value.sqlValue)
        }

        /// Binds a value or NULL.
        package mutating func appendInterpolation<Value: SQLConvertible>(_ value: Value?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// Binds each of several values, at least one, with commas between them: `state IN (\(list: states))`.
        package mutating func appendInterpolation(list: some Collection<some SQLConvertible>) {
            precondition(!list.isEmpty, "IN () is no SQL")
            text += String(repeating: "?, ", count: list.count - 1) + "?"
            for value in list { values.append(value.sqlValue) }
        }

        /// Inserts a fragment with its own bound values.
        package mutating func appendInterpolation(_ fragment: SQL) {
            text += fragment.text
            values += fragment.values
        }
    }
}

/// Everything that can be bound to a statement: a closed list, so that the compiler knows it.
package enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    /// A BINARY of so many bytes, at most 16, as one number, its first byte the most significant.
    case binary(UInt128, width: Int)
}

/// A type that knows which SQL value it is.
package protocol SQLConvertible {
    var sqlValue: SQLValue { get }
}

extension Int64: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self) }
}

extension Int: SQLConvertible {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Bool: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLConvertible {
    package var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: SQLConvertible {
    package var sqlValue: SQLValue { .bytes(self) }
}
