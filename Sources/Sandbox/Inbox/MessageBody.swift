import Domain
import Markdown
import Template

/// A message's text as a phone shows it.
struct MessageBody {
    private let text: MessageText

    init(_ markdown: String) { text = MessageText(markdown) }

    var html: HTML { HTML(trusting: Markdown.render(text.body).html) }

    /// What its buttons say.
    var buttons: [String] { text.buttons.map(\.text) }
}
