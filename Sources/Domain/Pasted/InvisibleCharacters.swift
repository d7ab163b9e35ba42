/// What a paste brings along that nobody sees.
extension Unicode.Scalar {
    /// A control character other than line ends and tabs.
    var isHiddenControl: Bool { properties.generalCategory == .control && self != "\n" && self != "\r" && self != "\t" }

    /// Word's hyphens that other programs do not show: the one that does not break, and those where a word may be divided.
    var isWordHyphen: Bool { value == 0x1E || value == 0x1F || value == 0xAD }

    /// Whether between these two a hyphen changes what is read: `9-12`, `33-2013`, `Rossi-Bianchi`.
    static func needHyphen(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
        guard let before, let after else { return false }
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .decimalNumber }
        guard before.properties.isAlphabetic || isDigit(before) else { return false }
        return after.properties.isUppercase || isDigit(after) || isDigit(before) && after.properties.isAlphabetic
    }

    /// Letters that are written from right to left.
    var isRightToLeft: Bool {
        (0x0590...0x08FF).contains(value) && properties.isAlphabetic || (0xFB1D...0xFDFF).contains(value)
            || (0xFE70...0xFEFC).contains(value)
    }

    /// A mark without width or a sign that is never shown, wherever it stands. Those that join letters and make emoji are not among them.
    fileprivate var isNeverShown: Bool {
        switch value {
        case 0x00AD, 0x034F, 0x115F, 0x1160, 0x180B...0x180F, 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0,
             0xFFF9...0xFFFC: true
        default: isHiddenControl || properties.isNoncharacterCodePoint
        }
    }

    /// Scripts whose letters take another form beside a joiner or a non-joiner: Arabic and its kin, those of India and of its neighbours.
    private var isJoined: Bool {
        switch value {
        case 0x0600...0x08FF, 0x0900...0x0DFF, 0x0F00...0x109F, 0x1780...0x18AF, 0xA840...0xA87F, 0xFB50...0xFDFF, 0xFE70...0xFEFC: true
        default: false
        }
    }

    /// What a sequence of emoji is made of.
    private var isOfEmoji: Bool {
        value > 0xFF && (properties.isEmoji || properties.isEmojiModifier) || self == "\u{FE0F}" || self == "\u{A9}" || self == "\u{AE}"
            || self == "\u{20E3}" || (0xE0020...0xE007F).contains(value)
    }

    /// Whether it goes from between these two: what nobody sees and nothing needs.
    ///
    /// - Parameter isRightToLeft: whether the text has words in that direction, whose marks of direction do something.
    func isSuperfluous(after before: Unicode.Scalar?, before after: Unicode.Scalar?, isRightToLeft: Bool) -> Bool {
        switch value {
        case 0x200C, 0x200D:
            if before?.isJoined == true, after?.isJoined != false { return false }
            return !(value == 0x200D && before?.isOfEmoji == true && after?.isOfEmoji == true)
        case 0x200E, 0x200F, 0x061C: return !isRightToLeft
        case 0xFE00...0xFE0F: return !(before?.isOfEmoji == true || after == "\u{20E3}" || (before?.value ?? 0) > 0x2000)
        case 0xE0001...0xE007F: return before?.isOfEmoji != true
        default: return isNeverShown
        }
    }
}
