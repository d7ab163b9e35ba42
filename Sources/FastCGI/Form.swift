import Text

/// Fields of an HTML form or of a query, in the order in which they came.
package struct Form: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    package private(set) var fields: [Field] = []

    package init(_ fields: [(String, String)] = []) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// Decodes `application/x-www-form-urlencoded` (WHATWG URL §5.1): never fails, a `%` that
    /// is not followed by two hexadecimal digits stands for itself.
    package init(urlEncoded bytes: [UInt8]) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields.append(Field(name: Self.decode(parts[0]), value: parts.count > 1 ? Self.decode(parts[1]) : ""))
        }
    }

    /// The first value of a name, `nil` when it did not come.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Encodes the fields so that `init(urlEncoded:)` gives them back.
    package var urlEncoded: String {
        fields.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    /// Percent-encodes one component: everything but RFC 3986's unreserved characters.
    package static func encode(_ text: String) -> String {
        text.utf8.percentEncoded()
    }

    private static func decode(_ bytes: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
               let high = bytes[index + 1].hexadecimalValue, let low = bytes[index + 2].hexadecimalValue {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}
