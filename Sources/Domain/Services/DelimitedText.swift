import Text

/// A table as spreadsheets save or copy it: cells between `;`, `,` or tabs, in quotes where they must be (RFC 4180), in
/// UTF-8, in UTF-16 with a byte order mark ("Testo Unicode") or in Windows-1252; its lines end with LF, CRLF or CR.
package struct DelimitedText: Sendable {
    package struct Row: Sendable {
        /// Of the line on which it begins, from 1.
        package var line: Int
        package var cells: [String]
    }

    /// Those that are not empty.
    package private(set) var rows: [Row] = []
    /// Where a quote begins that nothing ends.
    package private(set) var openQuote: Int?

    package init(_ bytes: [UInt8]) {
        var text = Self.withLineFeeds(Self.inUTF8(bytes))
        // Excel obeys a first line that names the separator, and other programs write it.
        let head = text.prefix { $0 != UInt8(ascii: "\n") }
        let isNamed = head.count == 5 && head.starts(with: "sep=".utf8)
        if isNamed { text = text.dropFirst(min(6, text.count)) }
        let separator = isNamed ? head.last! : Self.separator(of: text)
        var cells: [String] = [], cell: [UInt8] = []
        var (line, firstLine, quoteLine) = isNamed ? (2, 2, 0) : (1, 1, 0)
        var (isQuoted, wasQuoted) = (false, false)
        var index = text.startIndex

        func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self))
            (cell, wasQuoted) = ([], false)
        }
        func endRow() {
            endCell()
            if cells.contains(where: { !$0.trimmed().isEmpty }) { rows.append(Row(line: firstLine, cells: cells)) }
            cells = []
        }
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "\n") { line += 1 }
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && index + 1 < text.endIndex && text[index + 1] == byte:
                cell.append(byte)
                index += 1
            case UInt8(ascii: "\"") where isQuoted:
                isQuoted = false
            case UInt8(ascii: "\"") where cell.isEmpty && !wasQuoted:
                (isQuoted, wasQuoted, quoteLine) = (true, true, line)
            case separator where !isQuoted:
                endCell()
            case UInt8(ascii: "\n") where !isQuoted:
                endRow()
                firstLine = line
            default:
                cell.append(byte)
            }
            index += 1
        }
        endRow()
        if isQuoted { openQuote = quoteLine }
    }

    /// The one that its first line has most of.
    private static func separator(of text: ArraySlice<UInt8>) -> UInt8 {
        let head = text.prefix { $0 != UInt8(ascii: "\n") }
        let counted = ";,\t".utf8.map { separator in (separator, head.count { $0 == separator }) }
        return counted.max { $0.1 < $1.1 }!.0
    }

    /// With LF at the end of each line, inside quotes too.
    private static func withLineFeeds(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard text.contains(UInt8(ascii: "\r")) else { return text }
        return Array(String(decoding: text, as: UTF8.self).withLineFeeds.utf8)[...]
    }

    /// What a file of one of these encodings says, without a byte order mark.
    package static func inUTF8(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return bytes.dropFirst(3) }
        for (mark, low, high) in [([0xFF, 0xFE], 0, 1), ([0xFE, 0xFF], 1, 0)] as [([UInt8], Int, Int)] where bytes.starts(with: mark) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0 + low]) | UInt16(bytes[$0 + high]) << 8 }
            return Array(String(decoding: units, as: UTF16.self).utf8)[...]
        }
        guard String(validating: bytes, as: UTF8.self) == nil else { return bytes[...] }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.map { (0x80...0x9F).contains($0) ? windows1252[Int($0) - 0x80] : Unicode.Scalar($0) })
        return Array(String(text).utf8)[...]
    }

    /// What 0x80 to 0x9F stand for; where they stand for nothing, a character that no field takes.
    private static let windows1252 = Array(
        "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
}
