/// What JavaScript's regular expressions, which App IO's programs read a message with, mean by a blank, a line end and a word.
extension UInt16 {
    /// `\s`
    var isBlank: Bool {
        switch self {
        case 0x09...0x0d, 0x20, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff: true
        default: false
        }
    }

    /// What Unicode takes for white space: not the blank of no width, but the line end of old mainframes.
    var isWhiteSpace: Bool { isBlank && self != 0xfeff || self == 0x85 }

    /// What `.` does not match, and `^` and `$` do.
    var isLineEnd: Bool { self == 0x0a || self == 0x0d || self == 0x2028 || self == 0x2029 }

    /// `\w`
    var isWordy: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
        default: false
        }
    }

    var isDigit: Bool { (0x30...0x39).contains(self) }

    init(ascii letter: Unicode.Scalar) { self = UInt16(letter.value) }
}

extension [UInt16] {
    func isLineStart(_ position: Int) -> Bool { position == 0 || self[position - 1].isLineEnd }

    /// The end of the line that the position is on.
    func lineEnd(from position: Int) -> Int {
        var end = position
        while end < count, !self[end].isLineEnd { end += 1 }
        return end
    }

    /// The start of the next line, `count` after the last.
    func nextLine(after position: Int) -> Int {
        let end = lineEnd(from: position)
        return end < count ? end + 1 : count
    }

    func skippingBlanks(from position: Int) -> Int {
        var end = position
        while end < count, self[end].isBlank { end += 1 }
        return end
    }

    /// How many of the letter stand one after the other from there.
    func run(of letter: UInt16, from position: Int) -> Int {
        var end = position
        while end < count, self[end] == letter { end += 1 }
        return end - position
    }

    func first(_ letter: UInt16, from position: Int) -> Int? { position < count ? self[position...].firstIndex(of: letter) : nil }

    /// On one line, without blanks around.
    var words: String { String(utf16: split(whereSeparator: \.isWhiteSpace).joined(separator: [0x20])) }
}

/// Where a letter stands next, from positions that only grow: the text is looked through once, however often one asks.
struct NextLetter {
    private let letter: UInt16
    private var found = -1

    init(_ letter: Unicode.Scalar) { self.letter = UInt16(ascii: letter) }

    mutating func from(_ position: Int, in text: [UInt16]) -> Int? {
        if found < position {
            found = position
            while found < text.count, text[found] != letter { found += 1 }
        }
        return found < text.count ? found : nil
    }
}

extension String {
    /// The text of UTF-16; half a character becomes U+FFFD. `String(decoding:as:)` takes ten times as long for it.
    init(utf16 units: some Sequence<UInt16>) {
        var bytes: [UInt8] = []
        _ = transcode(units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: false) { bytes.append($0) }
        self.init(decoding: bytes, as: UTF8.self)
    }
}
