internal import CMd4c

/// Receives what md4c finds in a text, in order, and writes the HTML of a preview.
final class MessageRenderer {
    private(set) var html: [UInt8] = []
    private(set) var warnings: Set<PreviewWarning> = []

    /// What is owed when the innermost open block or span ends.
    private struct Frame {
        var kind: Kind
        var closing = ""
        var hides = false
        var isPlain = false
    }
    private enum Kind: Equatable {
        case block(MD_BLOCKTYPE)
        case span(MD_SPANTYPE)

        var isBlock: Bool { if case .block = self { true } else { false } }
    }
    private var frames: [Frame] = []
    /// How many open frames hide their text (tables, struck text).
    private var hiding = 0
    /// How many open frames show their text without marks (banners, descriptions of images).
    private var plain = 0

    /// Deeper nesting is shown flat: no honest message has it, and browsers give up at 512.
    private static let deepest = 32

    /// - Returns: `false` when the text is not worth rendering: memory or `Markdown.largestHTML` ran out.
    func run(_ text: ArraySlice<UInt8>) -> Bool {
        let flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEWWWAUTOLINKS
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
        return text.withUnsafeBytes { bytes in
            let start = bytes.bindMemory(to: MD_CHAR.self).baseAddress
            return md_parse(start, MD_SIZE(bytes.count), &parser, Unmanaged.passUnretained(self).toOpaque()) == 0
        }
    }

    /// Throws away what there is and shows the text as it was typed.
    func showPlainly(_ text: ArraySlice<UInt8>) {
        html = []
        frames = []
        (hiding, plain) = (0, 0)
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
        let isDeep = frames.count >= Self.deepest
        switch type {
        case MD_BLOCK_QUOTE:
            frame.isPlain = true
            write(isDeep ? "" : "<div class=\"io-banner\">", closing: isDeep ? "" : "</div>\n", &frame)
        case MD_BLOCK_UL where !isDeep: write("<ul>\n", closing: "</ul>\n", &frame)
        case MD_BLOCK_OL where !isDeep:
            let start = detail!.assumingMemoryBound(to: MD_BLOCK_OL_DETAIL.self).pointee.start
            write(start == 1 ? "<ol>\n" : "<ol start=\"\(start)\">\n", closing: "</ol>\n", &frame)
        case MD_BLOCK_LI where frames.last?.closing.isEmpty == false: write("<li>", closing: "</li>\n", &frame)
        case MD_BLOCK_HR: write("<hr>\n", closing: "", &frame)
        case MD_BLOCK_H:
            // The outline of the page around stays its own: headings of a message are paragraphs.
            let level = detail!.assumingMemoryBound(to: MD_BLOCK_H_DETAIL.self).pointee.level
            let style = plain > 0 ? " class=\"io-banner-title\"" : level <= 3 ? " class=\"io-h\(level)\"" : ""
            write("<p\(style)>", closing: "</p>\n", &frame)
        case MD_BLOCK_CODE: write("<pre><code>", closing: "</code></pre>\n", &frame)
        case MD_BLOCK_P, MD_BLOCK_HTML: write("<p>", closing: "</p>\n", &frame)
        case MD_BLOCK_TABLE: hide(.table, "<p class=\"io-missing\">[tabella]</p>\n", &frame)
        default: break
        }
        return enter(frame)
    }

    private func enter(span type: MD_SPANTYPE, _ detail: UnsafeMutableRawPointer?) -> CInt {
        var frame = Frame(kind: .span(type))
        let hasMarks = plain == 0 && frames.count < Self.deepest
        switch type {
        case MD_SPAN_IMG:
            frame.isPlain = true
            write("[immagine: ", closing: "]", &frame)
        case MD_SPAN_DEL: hide(.strikethrough, "<span class=\"io-missing\">[testo barrato]</span>", &frame)
        case MD_SPAN_A:
            guard let address = LinkAddress(detail!.assumingMemoryBound(to: MD_SPAN_A_DETAIL.self).pointee.href) else {
                warnings.insert(.link)
                break
            }
            if address.needsMailOrPhone { warnings.insert(.mailOrPhone) }
            guard hasMarks else { break }
            write("<a href=\"\(address.attribute)\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">", closing: "</a>", &frame)
        case MD_SPAN_EM where hasMarks: write("<em>", closing: "</em>", &frame)
        case MD_SPAN_STRONG where hasMarks: write("<strong>", closing: "</strong>", &frame)
        case MD_SPAN_CODE where hasMarks: write("<code>", closing: "</code>", &frame)
        default: break
        }
        return enter(frame)
    }

    private func enter(_ frame: Frame) -> CInt {
        if frame.hides { hiding += 1 }
        if frame.isPlain { plain += 1 }
        frames.append(frame)
        return verdict
    }

    /// Closes what ends, and first what is still open inside: md4c 0.4.8 lets spans cross
    /// (`*www.x.it&*\`), and ends some that it never began.
    private func leave(_ kind: Kind) -> CInt {
        let innermostBlock = frames.lastIndex { $0.kind.isBlock } ?? 0
        guard let position = frames.lastIndex(where: { $0.kind == kind }), kind.isBlock || position > innermostBlock else { return verdict }
        while frames.count > position {
            let frame = frames.removeLast()
            if frame.hides { hiding -= 1 }
            if frame.isPlain { plain -= 1 }
            append(frame.closing)
        }
        return verdict
    }

    private func show(_ type: MD_TEXTTYPE, _ text: UnsafeRawBufferPointer) -> CInt {
        guard hiding == 0 else { return 0 }
        switch type {
        case MD_TEXT_BR, MD_TEXT_SOFTBR: append("<br>\n")
        case MD_TEXT_NULLCHAR: append("\u{FFFD}")
        case MD_TEXT_ENTITY: appendEntity(text, to: &html)
        case MD_TEXT_HTML:
            if isLineBreak(text) {
                append("<br>")
            } else {
                // A block's line ends come as texts of their own; they are no tags.
                if text.contains(UInt8(ascii: "<")) { warnings.insert(.html) }
                appendEscaped(text, to: &html, lineEnds: "<br>\n")
            }
        default: appendEscaped(text, to: &html, lineEnds: "\n")
        }
        return verdict
    }

    private func write(_ opening: String, closing: String, _ frame: inout Frame) {
        append(opening)
        frame.closing = closing
    }

    private func hide(_ warning: PreviewWarning, _ placeholder: String, _ frame: inout Frame) {
        warnings.insert(warning)
        append(placeholder)
        frame.hides = true
    }

    private func append(_ markup: String) {
        if hiding == 0 { html.append(contentsOf: markup.utf8) }
    }

    /// What a callback answers: anything but zero makes md4c stop.
    private var verdict: CInt { html.count <= Markdown.largestHTML ? 0 : 1 }
}
