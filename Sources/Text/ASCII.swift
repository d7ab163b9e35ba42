/// Classes of ASCII characters. No byte of another character's UTF-8 is in any of them.
extension UInt8 {
    /// `0` to `9`.
    @inlinable package var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }

    /// `a` to `z`, `A` to `Z`.
    @inlinable package var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }

    /// `A` to `Z`.
    @inlinable package var isUppercaseLetter: Bool { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self }

    /// A letter of either case, or a digit.
    @inlinable package var isLetterOrDigit: Bool { isLetter || isDigit }

    /// `a` to `z`, `0` to `9`.
    @inlinable package var isLowercaseLetterOrDigit: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self || isDigit }

    /// Neither a space nor a control character.
    @inlinable package var isVisible: Bool { 0x21...0x7e ~= self }

    /// A letter in upper case; what is not a letter stays.
    @inlinable package var uppercased: UInt8 { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self ? self - 32 : self }
}

extension Collection<UInt8> {
    /// Whether there is at least one byte and each is an ASCII digit.
    package var areDigits: Bool { !isEmpty && allSatisfy(\.isDigit) }
}
