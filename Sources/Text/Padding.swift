extension BinaryInteger {
    /// A number of at least so many digits, zeros before it. The number is not negative.
    @inlinable package func padded(to width: Int, radix: Int = 10) -> String {
        if radix == 10, width == 2, let number = UInt8(exactly: self), number < 100 {
            // Days, hours, cents: a page has hundreds of them.
            return String(unsafeUninitializedCapacity: 2) { digits in
                (digits[0], digits[1]) = (UInt8(ascii: "0") + number / 10, UInt8(ascii: "0") + number % 10)
                return 2
            }
        }
        let digits = String(self, radix: radix)
        return digits.utf8.count < width ? String(repeating: "0", count: width - digits.utf8.count) + digits : digits
    }
}
