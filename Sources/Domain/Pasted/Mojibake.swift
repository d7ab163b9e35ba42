/// Text in UTF-8 that a program has read as Windows-1252: `perchÃ©` for `perché`, `â€™` for `’`.
enum Mojibake {
    /// The text as it was meant, wherever the characters are certain to be the bytes of another one. What was garbled twice is
    /// repaired twice.
    ///
    /// - Returns: also how many characters were repaired.
    static func repaired(_ scalars: [Unicode.Scalar]) -> (text: [Unicode.Scalar], count: Int) {
        var (text, count) = once(scalars)
        for _ in 0..<2 where count > 0 {
            let again = once(text)
            if again.count == 0 { break }
            text = again.text
        }
        return (text, count)
    }

    /// A control character of ISO 8859-1, which is what Windows-1252 has there: 0x92 is `’`. `nil`: it is none, or stands for nothing.
    static func ofWindows(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(scalar.value) else { return nil }
        let meant = windows[Int(scalar.value) - 0x80]
        return meant == 0 ? nil : Unicode.Scalar(meant)
    }

    private static func once(_ scalars: [Unicode.Scalar]) -> (text: [Unicode.Scalar], count: Int) {
        var text: [Unicode.Scalar] = [], count = 0
        text.reserveCapacity(scalars.count)
        var position = 0
        while position < scalars.count {
            if let (meant, length) = decoded(scalars[position...]) {
                text.append(meant)
                count += 1
                position += length
            } else {
                text.append(scalars[position])
                position += 1
            }
        }
        return (text, count)
    }

    private static func decoded(_ scalars: ArraySlice<Unicode.Scalar>) -> (Unicode.Scalar, length: Int)? {
        guard let first = scalars.first, let lead = byte(first) else { return nil }
        let length = switch lead {
        case 0xC2...0xC5: 2
        case 0xE2, 0xEF: 3
        case 0xF0: 4
        default: 0
        }
        guard length > 0, scalars.count >= length else { return nil }
        var value = UInt32(lead) & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for scalar in scalars.dropFirst().prefix(length - 1) {
            guard let byte = byte(scalar), byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard let meant = Unicode.Scalar(value), isCertain(meant) else { return nil }
        return (meant, length)
    }

    /// Only what is likelier to be meant than the characters that stand there: `É»` ends a quotation in capitals.
    private static func isCertain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80...0xFF, 0x2000...0x2BFF, 0xF000...0xF0FF, 0xFB00...0xFB06, 0xFEFF, 0xFFFD, 0x1F000...0x1FAFF: true
        default: "čćšžđČĆŠŽĐłŁőűŐŰ".unicodeScalars.contains(scalar)
        }
    }

    private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
        if (0x80...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
        return bytes[scalar.value]
    }

    /// What Windows-1252 has from 0x80 to 0x9F; zero: nothing.
    private static let windows: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]
    private static let bytes = Dictionary(
        uniqueKeysWithValues: windows.enumerated().filter { $0.element != 0 }.map { ($0.element, UInt8(0x80 + $0.offset)) })
}
