@testable import Domain
import Markdown

/// The texts of a message: its Markdown, its buttons, its template.
extension Fuzz {
    @Sendable static func markdown(_ bytes: [UInt8]) {
        let html = Markdown.render(text(bytes)).html
        guard let page = String(validating: html, as: UTF8.self) else { fatalError("broken UTF-8") }
        InertHTML(page).check()
    }

    @Sendable static func mailExcerpt(_ bytes: [UInt8]) {
        let excerpt = MailExcerpt(of: text(bytes))
        must(!excerpt.text.contains(where: \.isNewline), "an excerpt on two lines")
        // Each address becomes a word of 14.
        must(excerpt.text.utf16.count <= MailExcerpt.longest * 4, "an excerpt without end")
    }

    /// A line with text and address of a button, the rest a message with its front matter.
    @Sendable static func buttons(_ bytes: [UInt8]) {
        let lines = text(bytes).split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        let typed = TypedButton(text: lines[0], address: lines.count > 1 ? lines[1] : "")
        if let button = try? typed.read() {
            must(button.isSupported, "a button that the app would not open")
            let content = MessageText(MessageText.compose([button, button], body: "Testo"))
            must(content.buttons == [button, button] && content.isComposed, "a button that was written is read otherwise")
        }
        _ = YAMLMapping.parse(text(bytes).split(separator: "\n", omittingEmptySubsequences: false)[...])
        let message = MessageText(text(bytes))
        _ = message.remark
        guard message.isComposed else { return }
        must(MessageText.compose(message.buttons, body: message.body) == text(bytes).withLineFeeds, "composed otherwise")
    }

    @Sendable static func templateText(_ bytes: [UInt8]) {
        let typed = text(bytes)
        guard let template = try? TemplateText.parse(typed) else {
            must(TemplateText(stored: typed).fieldNames.isEmpty, "a text that cannot be read has fields")
            return
        }
        must((try? TemplateText.parse(template.source)) == template, "a template is read otherwise")
        must(template.fieldNames.allSatisfy(TemplateField.isName), "a field without a proper name")
        let (whole, _) = MessageTemplate.read(subject: "Oggetto di prova", content: typed) { TemplateField(guessing: $0) }
        _ = whole?.filled(with: Dictionary(uniqueKeysWithValues: template.fieldNames.map { ($0, "*{{x}}* <b>\n# 1") }))
        _ = whole?.example
    }
}

/// A small strict reader of what a preview may be: known elements closed in order, known attributes, known schemes. By
/// scalars, as browsers read: an accent makes one character with the mark before it.
private struct InertHTML {
    private let html: String.UnicodeScalarView

    init(_ html: String) { self.html = html.unicodeScalars }

    private static let plain: Set<String> = [
        "p", "ul", "ol", "li", "strong", "em", "code", "p class=\"io-h1\"", "p class=\"io-h2\"", "p class=\"io-h3\"",
        "p class=\"io-missing\"", "p class=\"io-banner-title\"", "p class=\"io-raw\"", "div class=\"io-banner\"",
        "span class=\"io-missing\"",
    ]
    private static let schemes = ["https:", "http:", "mailto:", "tel:", "sms:", "ioit:"]

    func check() {
        var (rest, open) = (html[...], [Substring]())
        while let start = rest.firstIndex(of: "<") {
            Fuzz.must(!rest[..<start].contains(where: Self.isMark), "a mark that was not escaped")
            guard let end = rest[start...].firstIndex(of: ">") else { fatalError("an element without its end") }
            let tag = Substring(rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                Fuzz.must(open.popLast() == tag.dropFirst(), "closed in another order: \(tag)")
            } else if tag != "br", tag != "hr" {
                Fuzz.must(isKnown(tag), "an unknown element: \(tag)")
                open.append(tag.prefix { $0 != " " })
            }
        }
        Fuzz.must(open.isEmpty && !rest.contains(where: Self.isMark), "left open: \(open)")
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool { ">\"'".unicodeScalars.contains(scalar) }

    private func isKnown(_ tag: Substring) -> Bool {
        if Self.plain.contains(String(tag)) { return true }
        let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count == 7 && parts[0] == "a href=" && parts[2] == " target=" && parts[3] == "_blank" && parts[4] == " rel="
            && parts[6].isEmpty && Self.schemes.contains { parts[1].hasPrefix($0) }
    }
}
