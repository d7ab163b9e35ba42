import Domain
import Store
import Template
import Text

/// The form of a new notification.
struct ComposeView: View {
    var form: NotificationForm
    var key: FormKey
    /// A sentence above the form.
    var notice = ""
    /// That the form was put aside.
    var saved = ""
    /// Whether what it holds came with a form, and is perhaps in no draft.
    var isUnsaved = false
    /// When its draft was saved last, as far as the page knows, in microseconds since 1970; empty: it has none.
    var draftVersion = ""
    /// A draft of today, to go on with instead.
    var offered: DraftLine?
    /// The notification that it is to put right.
    var corrects: NotificationRecord?
    /// The id of the notification from which it was filled in, for another citizen; empty: none.
    var copiesID = ""
    /// Whose that one was.
    var copiesCode = ""
    /// It was to put one right that cannot be.
    var hasLostCorrection = false
    /// Whether Aggiungi only leads to a page that asks once more.
    var confirmsSends = false
    /// The notification that this page has already sent.
    var sentBefore = ""
    var problems: [FormProblem] = []
    var services: [Directory.Service] = []
    /// Said instead when the person may work with none.
    var noneAllowed = ""
    var minimumContent = TextLimits.content.lowerBound
    var serviceSearch: ServiceSearchView?
    var template = ComposeTemplate()
    /// What was cleaned of the texts that came.
    var pasted = PastedTexts()
    /// Whether the notice is about that.
    var showsPasted = false
    /// Where whoever opens the page begins.
    var focus: Place?
    /// Enter was pressed in a field: the focus goes to what is still empty, and to the preview when nothing is.
    var goesOn = false
    var recipient = RecipientStanding.unasked
    /// The tenant's.
    var hours = SendingHours.always
    /// When it may leave instead of now, outside of them.
    var proposal: Moment?

    enum Place { case recipient, template, service, templateFields, subject, content, preview }

    /// It was written for somebody else, or for another occasion: the page of confirmation comes before the send.
    var startedFromAnother: Bool { !copiesID.isEmpty || corrects != nil }

    private var place: Place? {
        guard goesOn else { return focus }
        if case .wrongCode = recipient { return .recipient }
        let empty: [(Place, Bool)] = [
            // A template chooses the service.
            (.recipient, form[.fiscalCode].isEmpty), (template.hasTemplates ? .template : .service, form[.service].isEmpty),
            (.templateFields, template.filling?.hasEmptyInput == true), (.subject, form[.subject].isEmpty),
            (.content, form[.content].isEmpty),
        ]
        return empty.first(where: \.1)?.0 ?? .preview
    }

    private var preview: PreviewView? {
        guard !form[.content].isEmpty else { return nil }
        return PreviewView(form, of: services.first { $0.id.description == form[.service] })
    }

    private var warningKeys: [String] { problems.filter { $0.severity == .warning }.map(\.key) }
    private var hasErrors: Bool { problems.contains { $0.severity == .error } || !template.problems.isEmpty }

    /// Warnings alone are said by the page itself, with what may be done about them.
    var faults: Faults {
        hasErrors ? Faults(problemLines, heading: "La notifica non è stata inviata: correggere i campi indicati.") : .none
    }

    /// In the order of the page: the template's fields stand where the texts do.
    private var problemLines: [Fault] {
        FormField.allCases.flatMap { field in
            (field == .subject ? template.problems.map { Fault(field: $0.field, sentence: $0.sentence) } : [])
                + problems.filter { $0.field == field }.map {
                    Fault(field: template.filling?.name(insteadOf: field) ?? field.rawValue, sentence: $0.sentence)
                }
        }
    }

