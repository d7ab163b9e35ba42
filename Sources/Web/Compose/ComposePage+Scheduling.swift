import Domain
import FastCGI

/// Programma l’invio: a day and a time at which a notification leaves, or the beginning of the tenant's hours that the page has
/// proposed instead of now.
extension ComposePage {
    /// What was proposed, unless somebody typed a time. One that is over means now.
    func takeUpProposal(_ fields: Form, _ view: inout ComposeView) {
        guard view.form[.sendDate].isEmpty, view.form[.sendTime].isEmpty, let typed = fields["invio_proposto"],
              let seconds = Int64(typed), (0...Self.lastSecond).contains(seconds) else { return }
        view.proposal = Moment(seconds: seconds)
        if seconds > Moment.now().seconds { view.form.setSendTime(view.proposal) }
    }

    /// Of the year 9998.
    private static let lastSecond: Int64 = 253_370_764_799
}

extension Form {
    /// What was typed of a form, with the time at which it is to leave.
    func leaving(as form: NotificationForm) -> Form {
        let times: [FormField] = [.sendDate, .sendTime]
        return Form(fields.filter { field in !times.contains { $0.rawValue == field.name } }.map { ($0.name, $0.value) }
            + times.map { ($0.rawValue, form[$0]) })
    }
}
