import Markdown
import Template

/// How App IO shows a message.
struct PreviewView: View {
    var subject: String
    var service: String
    private var preview: Preview

    init(subject: String, service: String, markdown: String) {
        self.subject = subject
        self.service = service
        preview = Markdown.render(markdown)
    }

    static let fields: Fields<Self> = [
        "subject": .text { $0.subject },
        "service": .text { $0.service },
        "body": .html { HTML(trusting: $0.preview.html) },
        "remarks": .texts { $0.preview.warnings.map(\.sentence) },
    ]
}
