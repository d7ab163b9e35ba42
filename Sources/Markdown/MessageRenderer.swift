internal import CMd4c

/// Receives what md4c finds in a text, in order, and writes the HTML of a preview.
final class MessageRenderer {
    var html: [UInt8] = []
    private var said: [PreviewWarning.Kind: [String]] = [:]
    /// What is to be said, with the words that are lost.
    var lost: [PreviewWarning.Kind: [String]] { said.merging(hidden.lost) { $0 + $1 } }

    /// What is owed when the innermost open block or span ends.
    struct Frame {
        var kind: Kind
        /// Empty when the beginning was hidden.
        var closing = ""
        var hides: PreviewWarning.Kind?
        var isPlain = false
        var isOutermostQuote = false
    }
    enum Kind: Equatable {
        case block(MD_BLOCKTYPE)
        case span(MD_SPANTYPE)

        var isBlock: Bool { if case .block = self { true } else { false } }
    }
    private(set) var frames: [Frame] = []
    /// How many open frames show their text without marks (descriptions of images).
    private var plain = 0
    var hidden = HiddenText()
    private var numbers = ItemNumbers()
    private var innerMarks = InnerMarks()

    private var source = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Of the outermost quotation, while it is open.
    private var quote: QuoteExtent?
    private var endOfLastQuote = 0

    /// Deeper nesting is shown flat: no honest message has it, and browsers give up at 512.
    private static let deepest = 32

    /// - Returns: `false` when the text is not worth rendering: memory or `Markdown.largestHTML` ran out.
    func run(_ text: ArraySlice<UInt8>) -> Bool {
        let flags = MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS
        var parser = MD_PARSER(
            abi_version: 0, flags: UInt32(flags),
            enter_block: { type, detail, renderer in MessageRenderer.from(renderer).enter(block: type, detail) },
            leave_block: { type, _, renderer in MessageRenderer.from(renderer).leave(.block(type)) },
            enter_span: { type, detail, renderer in MessageRenderer.from(renderer).enter(span: type, detail) },
            leave_span: { type, _, renderer in MessageRenderer.from(renderer).leave(.span(type)) },
            text: { type, text, size, renderer in
                MessageRenderer.from(renderer).show(type, UnsafeRawBufferPointer(start: text, count: Int(size)))
            },
            debug_log: nil, syntax: nil)
        return text.withSafeEnd { bytes in
            source = bytes
            defer { source = UnsafeRawBufferPointer(start: nil, count: 0) }
            let start = bytes.bindMemory(to: MD_CHAR.self).baseAddress
            let isParsed = md_parse(start, MD_SIZE(bytes.count), &parser, Unmanaged.passUnretained(self).toOpaque()) == 0
            for words in innerMarks.words(in: bytes) { lose(.innerMarks, words) }
            return isParsed
        }
    }

    /// Throws away what there is and shows the text as it was typed.
    func showPlainly(_ text: ArraySlice<UInt8>) {
        html = []
        frames = []
        (hidden, plain, quote) = (HiddenText(), 0, nil)
        append("<p>")
        text.withUnsafeBytes { appendEscaped($0, to: &html, lineEnds: "<br>\n") }
        append("</p>\n")
    }

    private static func from(_ renderer: UnsafeMutableRawPointer?) -> MessageRenderer {
        // md4c hands back the pointer that `run` gave it, which lives as long as `run` does.
        Unmanaged<MessageRenderer>.fromOpaque(renderer!).takeUnretainedValue()
    }

