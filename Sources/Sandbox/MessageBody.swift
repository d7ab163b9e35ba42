import Template

/// How a phone shows the text of a message.
enum MessageBody {
    static func html(_ markdown: String) -> HTML {
        let escaped = markdown.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        return HTML(trusting: "<pre>\(escaped)</pre>")
    }
}
