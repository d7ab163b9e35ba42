extension UnsafeMutableBufferPointer<UInt8> {
    /// Writes a number below 100. A page has hundreds of days, hours and cents.
    @inlinable package func write(twoDigits number: some BinaryInteger, at place: Int) {
        let number = UInt8(truncatingIfNeeded: number)
        (self[place], self[place + 1]) = (UInt8(ascii: "0") + number / 10, UInt8(ascii: "0") + number % 10)
    }
}

extension BinaryInteger {
    /// A number of at least so many digits, zeros before it. The number is not negative.
    @inlinable package func padded(to width: Int, radix: Int = 10) -> String {
        if radix == 10, width == 2, (0..<100).contains(self) {
            return String(unsafeUninitializedCapacity: 2) { digits in
                digits.write(twoDigits: self, at: 0)
                return 2
            }
        }
        let digits = String(self, radix: radix)
        return digits.utf8.count < width ? String(repeating: "0", count: width - digits.utf8.count) + digits : digits
    }
}