    private func enter(block type: MD_BLOCKTYPE, _ detail: UnsafeMutableRawPointer?) -> CInt {
        var frame = Frame(kind: .block(type))
        guard quote == nil else { return enter(frame) }
        let isDeep = frames.count >= Self.deepest
        switch type {
        case MD_BLOCK_QUOTE: (quote, frame.isOutermostQuote) = (QuoteExtent(), true)
        case MD_BLOCK_UL:
            numbers.beginList(isOrdered: false)
            if !isDeep { write("<ul>\n", closing: "</ul>\n", &frame) }
        case MD_BLOCK_OL:
            // The app counts from one, whatever was typed.
            let list = detail!.assumingMemoryBound(to: MD_BLOCK_OL_DETAIL.self).pointee
            numbers.beginList(isOrdered: true, first: "\(list.start)\(Unicode.Scalar(UInt8(bitPattern: list.mark_delimiter)))")
            if !isDeep { write("<ol>\n", closing: "</ol>\n", &frame) }
        case MD_BLOCK_LI:
            numbers.beginItem()
            if frames.last?.closing.isEmpty == false { write("<li>", closing: "</li>\n", &frame) }
            noteBox(detail!.assumingMemoryBound(to: MD_BLOCK_LI_DETAIL.self).pointee)
        case MD_BLOCK_HR: write("<hr>\n", closing: "", &frame)
        case MD_BLOCK_H:
            // The outline of the page around stays its own: headings of a message are paragraphs.
            let level = detail!.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee.level
            let style = level <= 3 ? " class=\"io-h\(level)\"" : ""
            write("<p\(style)>", closing: "</p>\n", &frame)
        case MD_BLOCK_CODE:
            let fence = self.fence(detail!.assumingMemoryBound(to: MD_BLOCK_CODE_DETAIL.self).pointee)
            write("<p class=\"io-raw\">", closing: "\(fence.end)</p>\n", &frame)
            html += hidden.isHiding ? [] : fence.begin
        case MD_BLOCK_P, MD_BLOCK_HTML: write("<p>", closing: "</p>\n", &frame)
        case MD_BLOCK_TABLE: hide(.table, "<p class=\"io-missing\">[tabella]</p>\n", &frame)
        case MD_BLOCK_TH, MD_BLOCK_TD: hidden.add(" ".utf8)
        default: break
        }
        return enter(frame)
    }

