import Markdown
import Template

/// A message's text as a phone shows it.
enum MessageBody {
    static func html(_ markdown: String) -> HTML { HTML(trusting: Markdown.render(markdown).html) }
}
