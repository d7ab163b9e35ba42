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
        let digits = Array(String(magnitude))
        var text = self < 0 ? "-" : ""
        for (position, digit) in digits.enumerated() {
            if position > 0 && (digits.count - position) % 3 == 0 { text += "." }
            text.append(digit)
        }
        return text
    }
}