    private func enter(span type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) -> CInt {
        var frame = Frame(kind: .span(type))
        if quote != nil {
            lose(.quote)
            return enter(frame)
        }
        let hasMarks = plain == 0 && frames.count < Self.deepest
        switch type {
        case MD_SPAN_IMG where !isInParagraph: hide(.image, "", &frame)
        case MD_SPAN_IMG:
            frame.isPlain = true
            write("[immagine: ", closing: "]", &frame)
        case MD_SPAN_A:
            let typed = detail!.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee.href
            guard let address = LinkAddress(typed) else {
                let bytes = UnsafeRawBufferPointer(start: typed.text, count: Int(typed.size))
                lose(.link, String(decoding: bytes, as: UTF8.self))
                break
            }
            if address.needsMailOrPhone { lose(.mailOrPhone) }
            guard hasMarks else { break }
            write("<a href=\"\(address.attribute)\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">", closing: "</a>", &frame)
        case MD_SPAN_EM where hasMarks, MD_SPAN_STRONG where hasMarks:
            innerMarks.begin()
            let name = type == MD_SPAN_EM ? "em" : "strong"
            write("<\(name)>", closing: "</\(name)>", &frame)
        case MD_SPAN_CODE where hasMarks: write("<code>", closing: "</code>", &frame)
        default: break
        }
        return enter(frame)
    }

    /// The app shows an image there only; the item of a list is one too.
    private var isInParagraph: Bool {
        [.block(MD_BLOCK_P), .block(MD_BLOCK_LI)].contains(frames.last?.kind)
    }

    private func noteBox(_ item: MD_BLOCK_LI_DETAIL) {
        let start = Int(item.task_mark_offset) - 1
        guard item.is_task != 0, source.indices.contains(start) else { return }
        let line = source[start...].prefix { $0 != 0x0a }
        // md4c knows a box without words too, which the app shows.
        if line.dropFirst(3).allSatisfy(isBlank) {
            append(String(decoding: line.prefix(3), as: UTF8.self))
        } else {
            lose(.box, String(decoding: line, as: UTF8.self))
        }
    }

    private func enter(_ frame: Frame) -> CInt {
        if let kind = frame.hides { hidden.begin(kind) }
        if frame.isPlain { plain += 1 }
        frames.append(frame)
        return verdict
    }

    /// Closes what ends, and first what is still open inside: md4c 0.4.8 lets spans cross
    /// (`*www.x.it&*\`), and ends some that it never began.
    private func leave(_ kind: Kind) -> CInt {
        let innermostBlock = frames.lastIndex { $0.kind.isBlock } ?? 0
        guard let position = frames.lastIndex(where: { $0.kind == kind }), kind.isBlock || position > innermostBlock else { return verdict }
        if kind.isBlock, quote == nil {
            hidden.endSpans()
            if kind == .block(MD_BLOCK_LI), let lost = numbers.endItem() { lose(.number, lost) }
            if kind == .block(MD_BLOCK_UL) || kind == .block(MD_BLOCK_OL) { numbers.endList() }
        }
        while frames.count > position {
            let frame = frames.removeLast()
            if frame.hides != nil { hidden.end() }
            if frame.isPlain { plain -= 1 }
            html += frame.closing.utf8
            if frame.isOutermostQuote { showBanner() }
        }
        return verdict
    }

    private func showBanner() {
        guard let lines = quote?.lines(of: source, from: endOfLastQuote) else { quote = nil; return }
        (quote, endOfLastQuote) = (nil, lines.upperBound)
        if beginsWithNumber(source[lines]) { lose(.moreThan, String(decoding: source[lines].prefix { $0 != 0x0a }, as: UTF8.self)) }
        let banner = Banner(Array(source[lines])[...])
        append("<div class=\"io-banner\">")
        if let title = banner.title { appendRaw(Array(title), class: "io-banner-title") }
        if !banner.content.isEmpty { appendRaw(banner.content, class: "io-raw") }
        append("</div>\n")
    }

    /// A paragraph of text as it was typed.
    private func appendRaw(_ text: [UInt8], class name: String) {
        append("<p class=\"\(name)\">")
        if !hidden.isHiding { text.withUnsafeBytes { appendEscaped($0, to: &html, lineEnds: "\n") } }
        append("</p>\n")
    }

    private func show(_ type: MD_TEXTTYPE, _ text: UnsafeRawBufferPointer) -> CInt {
        let offset = text.baseAddress.flatMap { start in source.baseAddress.map { start - $0 } } ?? -1
        let isInSource = (0..<max(source.count, 1)).contains(offset)
        if quote != nil {
            if type == MD_TEXT_HTML { lose(.quote) }
            if isInSource { quote?.include(offset..<(offset + text.count)) }
            return 0
        }
        if isInSource { for item in numbers.typedOtherwise(at: offset, in: source) { lose(.number, item) } }
        let isRead = isInSource && type == MD_TEXT_NORMAL && plain == 0, range = offset..<(offset + text.count)
        let wasHiding = hidden.isHiding
        if isRead, !wasHiding { innerMarks.read(range, in: source) }
        show(text, as: type)
        if isRead { innerMarks.end(at: hidden.isHiding ? nil : range.upperBound) }
        if isRead, !wasHiding || !hidden.isHiding { for link in brokenLinks(in: source, range) { lose(.brokenLink, link) } }
        return verdict
    }

    private func write(_ opening: String, closing: String, _ frame: inout Frame) {
        guard !hidden.isHiding else { return }
        append(opening)
        frame.closing = closing
    }

    private func hide(_ kind: PreviewWarning.Kind, _ placeholder: String, _ frame: inout Frame) {
        append(placeholder)
        frame.hides = kind
    }

    func lose(_ kind: PreviewWarning.Kind, _ words: String? = nil) {
        let typed = words.map { String(decoding: HiddenSpans.withTypedMarks(Array($0.utf8)), as: UTF8.self) }
        said[kind, default: []] += typed.map { [Array($0.utf16).words] } ?? []
    }

    /// What a callback answers: anything but zero makes md4c stop.
    private var verdict: CInt { html.count <= Markdown.largestHTML ? 0 : 1 }
}
