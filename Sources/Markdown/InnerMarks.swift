/// Finds stars that the app takes out of a word or a number: `5*3*2` is read as 532. md4c tells where texts begin and end; what stands
/// between two of them is marks.
struct InnerMarks {
    private var end: Int?
    private var isOpened = false
    /// All marks between texts, and those of them that are within a word.
    private var marks: [Range<Int>] = []
    private var inner: [Int] = []

    mutating func begin() { isOpened = true }

    mutating func end(at position: Int?) { (end, isOpened) = (position, false) }

    mutating func read(_ text: Range<Int>, in source: UnsafeRawBufferPointer) {
        guard let end, end < text.lowerBound, source[end..<text.lowerBound].allSatisfy({ $0 == Self.star || $0 == 0x5f }) else { return }
        marks.append(end..<text.lowerBound)
        let left = source[..<end].reversed().drop { $0 == Self.star }.prefix(4).reversed()
        let right = source[text.lowerBound...].drop { $0 == Self.star }.prefix(4)
        guard let before = String(decoding: left, as: UTF8.self).unicodeScalars.last,
              let after = String(decoding: right, as: UTF8.self).unicodeScalars.first else { return }
        // `**C**odice` is as it is meant.
        let isBetweenDigits = before.isDigit && after.isDigit
        if before.isOfWord, after.isOfWord, isOpened || isBetweenDigits { inner.append(end) }
    }

    /// Each word once, as it was typed and as it is read.
    func words(in source: UnsafeRawBufferPointer) -> [String] {
        var found: [String] = [], position = 0
        var rest = marks[...]
        for mark in inner where mark >= position {
            let start = source[..<mark].lastIndex { $0 <= 0x20 }.map { $0 + 1 } ?? 0
            position = source[mark...].firstIndex { $0 <= 0x20 } ?? source.count
            var read: [UInt8] = [], next = start
            rest = rest.drop { $0.lowerBound < start }
            for hidden in rest.prefix(while: { $0.lowerBound < position }) where hidden.lowerBound >= next {
                read += source[next..<hidden.lowerBound]
                next = hidden.upperBound
            }
            if next < position { read += source[next..<position] }
            let shown = read.reversed().drop { $0 == Self.star }.reversed().drop { $0 == Self.star }
            let words = "\(String(decoding: source[start..<position], as: UTF8.self)) → \(String(decoding: shown, as: UTF8.self))"
            if !found.contains(words) { found.append(words) }
        }
        return found
    }

    private static let star = UInt8(ascii: "*")
}

/// Whether a quotation begins as a comparison does: `> 65 anni`, `>= 18`, `> € 500`.
func beginsWithNumber(_ quotation: Slice<UnsafeRawBufferPointer>) -> Bool {
    let words = quotation.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
    return words.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "=") } == true
        || words.starts(with: "€".utf8)
}

private let longestAddress = 400

/// `[words](address)` with a space in the address, which are no link.
func brokenLinks(in source: UnsafeRawBufferPointer, _ text: Range<Int>) -> [String] {
    var found: [String] = [], position = text.lowerBound, start = text.lowerBound, close = -1
    while position < text.upperBound, let bracket = source[position..<text.upperBound].firstIndex(of: UInt8(ascii: "]")) {
        position = bracket + 1
        guard position < text.upperBound, source[position] == UInt8(ascii: "("), bracket == 0 || source[bracket - 1] != UInt8(ascii: "\\")
        else { continue }
        // md4c may have found an address by itself in it.
        if close < position {
            let ahead = source[position...].prefix(longestAddress)
            close = ahead.firstIndex { $0 == 0x29 || $0 == 0x60 || $0 == 0x0a } ?? ahead.endIndex - 1
        }
        guard source[close] == UInt8(ascii: ")") else { continue }
        if source[position..<close].contains(where: { $0 == 0x20 || $0 == 0x09 }) {
            let first = source[start..<bracket].lastIndex(of: UInt8(ascii: "[")) ?? bracket
            found.append(String(decoding: source[first...close], as: UTF8.self))
        }
        position = close + 1
        start = position
    }
    return found
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { isASCII && ("0"..."9").contains(self) }
    fileprivate var isOfWord: Bool { isDigit || properties.isAlphabetic }
}
