internal import CMd4c

/// What the copy by e-mail carries of a message, for citizens who asked for one (io-functions-services,
/// EmailNotification/utils.ts): the text after the last `---`, without its marks, cut, and without addresses.
package struct MailExcerpt: Sendable, Equatable {
    /// On one line.
    package var text: String
    /// Whether the message goes on after it.
    package var isCut: Bool

    /// UTF-16 units.
    package static let longest = 134

    package init(of markdown: String) {
        let collector = PlainText(enough: Self.longest)
        collector.run(Array(Self.afterLastDashes(markdown)))
        let units = String(decoding: trimmed(collector.text[...]), as: UTF8.self).utf16
        var kept = units.prefix(Self.longest)
        isCut = units.count > kept.count
        if isCut, let last = kept.last, UTF16.isLeadSurrogate(last) { kept.removeLast() }
        let words = String(decoding: kept, as: UTF16.self).split(whereSeparator: \.isWhitespace)
        text = words.map(Self.withoutAddress).joined(separator: " ")
    }

    /// As JavaScript's `split("---").pop()`: from the left, three at a time.
    private static func afterLastDashes(_ markdown: String) -> ArraySlice<UInt8> {
        let bytes = Array(markdown.utf8.prefix(Markdown.largestText))
        var (start, position) = (0, 0)
        while let dash = bytes[position...].firstIndex(of: UInt8(ascii: "-")) {
            let isFence = bytes[dash...].starts(with: "---".utf8)
            position = dash + (isFence ? 3 : 1)
            if isFence { start = position }
        }
        return bytes[start...]
    }

    /// PagoPA's `/\w*:\/\/[^\s]*\.[\w?\/=&%-+#]*/`, which leaves a comma after an address alone.
    private static func withoutAddress(_ word: Substring) -> String {
        guard let mark = word.firstRange(of: "://"), let point = word[mark.upperBound...].lastIndex(of: ".") else { return String(word) }
        let before = word[..<mark.lowerBound]
        let name = before.lastIndex { !isWordCharacter($0) }.map { word.index(after: $0) } ?? word.startIndex
        let after = word[point...].dropFirst().drop { isWordCharacter($0) || "?/=&%'()*+#".contains($0) }
        return word[..<name] + "[link rimosso]" + after
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "_")
    }
}

/// Receives what md4c finds and keeps its words.
private final class PlainText {
    private(set) var text: [UInt8] = []
    private let mostBytes: Int

    /// - Parameter enough: so many UTF-16 units and what comes next need not be read.
    init(enough: Int) { mostBytes = 4 * enough + 64 }

    func run(_ source: [UInt8]) {
        var parser = MD_PARSER(
            abi_version: 0, flags: UInt32(MD_FLAG_STRIKETHROUGH),
            enter_block: { type, _, collector in PlainText.from(collector).begin(type) },
            leave_block: { type, _, collector in PlainText.from(collector).end(type) },
            enter_span: { _, _, _ in 0 }, leave_span: { _, _, _ in 0 },
            text: { type, text, size, collector in
                PlainText.from(collector).add(type, UnsafeRawBufferPointer(start: text, count: Int(size)))
            },
            debug_log: nil, syntax: nil)
        source.withSafeEnd { bytes in
            let start = bytes.bindMemory(to: MD_CHAR.self).baseAddress
            _ = md_parse(start, MD_SIZE(bytes.count), &parser, Unmanaged.passUnretained(self).toOpaque())
        }
    }

    private static func from(_ collector: UnsafeMutableRawPointer?) -> PlainText {
        // md4c hands back the pointer that `run` gave it, which lives as long as `run` does.
        Unmanaged<PlainText>.fromOpaque(collector!).takeUnretainedValue()
    }

    private func begin(_ block: MD_BLOCKTYPE) -> CInt {
        let isInItem = block == MD_BLOCK_UL || block == MD_BLOCK_OL
        if isInItem, let last = text.last, last != UInt8(ascii: "\n") { text.append(UInt8(ascii: "\n")) }
        return 0
    }

    private func end(_ block: MD_BLOCKTYPE) -> CInt {
        switch block {
        case MD_BLOCK_P, MD_BLOCK_H, MD_BLOCK_CODE, MD_BLOCK_HTML: text += "\n\n".utf8
        case MD_BLOCK_LI where text.last != UInt8(ascii: "\n"): text.append(UInt8(ascii: "\n"))
        default: break
        }
        return verdict
    }

    private func add(_ type: MD_TEXTTYPE, _ piece: UnsafeRawBufferPointer) -> CInt {
        switch type {
        case MD_TEXT_BR, MD_TEXT_SOFTBR: text.append(UInt8(ascii: "\n"))
        case MD_TEXT_NULLCHAR: break
        case MD_TEXT_HTML:
            var isTag = false
            for byte in piece {
                if byte == UInt8(ascii: "<") { isTag = true }
                if !isTag { text.append(byte) }
                if byte == UInt8(ascii: ">") { isTag = false }
            }
        default: text += piece
        }
        return verdict
    }

    /// What a callback answers: anything but zero makes md4c stop.
    private var verdict: CInt { text.count <= mostBytes ? 0 : 1 }
}
