import Domain
import FastCGI
import Store
import Template

/// The page between Aggiungi and the send, for a tenant that asks for it: what leaves, to whom, and one clear button.
extension ComposePage {
    func confirm(
        _ exchange: Exchange, _ view: ComposeView, _ content: NotificationContent, _ service: Directory.Service, leavingAt time: Moment?
    ) throws -> Response {
        try exchange.page(confirmation, ConfirmView(
            content: content, service: service, template: view.template.filling?.record.name ?? "", leavesAt: time,
            typed: exchange.request.form.typed.leaving(as: view.form), key: view.key, warnings: view.problems), title: "Conferma invio")
    }
}

struct ConfirmView: View {
    var content: NotificationContent
    var service: Directory.Service
    /// The name of the one that it was filled in from.
    var template = ""
    /// `nil`: at once.
    var leavesAt: Moment?
    /// The form, to be sent or to be gone back to.
    var typed: Form
    /// Of a form; of what is registered already, none.
    var key: FormKey?
    /// The warnings that the operator has set aside.
    var warnings: [FormProblem]
    /// The notification that was to leave later and is to leave now.
    var scheduled: NotificationID?

    static let fields: Fields<Self> = [
        "key": .text { $0.key?.text ?? "" },
        "scheduledID": .text { $0.scheduled?.description ?? "" },
        "warningKeys": .text { $0.warnings.map(\.key).joined(separator: " ") },
        "warnings": .texts { $0.warnings.map(\.sentence) },
        "template": .text { $0.template },
        "holder": .text { $0.content.fiscalCode.sentence(on: .today(at: .now())) },
        "typedFields": .list { $0.typed.fields.map { TypedField(name: $0.name, value: $0.value) } },
        "service": .text { $0.service.name },
        "isTrial": .flag { $0.service.environment == .trial },
        "fiscalCode": .text { $0.content.fiscalCode.value },
        "facts": .list { view in
            FactView.of(view.content).filter { view.content.payment != nil || !$0.isOfPayment } + FactView.of(sendTime: view.leavesAt)
        },
        "leavesAt": .text { $0.leavesAt.map { RomeTime($0).italianWithWeekday } ?? "" },
        "preview": .view { PreviewView($0.content, service: $0.service.name, isSecure: $0.service.requiresSecureChannels) },
    ]
}
