extension UInt8 {
    /// What an ASCII digit counts for in base 16, in either case; `nil` when it is none.
    @inlinable package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The digit, in lower case, for a number below 16.
    @inlinable package var hexadecimalDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10 }
}

extension [UInt8] {
    /// Lower case hexadecimal digits.
    package var hexadecimal: String {
        String(unsafeUninitializedCapacity: 2 * count) { digits in
            for (index, byte) in enumerated() {
                (digits[2 * index], digits[2 * index + 1]) = ((byte >> 4).hexadecimalDigit, (byte & 15).hexadecimalDigit)
            }
            return 2 * count
        }
    }

    /// Reads pairs of hexadecimal digits of either case, and nothing else.
    package init?(hexadecimal text: String) {
        let digits = [UInt8](text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index].hexadecimalValue, let low = digits[index + 1].hexadecimalValue else { return nil }
            append(high << 4 | low)
        }
    }
}
