internal import CMd4c

/// What is read, and what of it nobody reads.
extension MessageRenderer {
    func show(_ text: UnsafeRawBufferPointer, as type: MD_TEXTTYPE) {
        switch type {
        case MD_TEXT_BR, MD_TEXT_SOFTBR: hidden.isHiding ? hidden.add(" ".utf8) : append("<br>\n")
        case MD_TEXT_NULLCHAR: append("\u{FFFD}")
        case MD_TEXT_ENTITY where hidden.isHiding: hidden.add((decoded(entity: text) ?? String(decoding: text, as: UTF8.self)).utf8)
        case MD_TEXT_ENTITY: appendEntity(text, to: &html)
        case MD_TEXT_NORMAL: showMarked(text)
        case _ where hidden.isHiding: hidden.add(text)
        case MD_TEXT_HTML: showTags(text[...])
        default: appendEscaped(text, to: &html, lineEnds: "\n")
        }
    }

    /// As they were typed, but for `<br>`.
    private func showTags(_ text: Slice<UnsafeRawBufferPointer>) {
        let tag = text.indices.lazy.compactMap { lineBreak(in: text, at: $0) }.first
        let before = UnsafeRawBufferPointer(rebasing: text[..<(tag?.lowerBound ?? text.endIndex)])
        // A block's line ends come as texts of their own; they are no tags.
        if before.contains(UInt8(ascii: "<")) { lose(.html, String(decoding: before, as: UTF8.self)) }
        appendEscaped(before, to: &html, lineEnds: "<br>\n")
        guard let tag else { return }
        append("<br>")
        showTags(text[tag.upperBound...])
    }

    /// The app shows the marks around a block of code too, `nil` around an indented one.
    func fence(_ code: MD_BLOCK_CODE_DETAIL) -> (begin: [UInt8], end: String) {
        guard code.fence_char != 0 else { return ([], "") }
        let mark = String(repeating: code.fence_char == 0x60 ? "`" : "~", count: 3)
        var begin = Array(mark.utf8)
        appendEscaped(UnsafeRawBufferPointer(start: code.info.text, count: Int(code.info.size)), to: &begin, lineEnds: " ")
        return (begin + [UInt8(ascii: "\n")], mark)
    }

    /// Text in which struck parts and notes may begin and end.
    private func showMarked(_ text: UnsafeRawBufferPointer) {
        var rest = text[...]
        while let position = rest.indices.first(where: { rest[$0] == 0xef && HiddenSpans.Mark(at: rest[$0...]) != nil }) {
            showOrHide(rest[..<position])
            switch HiddenSpans.Mark(at: rest[position...])! {
            case .strike, .strikeTwice:
                append("<span class=\"io-missing\">[testo barrato]</span>")
                hidden.beginSpan(.strikethrough)
            case .note:
                append("<span class=\"io-missing\">[nota]</span>")
                hidden.beginSpan(.note)
            case .endStrike, .endStrikeTwice, .endNote: hidden.endSpan()
            case .colon: showOrHide(rest[position..<(position + 3)])
            }
            rest = rest[(position + 3)...]
        }
        showOrHide(rest)
    }

    private func showOrHide(_ text: Slice<UnsafeRawBufferPointer>) {
        if hidden.isHiding { hidden.add(text) } else { appendEscaped(UnsafeRawBufferPointer(rebasing: text), to: &html, lineEnds: "\n") }
    }

    func append(_ markup: String) {
        if !hidden.isHiding { html += markup.utf8 }
    }
}

/// The text that nobody reads, and why.
struct HiddenText {
    private(set) var lost: [PreviewWarning.Kind: [String]] = [:]
    private var blocks: [PreviewWarning.Kind] = []
    private var spans: [PreviewWarning.Kind] = []
    private var text: [UInt8] = []

    var isHiding: Bool { !blocks.isEmpty || !spans.isEmpty }

    mutating func begin(_ kind: PreviewWarning.Kind) { blocks.append(kind) }
    mutating func beginSpan(_ kind: PreviewWarning.Kind) { spans.append(kind) }

    mutating func end() {
        let kind = blocks.removeLast()
        take(kind)
    }

    mutating func endSpan() { if let kind = spans.popLast() { take(kind) } }

    /// They never reach beyond their block.
    mutating func endSpans() { while !spans.isEmpty { endSpan() } }

    mutating func add(_ bytes: some Sequence<UInt8>) { if isHiding { text += bytes } }

    private mutating func take(_ kind: PreviewWarning.Kind) {
        guard !isHiding else { return }
        lost[kind, default: []].append(Array(String(decoding: text, as: UTF8.self).utf16).words)
        text = []
    }
}
