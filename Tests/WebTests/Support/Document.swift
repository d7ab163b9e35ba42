@preconcurrency import Glibc

/// The elements of a page of ours, in the order in which they begin. Enough of HTML for what our templates write.
struct Document {
    struct Element {
        var tag: String
        fileprivate var inside: String
        /// Where its tags begin and end in the page.
        var range: Range<Int>
        fileprivate var text: Range<Int>

        var attributes: [String: String] {
            var attributes: [String: String] = [:], rest = inside.dropFirst(tag.count)
            while let start = rest.firstIndex(where: { !$0.isWhitespace && $0 != "/" }) {
                rest = rest[start...]
                let name = String(rest.prefix { !$0.isWhitespace && $0 != "=" })
                rest = rest.dropFirst(name.count)
                var value = ""
                if rest.hasPrefix("=\"") {
                    value = String(rest.dropFirst(2).prefix { $0 != "\"" })
                    rest = rest.dropFirst(value.count + 3)
                }
                attributes[name] = Document.unescaped(value)
            }
            return attributes
        }
    }

    private(set) var elements: [Element] = []
    private var read: [UInt8] = []

    private static let alone: Set<String> = ["input", "meta", "link", "br", "hr", "img", "path", "!doctype"]

    init(_ html: [UInt8]) {
        var open: [Int] = []
        var place = 0
        while let start = Self.find("<", in: html, from: place), let end = Self.find(">", in: html, from: start) {
            read += html[place..<start]
            let inside = String(decoding: html[start + 1..<end], as: UTF8.self)
            place = end + 1
            if inside.utf8.first == UInt8(ascii: "/") {
                let tag = inside.dropFirst()
                while let last = open.popLast() {
                    elements[last].range = elements[last].range.lowerBound..<place
                    elements[last].text = elements[last].text.lowerBound..<read.count
                    if elements[last].tag == tag { break }
                }
            } else {
                let tag = inside.prefix { !$0.isWhitespace }.lowercased()
                if !Self.alone.contains(tag), inside.utf8.last != UInt8(ascii: "/") { open.append(elements.count) }
                elements.append(Element(tag: tag, inside: inside, range: start..<place, text: read.count..<read.count))
            }
            // Words of two elements stay two.
            read.append(UInt8(ascii: " "))
        }
    }

    /// A loop over each byte would take most of the tests' time.
    private static func find(_ byte: Unicode.Scalar, in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            memchr(buffer.baseAddress! + start, Int32(byte.value), buffer.count - start).map { UnsafeRawPointer($0) - buffer.baseAddress! }
        }
    }

    fileprivate static func unescaped(_ text: String) -> String {
        guard text.contains("&") else { return text }
        let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        return escapes.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    func inside(_ outer: Element) -> [Element] {
        elements.filter { outer.range.contains($0.range.lowerBound) && $0.range != outer.range }
    }

    /// The nearest of a kind that it stands in.
    func around(_ inner: Element, _ tag: String) -> Element? {
        elements.last { $0.tag == tag && $0.range.contains(inner.range.lowerBound) }
    }

    /// What stands in it, spaces folded.
    func text(_ element: Element) -> String {
        Self.unescaped(read[element.text].split { $0 <= 0x20 }.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
    }

    /// Of the first of a kind.
    func text(of tag: String) -> String { elements.first { $0.tag == tag }.map(text) ?? "" }

    /// What a browser would send of an element.
    func field(_ element: Element) -> (String, String)? {
        guard ["input", "textarea", "select"].contains(element.tag), let name = element.attributes["name"] else { return nil }
        switch element.tag {
        case "input":
            let attributes = element.attributes, isTicked = attributes["checked"] != nil
            guard !["checkbox", "radio"].contains(attributes["type"]) || isTicked else { return nil }
            return (name, attributes["value"] ?? (isTicked ? "on" : ""))
        case "textarea":
            let text = Self.unescaped(String(decoding: read[element.text].dropFirst(), as: UTF8.self))
            return (name, text.first == "\n" ? String(text.dropFirst()) : text)
        case "select":
            let chosen = inside(element).first { $0.tag == "option" && $0.attributes["selected"] != nil }
            return (name, chosen?.attributes["value"] ?? "")
        default: return nil
        }
    }
}
