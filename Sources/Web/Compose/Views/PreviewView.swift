import Domain
import Markdown
import Store
import Template

/// What the citizen gets of a message: on the lock screen, in the app, by e-mail. The page around it gives the ente's name and logo.
struct PreviewView: View {
    private var subject: String
    private var service: String
    private var isSecure: Bool
    private var dueDate: CalendarDate?
    private var payment: Payment?
    private var text: MessageText
    private var preview: Preview
    private var mail: MailExcerpt?

    /// - Parameter isSecure: whether neither the lock screen nor an e-mail says anything of it.
    init(
        subject: String, service: String, isSecure: Bool = false, markdown: String, dueDate: CalendarDate? = nil, payment: Payment? = nil
    ) {
        (self.subject, self.service, self.isSecure, self.dueDate, self.payment) = (subject, service, isSecure, dueDate, payment)
        text = MessageText(markdown)
        preview = Markdown.render(text.shown)
        mail = isSecure ? nil : MailExcerpt(of: markdown.withLineFeeds, body: text.shown)
    }

    init(_ content: NotificationContent, service: String, isSecure: Bool) {
        self.init(subject: content.subject, service: service, isSecure: isSecure, markdown: content.markdown, dueDate: content.dueDate,
                  payment: content.payment)
    }

    /// Of a form: what is not right yet is not shown.
    init(_ form: NotificationForm, of service: Directory.Service?) {
        let payment = (try? Amount.parse(form[.amount])).flatMap { amount in
            (try? NoticeNumber.parse(form[.noticeNumber])).map {
                Payment(amount: amount, noticeNumber: $0, payableAfterDueDate: !form[.payAfterDue].isEmpty)
            }
        }
        self.init(subject: form[.subject], service: service?.name ?? "", isSecure: service?.requiresSecureChannels == true,
                  markdown: form.markdown, dueDate: try? CalendarDate.parse(form[.dueDate]), payment: payment)
    }

    /// What the citizen reads otherwise than it was written, in the app and by e-mail.
    var warnings: [PreviewWarning] { preview.warnings + (mail?.warnings ?? []) }

    private var remarks: [String] { (text.remark.map { [$0] } ?? []) + warnings.map(\.sentence) }

    static let fields: Fields<Self> = [
        "subject": .text { $0.subject },
        "service": .text { $0.service },
        "isSecure": .flag { $0.isSecure },
        "dueDate": .text { $0.dueDate?.italian ?? "" },
        "dueDay": .text { $0.dueDate?.iso ?? "" },
        "noticeNumber": .text { $0.payment?.noticeNumber.value ?? "" },
        "amount": .text { $0.payment?.amount.italian ?? "" },
        "endsWithDueDate": .flag { $0.payment?.payableAfterDueDate == false && $0.dueDate != nil },
        "mayBeReplaced": .flag { $0.text.head == .unreadable },
        "body": .html { HTML(trusting: $0.preview.html) },
        "hasButtons": .flag { !$0.text.buttons.isEmpty },
        "buttons": .list { $0.text.buttons.map(ButtonView.init) },
        "mail": .text { $0.mail?.text ?? "" },
        "isMailCut": .flag { $0.mail?.isCut == true },
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
