import Text

extension [UInt8] {
    /// Appends text so that HTML reads it as itself, between tags and in a quoted attribute alike.
    mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var written = 0
            for index in bytes.indices where bytes[index] < 64 {
                guard let entity = bytes[index].htmlEntity else { continue }
                append(contentsOf: bytes[written..<index])
                append(entity)
                written = index + 1
            }
            append(contentsOf: bytes[written...])
        }
    }
}
