import Domain
import Store
import Template

/// The form of a new notification.
struct ComposeView: View {
    var form: NotificationForm
    var key: FormKey
    /// A sentence above the form.
    var notice = ""
    /// That the form was put aside.
    var saved = ""
    /// The notification that it is to put right.
    var corrects: NotificationRecord?
    /// It was to put one right that cannot be.
    var hasLostCorrection = false
    /// Whether Aggiungi only leads to a page that asks once more.
    var confirmsSends = false
    /// The notification that this page has already sent.
    var sentBefore = ""
    var problems: [FormProblem] = []
    var services: [Service] = []
    /// Said instead when the person may work with none.
    var noneAllowed = ""
    var minimumContent = TextLimits.content.lowerBound
    var serviceSearch: ServiceSearchView?
    var template = ComposeTemplate()
    var focusesRecipient = false
    var recipient = RecipientStanding.unasked
    /// The tenant's.
    var hours = SendingHours.always
    /// When it may leave instead of now, outside of them.
    var proposal: Moment?

    private var preview: PreviewView? {
        guard !form[.content].isEmpty else { return nil }
        let service = services.first { $0.id.description == form[.service] }
        return PreviewView(subject: form[.subject], service: service?.name ?? "", markdown: form.markdown)
    }

    private var warningKeys: [String] { problems.filter { $0.severity == .warning }.map(\.key) }
    private var hasErrors: Bool { problems.contains { $0.severity == .error } || !template.problems.isEmpty }

    /// Warnings alone are said by the page itself, with what may be done about them.
    var faults: Faults {
        hasErrors ? Faults(problemLines, heading: "La notifica non è stata inviata: correggere i campi indicati.") : .none
    }

    /// In the order of the page: the template's fields stand where the texts do.
    private var problemLines: [Fault] {
        let lines = problems.map { (isBefore: $0.field == .service || $0.field == .fiscalCode,
                                    line: Fault(field: $0.field.rawValue, sentence: $0.sentence)) }
        let ofTemplate = template.problems.map { Fault(field: $0.field, sentence: $0.sentence) }
        return lines.filter(\.isBefore).map(\.line) + ofTemplate + lines.filter { !$0.isBefore }.map(\.line)
    }

    private var filling: TemplateFilling? {
        var filling = template.filling
        filling?.rules = problems
        return filling
    }

    private var buttons: [TypedButtonView] {
        zip(1..., form.buttons).map { TypedButtonView(number: $0, typed: $1, problems: problems) }
    }

    private func field(_ field: FormField, label: String = "", kind: FieldView.Kind = .line(), help: String = "") -> FieldView {
        var view = FieldView(field, form[field], problems, label: label)
        (view.kind, view.help) = (kind, help)
        return view
    }

    private var fiscalCode: FieldView {
        var field = field(.fiscalCode)
        if case .wrongCode(let fault) = recipient { field.error = fault.sentence }
        return field
    }

    private var paymentFields: [FieldView] {
        var amount = field(.amount, label: "Somma", kind: .line(keyboard: "decimal"), help: "In euro, con la virgola.")
        amount.example = "0,00"
        var number = field(.noticeNumber, label: "Notifica Pagamento", kind: .line(keyboard: "numeric"), help: "Numero avviso, 18 cifre.")
        number.isCode = true
        return [field(.dueDate, label: "Scadenza", kind: .date), amount, number]
    }

    private var sendTimeFields: [FieldView] {
        [field(.sendDate, label: "Giorno dell’invio", kind: .date, help: "Fino a \(SendTime.mostDays) giorni da oggi."),
         field(.sendTime, label: "Ora dell’invio", kind: .time, help: hours == .always ? "" : "Orario dell’ente: \(hours.words).")]
    }

    static let fields: Fields<Self> = [
        "key": .text { $0.key.text },
        "notice": .text { $0.notice },
        "saved": .text { $0.saved },
        "sentBefore": .text { $0.sentBefore },
        "correctsID": .text { $0.corrects?.id.description ?? "" },
        "correctsSubject": .text { $0.corrects?.subject ?? "" },
        "correctsPayment": .flag { $0.corrects?.payment != nil },
        "confirmsSends": .flag { $0.confirmsSends },
        "problems": .list { $0.problemLines },
        "onlyWarnings": .flag { !$0.problems.isEmpty && !$0.hasErrors },
        "warningKeys": .text { $0.warningKeys.joined(separator: " ") },
        "services": .list { view in
            view.services.map {
                OptionView(value: $0.id.description, label: $0.name, isSelected: $0.id.description == view.form[.service],
                           isTrial: $0.environment == .trial, isSecure: $0.requiresSecureChannels)
            }
        },
        "noneAllowed": .text { $0.noneAllowed },
        "hasNoService": .flag { $0.services.isEmpty },
        "service": .view { $0.field(.service) },
        "fiscalCode": .view { $0.fiscalCode },
        "recipient": .view { RecipientView(typed: $0.form[.fiscalCode], standing: $0.recipient) },
        "subject": .view { $0.field(.subject) },
        "content": .view { $0.field(.content) },
        "buttons": .list { $0.buttons },
        "usesButtons": .flag { $0.form.buttons.contains { !$0.isEmpty } },
        "hasButtons": .flag { $0.form.markdown != $0.form[.content].withLineFeeds },
        "lengthOfButtons": .text { _ in "\(MessageText.lengthOfButtons.once) \(MessageText.lengthOfButtons.each)" },
        "paymentFields": .list { $0.paymentFields },
        "payAfterDue": .view { $0.field(.payAfterDue, label: "Paga dopo la scadenza", kind: .tick) },
        "sendTimeFields": .list { $0.sendTimeFields },
        "usesSendTime": .flag { view in
            view.sendTimeFields.contains { !$0.value.isEmpty || !$0.error.isEmpty || !$0.warnings.isEmpty }
        },
        "proposal": .text { $0.proposal.map { RomeTime($0).italianWithWeekday } ?? "" },
        "proposedSecond": .text { $0.proposal.map { String($0.seconds) } ?? "" },
        "subjectLength": .text { String($0.form[.subject].appIOLength) },
        "contentLength": .text { String($0.form.markdown.utf16.count) },
        "minimumContent": .text { String($0.minimumContent) },
        "preview": .view { $0.preview },
        "serviceSearch": .view { $0.serviceSearch },
        "template": .view { $0.template },
        "filledIn": .view { $0.filling },
        "focusesRecipient": .flag { $0.focusesRecipient },
    ]
}
