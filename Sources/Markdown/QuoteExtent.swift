/// Which lines of the source a quotation has. md4c does not say; but the pieces of text that it hands over lie in the
/// source, and the lines around them that begin with `>` belong to the same quotation.
struct QuoteExtent {
    private var first = Int.max
    private var last = Int.min

    mutating func include(_ range: Range<Int>) {
        first = min(first, range.lowerBound)
        last = max(last, range.upperBound)
    }

    /// From the first `>` to the end of the last line; `nil` for a quotation of nothing.
    ///
    /// - Parameter start: before it lies another quotation.
    func lines(of source: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        guard first <= last, last > start else { return nil }
        var (begin, end) = (max(lineStart(source, first), start), lineEnd(source, last))
        while begin > start, beginsQuoted(source, begin) {
            let previous = lineStart(source, begin - 1)
            guard previous >= start, beginsQuoted(source, previous) else { break }
            begin = previous
        }
        while end < source.count, beginsQuoted(source, end + 1) { end = lineEnd(source, end + 1) }
        guard let mark = source[begin..<end].firstIndex(of: UInt8(ascii: ">")) else { return nil }
        return mark..<end
    }

    private func lineStart(_ source: UnsafeRawBufferPointer, _ position: Int) -> Int {
        source[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    private func lineEnd(_ source: UnsafeRawBufferPointer, _ position: Int) -> Int {
        source[position...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
    }

    private func beginsQuoted(_ source: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        source[min(start, source.count)...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ">")
    }
}
