import Domain
import Markdown
import Template

/// How App IO shows a message, and how much of it the copy by e-mail carries.
struct PreviewView: View {
    var subject: String
    var service: String
    private var text: MessageText
    private var preview: Preview
    private var mail: MailExcerpt

    init(subject: String, service: String, markdown: String) {
        self.subject = subject
        self.service = service
        text = MessageText(markdown)
        preview = Markdown.render(text.body)
        mail = MailExcerpt(of: markdown)
    }

    private var remarks: [String] { (text.remark.map { [$0] } ?? []) + preview.warnings.map(\.sentence) }

    static let fields: Fields<Self> = [
        "subject": .text { $0.subject },
        "service": .text { $0.service },
        "body": .html { HTML(trusting: $0.preview.html) },
        "hasButtons": .flag { !$0.text.buttons.isEmpty },
        "buttons": .list { $0.text.buttons.map(ButtonView.init) },
        "mail": .text { $0.mail.text },
        "isMailCut": .flag { $0.mail.isCut },
        "remarks": .texts { $0.remarks },
    ]
}

/// A button below a message, with what it opens for whoever writes it.
struct ButtonView: View {
    let button: CallToAction

    /// Only a page of the web may be tried from here.
    private var link: String { button.address.lowercased().hasPrefix("https://") ? button.address : "" }

    static let fields: Fields<Self> = [
        "text": .text { $0.button.text },
        "link": .text { $0.link },
        "address": .text { $0.button.address },
    ]
}
