extension [UInt8] {
    /// Appends text so that HTML reads it as itself, between tags and in a quoted attribute alike
    /// (OWASP's five characters).
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            for index in bytes.indices where bytes[index] < 64 {
                let entity: StaticString = switch bytes[index] {
                case UInt8(ascii: "&"): "&amp;"
                case UInt8(ascii: "<"): "&lt;"
                case UInt8(ascii: ">"): "&gt;"
                case UInt8(ascii: "\""): "&quot;"
                case UInt8(ascii: "'"): "&#39;"
                default: ""
                }
                guard entity.utf8CodeUnitCount > 0 else { continue }
                append(contentsOf: bytes[written..<index])
                append(contentsOf: UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount))
                written = index + 1
            }
            append(contentsOf: bytes[written...])
        }
    }
}
