/// Finds the items of ordered lists whose number the app changes. md4c tells the number of the first item only; the others
/// stand in the source before the item's text.
struct ItemNumbers {
    private var lists: [(isOrdered: Bool, first: String, count: Int)] = []
    /// The numbers that the app gives to the items that have no text yet, the innermost last; `nil` for a bullet.
    private var awaiting: [Int?] = []

    /// - Parameter first: the number of its first item as it was typed.
    mutating func beginList(isOrdered: Bool, first: String = "") { lists.append((isOrdered, first, 0)) }
    mutating func endList() { _ = lists.popLast() }

    mutating func beginItem() {
        guard let last = lists.indices.last else { return }
        lists[last].count += 1
        awaiting.append(lists[last].isOrdered ? lists[last].count : nil)
    }

    /// An item without text still waits for it.
    ///
    /// - Returns: its number, if it is all that a list says and another is shown: a paragraph that is only `16.`.
    mutating func endItem() -> String? {
        guard case .some(.some(let shown)) = awaiting.popLast(), shown == 1, let first = lists.last?.first, first.dropLast() != "1"
        else { return nil }
        return first
    }

    /// The lines of the items whose first text is there and whose number was typed otherwise than it is shown.
    mutating func typedOtherwise(at offset: Int, in source: UnsafeRawBufferPointer) -> [String] {
        guard !awaiting.isEmpty else { return [] }
        let start = source[..<offset].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
        let marks = Self.marks(source[start..<offset])
        defer { awaiting = [] }
        return zip(awaiting.reversed(), marks.reversed()).compactMap { shown, typed in
            guard let shown, let number = typed.number, number != shown else { return nil }
            return String(decoding: source[typed.start...].prefix { $0 != 0x0a }, as: UTF8.self)
        }
    }

    /// The marks of lists at the beginning of a line.
    private static func marks(_ line: Slice<UnsafeRawBufferPointer>) -> [(number: Int?, start: Int)] {
        var found: [(Int?, Int)] = []
        var rest = line
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }
            guard let first = rest.first else { return found }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            let end = digits.endIndex
            let isNumber = !digits.isEmpty && digits.count <= 9 && end < rest.endIndex
            if "-*+".utf8.contains(first), rest.dropFirst().first.map({ $0 == 0x20 || $0 == 0x09 }) == true {
                found.append((nil, rest.startIndex))
                rest = rest.dropFirst()
            } else if isNumber, rest[end] == UInt8(ascii: ".") || rest[end] == UInt8(ascii: ")") {
                found.append((Int(String(decoding: digits, as: UTF8.self)), rest.startIndex))
                rest = rest[(end + 1)...]
            } else {
                return found
            }
        }
    }
}
