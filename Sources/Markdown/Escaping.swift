import Text

/// Appends text so that a browser takes it for nothing but text, in an element or between double
/// quotes. Control characters, which HTML forbids, are left out.
func appendEscaped(_ text: UnsafeRawBufferPointer, to html: inout [UInt8], lineEnds: String) {
    for byte in text {
        if let entity = byte.htmlEntity {
            html.append(entity)
            continue
        }
        switch byte {
        case UInt8(ascii: "\n"): html.append(contentsOf: lineEnds.utf8)
        case UInt8(ascii: "\t"): html.append(byte)
        case 0..<0x20, 0x7f: break
        default: html.append(byte)
        }
    }
}

/// Appends what `&egrave;`, `&#232;` or `&#xE8;` stands for; a name that HTML does not know stays as typed.
func appendEntity(_ entity: UnsafeRawBufferPointer, to html: inout [UInt8]) {
    guard var characters = decoded(entity: entity) else { return appendEscaped(entity, to: &html, lineEnds: "\n") }
    characters.withUTF8 { appendEscaped(UnsafeRawBufferPointer($0), to: &html, lineEnds: " ") }
}

/// `nil` for a name that HTML does not know.
func decoded(entity: UnsafeRawBufferPointer) -> String? {
    let name = String(decoding: entity.dropFirst().dropLast(), as: UTF8.self)
    guard name.hasPrefix("#") else { return HTMLEntities.characters(named: name).map(String.init) }
    let digits = name.dropFirst()
    let code = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    let character = code.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    return String(character == "\0" ? "\u{FFFD}" : character)
}
