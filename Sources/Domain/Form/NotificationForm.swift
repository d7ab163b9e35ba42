import Text

/// The fields of a new notification, in the order of the page. The raw value is the HTML field's name.
package enum FormField: String, Sendable, CaseIterable {
    case fiscalCode = "codice_fiscale"
    case service = "servizio"
    case subject = "oggetto"
    case content = "contenuto"
    case button1Text = "pulsante_1_testo"
    case button1Address = "pulsante_1_indirizzo"
    case button2Text = "pulsante_2_testo"
    case button2Address = "pulsante_2_indirizzo"
    case dueDate = "scadenza"
    case amount = "somma"
    case noticeNumber = "numero_avviso"
    case payAfterDue = "paga_dopo_scadenza"
    case sendDate = "invio_il"
    case sendTime = "invio_alle"

    /// The two fields of each button.
    package static let buttons: [(text: FormField, address: FormField)] =
        [(.button1Text, .button1Address), (.button2Text, .button2Address)]
}

/// What an operator typed for a new notification, as the browser sent it.
package struct NotificationForm: Sendable, Equatable {
    private var typed: [FormField: String] = [:]

    package init() {}

    package init(_ typed: [FormField: String], buttons: [TypedButton] = []) {
        self.typed = typed.filter { !$0.value.isEmpty }
        for (fields, button) in zip(FormField.buttons, buttons) {
            (self[fields.text], self[fields.address]) = (button.text, button.address)
        }
    }

    /// What was typed into a field; of a box that was ticked anything but nothing.
    package subscript(field: FormField) -> String {
        get { typed[field] ?? "" }
        set { typed[field] = newValue.isEmpty ? nil : newValue }
    }

    /// Whether nothing was written; a service that was chosen and a citizen who was looked up are nothing.
    package var isEmpty: Bool { typed.allSatisfy { [.service, .fiscalCode].contains($0.key) || $0.value.trimmed().isEmpty } }

    /// As many as a message has, empty ones included.
    package var buttons: [TypedButton] { FormField.buttons.map { TypedButton(text: self[$0.text], address: self[$0.address]) } }

    /// The whole message as it would be sent now: a button that is not right yet is not in it.
    package var markdown: String { MessageText.compose(rightButtons, body: self[.content].withLineFeeds) }

    /// How long App IO will take the message to be, in UTF-16 units, once its buttons are right: one whose two fields are filled
    /// in counts as it stands.
    package var contentLength: Int { MessageText.compose(buttons.compactMap(\.counted), body: self[.content]).appIOLength }

    private var rightButtons: [CallToAction] { buttons.compactMap { try? $0.read() } }

    /// Applies every rule of a notification and reports all that is wrong at once.
    package func check(against rules: FormRules) -> CheckedForm {
        var form = self
        form.takeUpScannedNotice()
        var check = FormCheck(rules: rules)
        let service = check.service(self[.service])
        let fiscalCode = check.fiscalCode(self[.fiscalCode])
        let subject = check.subject(self[.subject], of: service)
        let text = check.content(self[.content], buttons: rightButtons, length: contentLength)
        check.wording(ofButtons: buttons)
        let buttons = check.buttons(buttons)
        let dueDate = check.dueDate(self[.dueDate])
        let payment = check.payment(form, of: service)
        check.paymentInTexts(of: form)

        guard let service, let fiscalCode, let subject, let text, !check.hasErrors else {
            return CheckedForm(problems: check.problemsInOrder, content: nil)
        }
        let content = NotificationContent(
            service: service, fiscalCode: fiscalCode, subject: subject, markdown: MessageText.compose(buttons, body: text),
            dueDate: dueDate, payment: payment)
        return CheckedForm(problems: check.problemsInOrder, content: content)
    }
}
