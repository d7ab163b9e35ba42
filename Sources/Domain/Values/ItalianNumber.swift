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

/// `7` → `07`.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
