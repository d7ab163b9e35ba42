import Text

/// The markdown of a message as App IO reads it: a front matter, if there is one, makes buttons, and what is around it is the
/// text that the citizen reads.
package struct MessageText: Sendable, Equatable {
    package enum Head: Sendable, Equatable {
        case none
        /// One or two buttons.
        case buttons([CallToAction])
        /// A front matter that makes no button for an app in Italian.
        case noButtons
        /// Not the YAML that we read. The app's own reader knows more of it; what it cannot read replaces the text.
        case unreadable
    }
    package let head: Head
    /// Lines ended by LF.
    package let body: String
    /// What the front matter says, which the citizen does not read as text.
    package let hidden: String
    /// An app in English shows no button of a front matter that knows only Italian.
    package private(set) var isItalianOnly = false
    /// Whether `compose` gives back the same markdown, so that buttons and body say all of it.
    package private(set) var isComposed = true

    package init(_ markdown: String) {
        let text = markdown.withLineFeeds
        guard let block = FrontMatter(of: text) else { (head, body, hidden) = (.none, text, ""); return }
        (body, hidden) = (block.body, block.lines.joined(separator: "\n").trimmed())
        guard let languages = block.yaml else {
            (head, isComposed) = (block.isPlainText ? .noButtons : .unreadable, false)
            return
        }
        isItalianOnly = languages["en"] == nil
        head = Self.buttons(languages["it"]).map(Head.buttons) ?? .noButtons
        isComposed = Self.compose(buttons, body: body) == text
    }

    /// The body as the app shows it, which drops the empty lines after a front matter.
    package var shown: String {
        guard head != .none else { return body }
        let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    }

    package var buttons: [CallToAction] { if case .buttons(let buttons) = head { buttons } else { [] } }

    /// What is wrong with the front matter and what to do, for whoever wrote it by hand; `nil` when it does what it says.
    package var remark: String? {
        switch head {
        case .none: nil
        case .unreadable:
            "Per l’app IO ciò che sta fra due righe ---\(quotedHidden) è una definizione di pulsanti, ma non è scritta nella forma "
                + "prevista: l’app può mostrare un avviso al posto del testo. Togliere le righe ---, oppure usare i campi Pulsanti."
        case .noButtons:
            "Per l’app IO ciò che sta fra due righe ---\(quotedHidden) è una definizione di pulsanti, che il cittadino non legge, e non "
                + "contiene un pulsante (it, cta_1, con text e action fra virgolette). Togliere le righe ---, oppure usare i campi "
                + "Pulsanti."
        case .buttons(let buttons):
            if let dead = buttons.first(where: { !$0.isSupported }) {
                "Il pulsante «\(dead.text)» ha un’azione che l’app IO non apre: usare i campi Pulsanti."
            } else if isItalianOnly {
                "I pulsanti definiti solo per l’italiano (it) non compaiono nell’app IO in inglese: usare i campi Pulsanti, che "
                    + "valgono per tutte le lingue."
            } else {
                nil
            }
        }
    }

    private var quotedHidden: String {
        let words = hidden.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? "" : words.count <= 80 ? ", «\(words)»," : ", «\(words.prefix(79))…»,"
    }

    /// The markdown with these buttons before the text. The same ones in both of the app's languages, as PagoPA's own back
    /// office writes them: an app in English would show none otherwise.
    package static func compose(_ buttons: [CallToAction], body: String) -> String {
        guard !buttons.isEmpty else { return body }
        var markdown = "---\n"
        for language in ["it", "en"] {
            markdown += "\(language):\n"
            for (number, button) in buttons.enumerated() {
                markdown += "  cta_\(number + 1):\n    text: \(quoted(button.text))\n    action: \(quoted(button.action))\n"
            }
        }
        return markdown + "---\n" + body
    }

    /// By how many UTF-16 units the buttons lengthen a message: once, and each, beside twice its own text and address.
    package static let lengthOfButtons: (once: Int, each: Int) = {
        let empty = CallToAction(text: "", opening: "")
        let (one, two) = (compose([empty], body: "").utf16.count, compose([empty, empty], body: "").utf16.count)
        return (2 * one - two, two - one)
    }()

    private static func buttons(_ language: YAMLValue?) -> [CallToAction]? {
        guard case .mapping(let names) = language, let first = button(names["cta_1"]) else { return nil }
        guard let other = names["cta_2"] else { return [first] }
        return button(other).map { [first, $0] }
    }

    private static func button(_ value: YAMLValue?) -> CallToAction? {
        guard case .mapping(let parts) = value, case .text(let text) = parts["text"], case .text(let action) = parts["action"]
        else { return nil }
        return CallToAction(text: text, action: action)
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        // Not by characters: an accent alone makes one with the quotation mark before it.
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
