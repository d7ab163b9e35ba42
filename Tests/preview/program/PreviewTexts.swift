import Domain
import Glibc
import Markdown

/// Reads texts from its input, a NUL after each, and writes what the citizen gets of each: whether it has a front matter, the HTML
/// of the app, the copy by e-mail, and what is lost, each kind with its words. Between them stand U+001E, U+001D and U+001F.
@main
struct PreviewTexts {
    static func main() {
        while let typed = next() {
            let text = MessageText(typed)
            let preview = Markdown.render(text.shown)
            let mail = MailExcerpt(of: typed, body: text.shown)
            let lost = (preview.warnings + mail.warnings).map { ([$0.kind.rawValue] + $0.words).joined(separator: "\u{1F}") }
            let parts = [name(of: text.head), text.hidden, String(decoding: preview.html, as: UTF8.self), mail.text,
                         lost.joined(separator: "\u{1D}")]
            print(parts.joined(separator: "\u{1E}"), terminator: "\0")
        }
    }

    private static func name(of head: MessageText.Head) -> String {
        switch head {
        case .none: "none"
        case .buttons: "buttons"
        case .noButtons: "no buttons"
        case .unreadable: "unreadable"
        }
    }

    private static func next() -> String? {
        var bytes: [UInt8] = []
        while true {
            let byte = getchar()
            if byte == EOF { return nil }
            if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(UInt8(byte))
        }
    }
}
