import Text

extension Int {
    /// Reads a number as Italians write it, its thousands parted by points or not at all.
    package init?(italian typed: String) {
        let digits = typed.filter { $0 != "." }
        guard digits.utf8.areDigits, let number = Int(digits), typed == digits || typed == number.italian else { return nil }
        self = number
    }
}

extension BinaryInteger {
    /// The number as Italians write it, thousands parted by points: `10.000`.
    package var italian: String {
        let digits = String(magnitude).utf8
        var text = self < 0 ? [UInt8(ascii: "-")] : []
        for (position, digit) in digits.enumerated() {
            if position > 0 && (digits.count - position) % 3 == 0 { text.append(UInt8(ascii: ".")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
