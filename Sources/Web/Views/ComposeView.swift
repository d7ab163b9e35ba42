import Domain
import Store
import Template

/// The form of a new notification.
struct ComposeView: View {
    var form: NotificationForm
    var key: FormKey
    /// A sentence above the form.
    var notice = ""
    /// The notification that this page has already sent.
    var sentBefore = ""
    var problems: [FormProblem] = []
    var services: [Service] = []
    var minimumContent = TextLimits.content.lowerBound
    var lens: LensView?
    var recipient = RecipientStanding.unasked

    private var preview: PreviewView? {
        guard !form.content.isEmpty else { return nil }
        let service = services.first { $0.id.description == form.service }
        return PreviewView(subject: form.subject, service: service?.name ?? "", markdown: form.content)
    }

    private var warningKeys: [String] { problems.filter { $0.severity == .warning }.map(\.key) }
    private var hasErrors: Bool { problems.contains { $0.severity == .error } }

    private func field(_ value: String, _ field: FormField) -> FieldView { FieldView(value, field, problems) }

    private var fiscalCode: FieldView {
        var field = field(form.fiscalCode, .fiscalCode)
        if case .wrongCode(let fault) = recipient { field.errors.append(fault.sentence) }
        return field
    }

    static let fields: Fields<Self> = [
        "key": .text { $0.key.text },
        "notice": .text { $0.notice },
        "sentBefore": .text { $0.sentBefore },
        "problems": .list { $0.problems.map { ProblemLine(field: $0.field.rawValue, sentence: $0.sentence) } },
        "hasProblems": .flag { !$0.problems.isEmpty },
        "onlyWarnings": .flag { !$0.problems.isEmpty && !$0.hasErrors },
        "warningKeys": .text { $0.warningKeys.joined(separator: " ") },
        "services": .list { view in
            view.services.map {
                OptionView(value: $0.id.description, label: $0.name, isSelected: $0.id.description == view.form.service,
                           isTrial: $0.environment == .trial)
            }
        },
        "hasNoService": .flag { $0.services.isEmpty },
        "service": .view { $0.field($0.form.service, .service) },
        "fiscalCode": .view { $0.fiscalCode },
        "recipient": .view { RecipientView(typed: $0.form.fiscalCode, standing: $0.recipient) },
        "subject": .view { $0.field($0.form.subject, .subject) },
        "content": .view { $0.field($0.form.content, .content) },
        "dueDate": .view { $0.field($0.form.dueDate, .dueDate) },
        "amount": .view { $0.field($0.form.amount, .amount) },
        "noticeNumber": .view { $0.field($0.form.noticeNumber, .noticeNumber) },
        "payAfterDue": .flag { $0.form.payAfterDue },
        "subjectLength": .text { String($0.form.subject.appIOLength) },
        "contentLength": .text { String($0.form.content.appIOLength) },
        "minimumContent": .text { String($0.minimumContent) },
        "preview": .view { $0.preview },
        "lens": .view { $0.lens },
    ]
}