    private var filling: TemplateFilling? {
        var filling = template.filling
        filling?.rules = problems
        filling?.isFocused = place == .templateFields
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

    private static let ofPayment: Set<FormField> = [.dueDate, .amount, .noticeNumber, .payAfterDue]

    private var usesPayment: Bool {
        requiresPayment || template.filling?.payment.isEmpty == false || Self.ofPayment.contains { !form[$0].isEmpty }
            || problems.contains { Self.ofPayment.contains($0.field) }
    }

    /// As `app.js` says it while somebody types.
    private static func count(_ length: Int, within limits: ClosedRange<Int>, _ added: String = "") -> String {
        let words = "\(length.italian) su \(limits.upperBound.italian) caratteri\(added)"
        if length > limits.upperBound { return words + ", \((length - limits.upperBound).italian) di troppo" }
        return (1..<limits.lowerBound).contains(length) ? words + ", ne mancano \((limits.lowerBound - length).italian)" : words
    }

    private var contentCount: String {
        Self.count(form.contentLength, within: minimumContent...TextLimits.content.upperBound,
                   form.contentLength == form[.content].appIOLength ? "" : " con i pulsanti")
    }

    static let noticeHelp = "Numero avviso, 18 cifre, oppure il codice QR dell’avviso con il lettore."

    private var requiresPayment: Bool { template.filling?.record.template.requiresPayment == true }

    /// Those that no field of the template fills.
    private var paymentFields: [FieldView] {
        var amount = field(.amount, label: "Somma", kind: .line(keyboard: "decimal"), help: "In euro, con la virgola.")
        amount.example = "0,00"
        var number = field(.noticeNumber, label: "Notifica Pagamento", kind: .line(keyboard: "numeric"), help: Self.noticeHelp)
        number.isCode = true
        (amount.isRequired, number.isRequired) = (requiresPayment, requiresPayment)
        (amount.guide, number.guide) = ("somma", "notifica-pagamento")
        var due = field(.dueDate, label: "Scadenza", kind: .date)
        due.guide = "scadenza"
        return [(FormField.dueDate, due), (.amount, amount), (.noticeNumber, number)]
            .filter { template.filling?.name(insteadOf: $0.0) == nil }.map(\.1)
    }

    private var sendTimeFields: [FieldView] {
        [field(.sendDate, label: "Giorno dell’invio", kind: .date, help: "Fino a \(SendTime.mostDays) giorni da oggi."),
         field(.sendTime, label: "Ora dell’invio", kind: .time, help: hours == .always ? "" : "Orario dell’ente: \(hours.words).")]
    }

    static let fields: Fields<Self> = [
        "key": .text { $0.key.text },
        "isUnsaved": .flag { $0.isUnsaved && !$0.form.isEmpty },
        "draftVersion": .text { $0.draftVersion },
        "offeredID": .text { $0.offered?.id.description ?? "" },
        "offeredSubject": .text { ($0.offered?.subject ?? "").trimmed() },
        "offeredAt": .text { $0.offered.map { RomeTime($0.updatedAt).italianTime } ?? "" },
        "notice": .text { $0.notice },
        "saved": .text { $0.saved },
        "sentBefore": .text { $0.sentBefore },
        "correctsID": .text { $0.corrects?.id.description ?? "" },
        "correctsSubject": .text { $0.corrects?.subject ?? "" },
        "correctsPayment": .flag { $0.corrects?.payment != nil },
        "confirmsSends": .flag { $0.confirmsSends || $0.startedFromAnother },
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
        "lengthOfButtons": .text { _ in "\(MessageText.lengthOfButtons.once) \(MessageText.lengthOfButtons.each)" },
        "paymentFields": .list { $0.paymentFields },
        "filledParts": .list { $0.template.filling?.payment ?? [] },
        "requiresPayment": .flag { $0.requiresPayment },
        "payAfterDue": .view { $0.field(.payAfterDue, label: "Paga dopo la scadenza", kind: .tick) },
        "usesPayment": .flag { $0.usesPayment },
        "subjectLength": .text { Self.count($0.form[.subject].appIOLength, within: TextLimits.subject) },
        "contentLength": .text { $0.contentCount },
        "sendTimeFields": .list { $0.sendTimeFields },
        "usesSendTime": .flag { view in
            view.sendTimeFields.contains { !$0.value.isEmpty || !$0.error.isEmpty || !$0.warnings.isEmpty }
        },
        "proposal": .text { $0.proposal.map { RomeTime($0).italianWithWeekday } ?? "" },
        "proposedSecond": .text { $0.proposal.map { String($0.seconds) } ?? "" },
        "minimumContent": .text { String($0.minimumContent) },
        "asksForMore": .flag { $0.minimumContent > TextLimits.content.lowerBound },
        "preview": .view { $0.preview },
        "pasted": .view { $0.pasted },
        "showsPasted": .flag { $0.showsPasted },
        "serviceSearch": .view { $0.serviceSearch },
        "template": .view { $0.template },
        "filledIn": .view { $0.filling },
        "focusesRecipient": .flag { $0.place == .recipient },
        "focusesTemplate": .flag { $0.place == .template },
        "focusesService": .flag { $0.place == .service },
        "focusesSubject": .flag { $0.place == .subject },
        "focusesContent": .flag { $0.place == .content },
        "focusesPreview": .flag { $0.place == .preview },
        "isChecked": .flag { !$0.problems.isEmpty || !$0.template.problems.isEmpty },
        "copiesID": .text { $0.copiesID },
        "copiesCode": .text { $0.copiesCode },
    ]
}
