import Text

/// RFC 8259, strictly, with the error texts of the JavaScript engine that App IO runs on (V8, Node 20).
struct JSONParser {
    struct Failure: Error, Equatable {
        let message: String
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Deeper than any message; a recursion without a limit could be made to overflow the stack.
    private static let maximumDepth = 200

    static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipBlanks()
        guard parser.position == bytes.count else {
            throw parser.failure("Unexpected non-whitespace character after JSON")
        }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while let byte = next, [0x20, 0x09, 0x0a, 0x0d].contains(byte) { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func value() throws(Failure) -> JSON {
        skipBlanks()
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw failure("Maximum call stack size exceeded") }
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        default: throw unexpected()
        }
    }

    private mutating func object() throws(Failure) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        if skip(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else {
                throw failure(members.isEmpty ? "Expected property name or '}' in JSON" : "Expected double-quoted property name in JSON")
            }
            let name = try string()
            guard skip(UInt8(ascii: ":")) else { throw failure("Expected ':' after property name in JSON") }
            members.append(JSON.Member(name: name, value: try value()))
            if skip(UInt8(ascii: "}")) { return .object(members) }
            guard skip(UInt8(ascii: ",")) else { throw failure("Expected ',' or '}' after property value in JSON") }
        }
    }

    private mutating func array() throws(Failure) -> JSON {
        position += 1
        var elements: [JSON] = []
        if skip(UInt8(ascii: "]")) { return .array([]) }
        while true {
            elements.append(try value())
            if skip(UInt8(ascii: "]")) { return .array(elements) }
            guard skip(UInt8(ascii: ",")) else { throw failure("Expected ',' or ']' after array element in JSON") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Failure) -> JSON {
        for expected in UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount) {
            guard next == expected else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func number() throws(Failure) -> JSON {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return .number(Double(String(decoding: bytes[start..<position], as: UTF8.self))!)
    }

    private mutating func digits() throws(Failure) {
        guard let byte = next, (0x30...0x39).contains(byte) else {
            throw next == nil ? unexpected() : failure("No number after minus sign in JSON")
        }
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    }

    private mutating func string() throws(Failure) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                text += try escape().utf8
            case 0..<0x20: throw failure("Bad control character in string literal in JSON")
            default:
                text.append(byte)
                position += 1
            }
        }
        throw failure("Unterminated string in JSON")
    }

    private mutating func escape() throws(Failure) -> String {
        guard let byte = next else { throw failure("Unterminated string in JSON") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try hexadecimal()]
            if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: Array("\\u".utf8)) {
                position += 2
                units.append(try hexadecimal())
            }
            return String(decoding: units, as: UTF16.self)
        default:
            position -= 1
            throw failure("Bad escaped character in JSON")
        }
    }

    private mutating func hexadecimal() throws(Failure) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ $0.hexadecimalValue != nil }),
              let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
            throw failure("Bad Unicode escape in JSON")
        }
        position += 4
        return unit
    }

    private func failure(_ message: String) -> Failure {
        let units = String(decoding: bytes[..<position], as: UTF8.self).utf16.count
        return Failure(message: "\(message) at position \(units)")
    }

    /// V8 shows ten characters on either side of a token that it did not expect.
    private func unexpected() -> Failure {
        let source = Array(String(decoding: bytes, as: UTF8.self))
        let index = String(decoding: bytes[..<position], as: UTF8.self).count
        guard index < source.count else { return Failure(message: "Unexpected end of JSON input") }
        let start = max(index - 10, 0), end = min(index + 10, source.count)
        let isShort = source.count <= 20
        let before = isShort || start == 0 ? "" : "...", after = isShort || end == source.count ? "" : "..."
        let context = String(isShort ? source[...] : source[start..<end])
        return Failure(message: "Unexpected token '\(source[index])', \(before)\"\(context)\"\(after) is not valid JSON")
    }
}
